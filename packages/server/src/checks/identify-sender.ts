import { OAuthError, parameterValue, signatureMatches } from '@oauthplus/core'
import type { CollectedRequest, SignatureMethod } from '@oauthplus/core'

import { countedAddress } from './address-range.js'
import { validCredentials } from '../management/consumer-credentials.js'
import { debugReport } from './debug-report.js'
import { diagnosed } from './diagnosis.js'
import { DUMMY_PUBLIC_KEY } from './dummy-public-key.js'
import { tokenRejected } from '../refusals/rejected.js'
import type { ProviderRequest } from '../request.js'
import type { Settings } from '../settings/settings.js'
import type { Counted } from '../settings/throttles.js'
import type {
  AccessTokenRecord,
  ConsumerCredential,
  ConsumerRecord,
  FoundCredentials,
  RequestTokenRecord,
} from '../store.js'

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
  arrived: { readonly address: string | undefined; readonly request: ProviderRequest },
): Promise<Sender> {
  const method = methodOf(settings, collected.protocol)
  const { consumerKey, tokenKey } = namedKeys(collected.protocol)
  const { consumer, token } = ofConsumer(
    await settings.store.findCredentials(consumerKey, tokenKey),
    consumerKey,
  )
  // One of the methods registered for this Consumer: the sender does not choose between keys.
  if (!method || consumer?.signatureMethods.includes(method.name) === false) {
    throw new OAuthError('signature_method_rejected', 'This signature method is not accepted.')
  }
  const { throttles } = settings
  // Unknown keys share one count, so that nobody fills the memory with names.
  const counted = (): Counted => [
    ['consumer', consumer?.key ?? ''],
    ['address', countedAddress(arrived.address)],
  ]
  if (!throttles.isQuiet('badSignatures')) {
    await throttles.check('badSignatures', counted(), 'consumer_key_refused')
  }
  // Dummies stand in for what is unknown, so that the work is the same.
  const { secrets, publicKeys } = signingKeys(settings, consumer)
  const tokenSecrets = [token?.secret ?? settings.dummySecret]
  const keys = { secrets, publicKeys, tokenSecrets }
  const matches = await signatureMatches(collected, { method, secrets, publicKeys, tokenSecrets })
  if (consumer && matches && (token || tokenKey === undefined)) return { consumer, token, method }
  await throttles.consume('badSignatures', counted(), 'consumer_key_refused')
  if (!consumer) throw new OAuthError('consumer_key_unknown', 'The Consumer key is unknown.')
  if (tokenKey !== undefined && !token) throw tokenRejected()
  throw signatureInvalid(
    settings,
    collected,
    await diagnosed(settings, keys, { ...arrived, collected }),
  )
}

function signatureInvalid<User>(
  { debug }: Settings<User>,
  collected: CollectedRequest,
  diagnosis: string | undefined,
): OAuthError {
  debug?.(debugReport(collected))
  const advice = 'The signature does not match the request.'
  return new OAuthError(
    'signature_invalid',
    diagnosis === undefined ? advice : `${advice} ${diagnosis}`,
  )
}

function signingKeys<User>(
  { nowSeconds, dummySecret }: Settings<User>,
  consumer: ConsumerRecord | undefined,
): { readonly secrets: readonly string[]; readonly publicKeys: readonly string[] } {
  if (!consumer) return { secrets: [dummySecret], publicKeys: [DUMMY_PUBLIC_KEY] }
  const now = nowSeconds()
  const valuesOf = (credentials: readonly ConsumerCredential[]): readonly string[] =>
    validCredentials(credentials, now).map(({ value }) => value)
  return { secrets: valuesOf(consumer.secrets), publicKeys: valuesOf(consumer.publicKeys) }
}

function namedKeys(protocol: CollectedRequest['protocol']): {
  readonly consumerKey: string
  readonly tokenKey: string | undefined
} {
  const consumerKey = parameterValue(protocol, 'oauth_consumer_key') ?? ''
  // An empty token is none.
  const tokenKey = parameterValue(protocol, 'oauth_token')
  return { consumerKey, tokenKey: tokenKey === '' ? undefined : tokenKey }
}

/** Treats a token of another Consumer as an unknown one. */
function ofConsumer(found: FoundCredentials, consumerKey: string): FoundCredentials {
  return found.token === undefined || found.token.consumerKey === consumerKey
    ? found
    : { consumer: found.consumer, token: undefined }
}

/** Finds the signature method that a request names; `undefined` where the Provider has none of that name. */
export function methodOf<User>(
  settings: Settings<User>,
  protocol: CollectedRequest['protocol'],
): SignatureMethod | undefined {
  return settings.signatureMethods.get(parameterValue(protocol, 'oauth_signature_method') ?? '')
}
