import { assertOptions, createOptionCheck, optionChecks } from '@oauthplus/core/internal'

import type { HmacServiceProvider } from '../service-provider.js'
import type { Preset } from './preset.js'
import { readTextError } from './read-text-error.js'

/** The location of a school. */
export interface SchoologyInstallation {
  /** The host on which its users sign in: `www.schoology.com`, or the school's own host. */
  readonly host: string
}

const INSTALLATION = /* @__PURE__ */ optionChecks<SchoologyInstallation>({
  required: {
    host: /* @__PURE__ */ createOptionCheck(
      'the name of a host',
      (value) => typeof value === 'string' && /^[A-Za-z0-9.-]+$/.test(value),
    ),
  },
  optional: {},
})

/**
 * Describes Schoology. Its flow with a user is that of OAuth 1.0, without a verifier, which the
 * client does not complete because any other browser could. Calls as the consumer need no flow.
 *
 * @example
 *
 * ```ts
 * createClient({ provider: schoology({ host: 'www.schoology.com' }), consumer: { key, secret } })
 * ```
 *
 * @param installation The school.
 *
 * @returns The service provider.
 *
 * @throws `TypeError` when the host is not valid.
 *
 * @see [Schoology](https://developers.schoology.com/api-documentation/authentication)
 */
export function schoology(installation: SchoologyInstallation): Preset<HmacServiceProvider> {
  assertOptions('schoology', installation, INSTALLATION)
  return {
    requestTokenUrl: 'https://api.schoology.com/v1/oauth/request_token',
    authorizeUrl: `https://${installation.host}/oauth/authorize`,
    accessTokenUrl: 'https://api.schoology.com/v1/oauth/access_token',
    origins: ['https://api.schoology.com'],
    signatureMethod: 'HMAC-SHA1',
    realm: 'Schoology API',
    tokenRequestMethod: 'GET',
    sendEmptyToken: true,
    allowUnconfirmedCallback: true,
    readError: readTextError,
    notes: {
      service: 'Schoology',
      source: 'https://developers.schoology.com/api-documentation/authentication',
      verified: false,
      needs: 'host; no token: client.fetch',
    },
  }
}
