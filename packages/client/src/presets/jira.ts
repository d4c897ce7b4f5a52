import { assertOptions, isString, optionChecks } from '@oauthplus/core/internal'

import { toBaseUrl } from './to-base-url.js'
import type { RsaServiceProvider } from '../service-provider.js'
import { createJsonErrorReader } from './create-json-error-reader.js'
import type { Preset } from './preset.js'

/** The location of a Jira or Confluence installation. */
export interface JiraInstallation {
  /** The base URL, including the context path: `https://jira.example/jira`. */
  readonly baseUrl: string
}

const INSTALLATION = /* @__PURE__ */ optionChecks<JiraInstallation>({
  required: { baseUrl: isString },
  optional: {},
})

/**
 * Describes a Jira or Confluence Data Center, which verifies RSA-SHA1 signatures with the public
 * key of its application link. Token secrets are not used for signing.
 *
 * @example
 *
 * ```ts
 * createClient({ provider: jira({ baseUrl: 'https://jira.example' }), consumer: { key, privateKey } })
 * ```
 *
 * @param installation The base URL.
 *
 * @returns The service provider.
 *
 * @throws `TypeError` when the base URL is not valid.
 *
 * @see [Jira and Confluence Data Center](https://developer.atlassian.com/server/jira/platform/oauth/)
 */
export function jira(installation: JiraInstallation): Preset<RsaServiceProvider> {
  assertOptions('jira', installation, INSTALLATION)
  const base = toBaseUrl('jira', 'baseUrl', installation.baseUrl)
  return {
    requestTokenUrl: `${base}/plugins/servlet/oauth/request-token`,
    authorizeUrl: `${base}/plugins/servlet/oauth/authorize`,
    accessTokenUrl: `${base}/plugins/servlet/oauth/access-token`,
    origins: [new URL(base).origin],
    signatureMethod: 'RSA-SHA1',
    readError: createJsonErrorReader({ advice: ['errorMessages', 0] }, { advice: ['message'] }),
    notes: {
      service: 'Jira and Confluence Data Center',
      source: 'https://developer.atlassian.com/server/jira/platform/oauth/',
      verified: false,
      needs: 'baseUrl; an application link with your public key',
    },
  }
}
