import { getCallbackOrigin } from '../callback/callback.js'
import { toConsumerInfo } from '../consumer/consumer-details.js'
import { createPageResponse } from './create-page-response.js'
import type { PendingToken } from './pending-token.js'
import type { LanguagePreference } from '../language-preference.js'
import type { EndpointSuccess, Consent } from '../results.js'
import { describeScopes } from '../consumer/scopes.js'
import type { Settings } from '../settings/settings.js'

/** What the User is to decide. */
export interface LoadedConsent extends EndpointSuccess {
  /** What the consent page is made of. */
  readonly consent: Consent
}

/** Returns what the User is to decide, and the page for it. */
export async function createConsent<User>(
  settings: Settings<User>,
  { consumer, token, csrf, callback }: PendingToken,
  language: LanguagePreference | undefined,
): Promise<LoadedConsent> {
  const scopes = describeScopes(settings, token.scopes)
  const origin = getCallbackOrigin(callback)
  const info = toConsumerInfo(consumer)
  const response = await createPageResponse(settings, {
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
