import { OAuthError, parameterValue, signatureMatches } from '@oauthplus/core'
import type { CollectedRequest, SignatureMethod } from '@oauthplus/core'

import { DUMMY_PUBLIC_KEY } from './dummy-public-key.js'
import { tokenRejected } from './rejected.js'
import type { Settings } from './settings.js'
import type { AccessTokenRecord, ConsumerRecord, RequestTokenRecord } from './store.js'

/** Who sent a request, proven by its signature. */
export interface Sender {
  readonly consumer: ConsumerRecord
  readonly token: RequestTokenRecord | AccessTokenRecord | undefined
  readonly method: SignatureMethod
}

/** Finds out who sent a request. Throws an `OAuthError` where the signature does not prove it. */
export async function identifySender<User>(
  settings: Settings<User>,
  collected: CollectedRequest,
): Promise<Sender> {
  const method = methodOf(settings, collected.protocol)
  const { consumer, token, namesToken } = await credentialsOf(settings, collected.protocol)
  // One of the methods registered for this Consumer: the sender does not choose between keys.
  if (!method || consumer?.signatureMethods.includes(method.name) === false) {
    throw new OAuthError('signature_method_rejected', 'This signature method is not accepted.')
  }
  // Dummies stand in for what is unknown, so that the work is the same.
  const { dummySecret } = settings
  const matches = await signatureMatches(collected, {
    method,
    ...(consumer ?? { secrets: [dummySecret], publicKeys: [DUMMY_PUBLIC_KEY] }),
    tokenSecrets: [token?.secret ?? dummySecret],
  })
  if (!consumer) throw new OAuthError('consumer_key_unknown', 'The Consumer key is unknown.')
  if (namesToken && !token) throw tokenRejected()
  if (!matches) {
    throw new OAuthError('signature_invalid', 'The signature does not match the request.')
  }
  return { consumer, token, method }
}

async function credentialsOf<User>(
  { store }: Settings<User>,
  protocol: CollectedRequest['protocol'],
): Promise<Partial<Sender> & { readonly namesToken: boolean }> {
  const consumerKey = parameterValue(protocol, 'oauth_consumer_key') ?? ''
  const tokenKey = parameterValue(protocol, 'oauth_token') ?? ''
  const namesToken = tokenKey !== ''
  const { consumer, token } = await store.findCredentials(
    consumerKey,
    namesToken ? tokenKey : undefined,
  )
  return {
    ...(consumer && { consumer }),
    // A token of another Consumer is treated as an unknown one.
    token: token?.consumerKey === consumerKey ? token : undefined,
    namesToken,
  }
}

/** Finds the signature method that a request names; `undefined` where the Provider has none of that name. */
export function methodOf<User>(
  settings: Settings<User>,
  protocol: CollectedRequest['protocol'],
): SignatureMethod | undefined {
  return settings.signatureMethods.get(parameterValue(protocol, 'oauth_signature_method') ?? '')
}
