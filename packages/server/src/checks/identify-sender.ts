import { OAuthError, parameterValue } from '@oauthplus/core'
import type { CollectedRequest, SignatureMethod } from '@oauthplus/core'
import { digest, judgeSignature } from '@oauthplus/core/internal'

import { listValidValues } from '../consumer/consumer-credentials.js'
import { createDebugReport } from '../settings/debug-report.js'
import { diagnoseSignature } from './diagnose-signature.js'
import { DUMMY_PUBLIC_KEY } from './dummy-public-key.js'
import { conceal, CONCEALING_ADVICE } from '../errors/conceal.js'
import { createTokenError } from '../errors/rejected-errors.js'
import type { ProviderRequest } from '../request.js'
import type { Settings } from '../settings/settings.js'
import type { ConsumerRecord } from '../store/consumer-record.js'
import type { FoundCredentials } from '../store/store.js'
import type { AccessTokenRecord, RequestTokenRecord } from '../store/token-records.js'

/** The sender of a request, proven by its signature. */
export interface Sender {
  readonly consumer: ConsumerRecord
  readonly token: RequestTokenRecord | AccessTokenRecord | undefined
  readonly method: SignatureMethod
}

interface VerificationKeys {
  readonly method: SignatureMethod
  readonly secrets: readonly string[]
  readonly publicKeys: readonly string[]
}

/** How many credentials of a kind a consumer has while one replaces another. */
const CREDENTIALS_WHILE_ROTATING = 2
/** In how many groups consumer keys are counted. */
const GROUP_CHARACTERS = 2

/**
 * Finds out who sent a request. Throws an `OAuthError` if the signature does not prove it. Then the
 * response and the work are the same whatever exists under the keys that the request names.
 */
export async function identifySender<User>(
  settings: Settings<User>,
  collected: CollectedRequest,
  connection: { readonly address: string | undefined; readonly request: ProviderRequest },
): Promise<Sender> {
  const method = findMethod(settings, collected.protocol)
  // Says nothing about a consumer: the provider has no such method.
  if (!method) throw createSignatureMethodError()
  const { consumerKey, tokenKey } = readKeys(collected.protocol)
  const { consumer, token } = keepOwnToken(
    await settings.store.findCredentials(consumerKey, tokenKey),
    consumerKey,
  )
  // Dummies replace what is unknown, so that the work is the same.
  const { secrets, publicKeys } = getSigningKeys(settings, consumer)
  const tokenSecrets = [token?.secret ?? settings.dummySecret]
  const keys = { secrets, publicKeys, tokenSecrets }
  const isMethodRegistered = consumer?.signatureMethods.includes(method.name) === true
  // Judged before anything is counted: the wrong signatures of others never refuse a right one.
  const verdict = judgeSignature(collected, { secrets, publicKeys, tokenSecrets, method })
  if ((typeof verdict === 'boolean' ? verdict : await verdict) && consumer) {
    // One of the methods registered for this consumer: the sender does not choose between keys.
    if (!isMethodRegistered) throw createSignatureMethodError()
    // RSA signatures do not depend on the token secret.
    if (tokenKey !== undefined && !token) throw createTokenError()
    return { consumer, token, method }
  }
  await verifyDummies(settings, collected, { method, secrets, publicKeys })
  await settings.throttles.consume(
    'invalidSignatures',
    [
      ['consumers', await getGroup(consumerKey)],
      ['address', settings.readSender(connection.request, connection.address)],
    ],
    'consumer_key_refused',
  )
  if (!consumer) {
    throw conceal(new OAuthError('consumer_key_unknown', 'The consumer key is unknown.'))
  }
  if (!isMethodRegistered) throw conceal(createSignatureMethodError())
  if (tokenKey !== undefined && !token) throw conceal(createTokenError())
  throw createSignatureError(
    settings,
    collected,
    await diagnoseSignature(settings, keys, { ...connection, collected }),
  )
}

/** Judges as many dummies as a consumer with two credentials has more than this one. */
async function verifyDummies<User>(
  { dummySecret }: Settings<User>,
  collected: CollectedRequest,
  { method, secrets, publicKeys }: VerificationKeys,
): Promise<void> {
  const { length } = method.family === 'public-key' ? publicKeys : secrets
  const missing = Math.max(0, CREDENTIALS_WHILE_ROTATING - length)
  await judgeSignature(collected, {
    method,
    secrets: Array<string>(missing).fill(dummySecret),
    publicKeys: Array<string>(missing).fill(DUMMY_PUBLIC_KEY),
    tokenSecrets: [dummySecret],
  })
}

/**
 * Returns the group in which a consumer key is counted, whether it exists or not: keys are written by
 * anyone, so they must not fill the memory, and must not show which of them exist.
 */
async function getGroup(consumerKey: string): Promise<string> {
  return (await digest(consumerKey, 'SHA-256')).slice(0, GROUP_CHARACTERS)
}

function createSignatureMethodError(): OAuthError {
  return new OAuthError('signature_method_rejected', 'This signature method is not accepted.')
}

function createSignatureError<User>(
  { debug }: Settings<User>,
  collected: CollectedRequest,
  diagnosis: string | undefined,
): OAuthError {
  debug?.(createDebugReport(collected))
  return new OAuthError(
    'signature_invalid',
    diagnosis === undefined
      ? CONCEALING_ADVICE
      : `The signature does not match the request. ${diagnosis}`,
  )
}

function getSigningKeys<User>(
  { nowSeconds, dummySecret }: Settings<User>,
  consumer: ConsumerRecord | undefined,
): { readonly secrets: readonly string[]; readonly publicKeys: readonly string[] } {
  if (!consumer) return { secrets: [dummySecret], publicKeys: [DUMMY_PUBLIC_KEY] }
  const now = nowSeconds()
  return {
    secrets: listValidValues(consumer.secrets, now),
    publicKeys: listValidValues(consumer.publicKeys, now),
  }
}

function readKeys(protocol: CollectedRequest['protocol']): {
  readonly consumerKey: string
  readonly tokenKey: string | undefined
} {
  const consumerKey = parameterValue(protocol, 'oauth_consumer_key') ?? ''
  // An empty token counts as absent.
  const tokenKey = parameterValue(protocol, 'oauth_token')
  return { consumerKey, tokenKey: tokenKey === '' ? undefined : tokenKey }
}

/** Treats a token of another consumer as an unknown one. */
function keepOwnToken(found: FoundCredentials, consumerKey: string): FoundCredentials {
  return found.token === undefined || found.token.consumerKey === consumerKey
    ? found
    : { consumer: found.consumer, token: undefined }
}

/** Finds the signature method that a request names; `undefined` if the provider has none of that name. */
export function findMethod<User>(
  settings: Settings<User>,
  protocol: CollectedRequest['protocol'],
): SignatureMethod | undefined {
  return settings.signatureMethods.get(parameterValue(protocol, 'oauth_signature_method') ?? '')
}
