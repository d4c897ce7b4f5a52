import { getCallbackOrigin } from '../callback/callback.js'
import { toConsumerInfo } from '../consumer/consumer-details.js'
import { createPageResponse } from './create-page-response.js'
import type { PageVisit } from './create-page-response.js'
import { getUserName } from './get-user-name.js'
import type { PendingToken } from './pending-token.js'
import type { EndpointSuccess, Consent } from '../results.js'
import { describeScopes } from '../consumer/scopes.js'
import { getTokenLifetimes } from '../tokens/get-token-lifetimes.js'
import type { Settings } from '../settings/settings.js'

/** The consent that the user decides on. */
export interface LoadedConsent extends EndpointSuccess {
  /** The data of the consent page. */
  readonly consent: Consent
}

/** The links of the consent page. */
export interface ConsentLinks {
  readonly switchUserUrl?: string | undefined
  readonly applicationsUrl?: string | undefined
}

/** Returns what the user decides, and the page for it. */
export async function createConsent<User>(
  settings: Settings<User>,
  { consumer, token, csrf, callback, user, userId }: PendingToken<User>,
  page: { readonly visit: PageVisit<User>; readonly links?: ConsentLinks },
): Promise<LoadedConsent> {
  const { visit, links = {} } = page
  const scopes = describeScopes(settings, token.scopes)
  const origin = getCallbackOrigin(callback)
  const info = toConsumerInfo(consumer)
  const response = await createPageResponse(settings, {
    name: 'consent',
    data: {
      consumer: info,
      scopes,
      lifetimeSeconds: getTokenLifetimes(settings, consumer).accessSeconds,
      callbackOrigin: origin,
      userName: getUserName(settings, user, userId),
      ...links,
      fields: [
        ['oauth_token', token.key],
        ['csrf', csrf],
      ],
    },
    visit: { ...visit, user, userId },
    iconUrls: info.iconUrl === undefined ? [] : [info.iconUrl],
    formLeadsTo: origin,
  })
  return { ok: true, response, consent: { consumer: info, scopes, csrf } }
}
