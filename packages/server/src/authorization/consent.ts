import { callbackOrigin } from '../callback/callback.js'
import { consumerInfo } from '../consumer/consumer-details.js'
import { pageResponse } from './page-response.js'
import type { PendingToken } from './pending-token.js'
import type { LanguagePreference } from '../language-preference.js'
import type { EndpointSuccess, Consent } from '../results.js'
import { namedScopes } from '../consumer/scopes.js'
import type { Settings } from '../settings/settings.js'

/** What the User is to decide. */
export interface LoadedConsent extends EndpointSuccess {
  /** What the consent page is made of. */
  readonly consent: Consent
}

/** Gives what the User is to decide, and the page for it. */
export async function consentOf<User>(
  settings: Settings<User>,
  { consumer, token, csrf, callback }: PendingToken,
  language: LanguagePreference | undefined,
): Promise<LoadedConsent> {
  const scopes = namedScopes(settings, token.scopes)
  const origin = callbackOrigin(callback)
  const info = consumerInfo(consumer)
  const response = await pageResponse(settings, {
    name: 'consent',
    data: {
      consumer: info,
      scopes,
      callbackOrigin: origin,
      fields: [
        ['oauth_token', token.key],
        ['csrf', csrf],
      ],
    },
    language,
    formLeadsTo: origin,
  })
  return { ok: true, response, consent: { consumer: info, scopes, csrf } }
}
