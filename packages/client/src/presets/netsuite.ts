import { assertOptions, optionChecks } from '@oauthplus/core/internal'

import type { HmacServiceProvider } from '../service-provider.js'
import { createJsonErrorReader } from './create-json-error-reader.js'
import { isNetsuiteAccountId, toNetsuiteAccountId } from './netsuite-account-id.js'
import type { Preset } from './preset.js'

/** The account to call. */
export interface NetsuiteInstallation {
  /** The account ID as NetSuite shows it: `1234567`, or `1234567_SB1` for a sandbox. */
  readonly accountId: string
}

const INSTALLATION = /* @__PURE__ */ optionChecks<NetsuiteInstallation>({
  required: { accountId: isNetsuiteAccountId },
  optional: {},
})

/**
 * Describes a NetSuite account with token-based authentication (TBA).
 *
 * @example
 *
 * ```ts
 * createClient({ provider: netsuite({ accountId: '1234567_SB1' }), consumer: { key, secret } })
 * ```
 *
 * @param installation The account.
 *
 * @returns The service provider.
 *
 * @throws `TypeError` when the account ID contains characters other than letters, digits, `_` and
 *   `-`.
 *
 * @see [NetSuite](https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/section_156338994830.html)
 */
export function netsuite(installation: NetsuiteInstallation): Preset<HmacServiceProvider> {
  assertOptions('netsuite', installation, INSTALLATION)
  const { accountId } = installation
  const host = accountId.toLowerCase().replaceAll('_', '-')
  return {
    requestTokenUrl: `https://${host}.restlets.api.netsuite.com/rest/requesttoken`,
    authorizeUrl: `https://${host}.app.netsuite.com/app/login/secure/authorizetoken.nl`,
    accessTokenUrl: `https://${host}.restlets.api.netsuite.com/rest/accesstoken`,
    origins: [
      `https://${host}.restlets.api.netsuite.com`,
      `https://${host}.suitetalk.api.netsuite.com`,
    ],
    signatureMethod: 'HMAC-SHA256',
    realm: toNetsuiteAccountId(accountId),
    readError: createJsonErrorReader(
      { code: ['error', 'code'], advice: ['error', 'message'] },
      { code: ['o:errorDetails', 0, 'o:errorCode'], advice: ['o:errorDetails', 0, 'detail'] },
    ),
    notes: {
      service: 'NetSuite',
      source:
        'https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/section_156338994830.html',
      verified: false,
      needs: 'accountId; no new integrations from 2027.1',
    },
  }
}
