import { Deviation } from '../checks/deviation.js'
import {
  toBuffer,
  isForm,
  isRsaSignature,
  parseMessage,
  percentEncode,
  createSignature,
  getHeaderValues,
} from '../reference/index.js'
import type { Pair, ParsedMessage, WireMessage } from '../reference/index.js'
import type { OriginName } from './mock-provider.js'
import type { ClientTask, ClientToken } from './task.js'

/** The endpoint of a request. */
export type Endpoint = 'request-token' | 'access-token' | 'resource'

/** A request that the client has sent. */
export interface ReceivedRequest {
  readonly origin: OriginName
  readonly endpoint: Endpoint
  readonly message: WireMessage
}

/** The protocol parameters of a request: names and values, duplicates kept. */
export type ProtocolParameters = readonly (readonly [name: string, value: string])[]

/** The keys that may have signed. */
export interface Signers {
  readonly consumer: ClientTask['consumer'] & { readonly publicKey?: string | undefined }
  readonly tokens: ReadonlyMap<string, ClientToken>
}

// Shorter strings are in requests by chance.
const MIN_SECRET_CHARACTERS = 12

/** Parses a request strictly by the RFC. Throws a `Deviation` if it is malformed. */
export function parseReceived({ message }: ReceivedRequest): ParsedMessage {
  try {
    return parseMessage(message)
  } catch (error) {
    throw new Deviation(
      'a request whose parameters can be read',
      error instanceof Error ? error.message : String(error),
    )
  }
}

/** Returns the protocol parameters of header, query and form. */
function getProtocolParameters(received: ReceivedRequest): ProtocolParameters {
  const { header = [], query, form } = parseReceived(received)
  return decodePairs([...header, ...query, ...form]).filter(([name]) => name.startsWith('oauth_'))
}

/** Returns the value of a protocol parameter, or `undefined`. */
export function getProtocolParameter(received: ReceivedRequest, name: string): string | undefined {
  return getProtocolParameters(received).find(([given]) => given === name)?.[1]
}

/** The deviation of a request whose signature is wrong. */
export class WrongSignature extends Deviation {
  override readonly name: string = 'WrongSignature'
  readonly endpoint: Endpoint

  constructor(expected: string, found: string, endpoint: Endpoint) {
    super(expected, found)
    this.endpoint = endpoint
  }
}

/** Asserts that a request is signed correctly, with the secrets of its consumer and token. */
export function assertSigned(received: ReceivedRequest, { consumer, tokens }: Signers): void {
  const { baseString } = parseReceived(received)
  const signature = getProtocolParameter(received, 'oauth_signature')
  const method = getProtocolParameter(received, 'oauth_signature_method') ?? ''
  const token = getProtocolParameter(received, 'oauth_token') ?? ''
  if (signature === undefined) throw new Deviation('oauth_signature', 'none')
  const keys = {
    consumerSecret: consumer.secret,
    tokenSecret: tokens.get(token)?.secret ?? '',
  }
  const expected = `oauth_signature by ${method} over ${baseString}`
  const found = new WrongSignature(expected, `${signature}, which differs`, received.endpoint)
  if (method.startsWith('RSA-')) {
    const { publicKey = '' } = consumer
    if (!isRsaSignature(method, baseString, { signature, publicKey })) throw found
    return
  }
  let isRight: boolean
  try {
    isRight = toBuffer(createSignature(method, baseString, keys)).equals(toBuffer(signature))
  } catch (error) {
    throw new Deviation('a known oauth_signature_method', String(error))
  }
  if (!isRight) throw found
}

/** Returns the other parameters of a request, in query and form. */
export function getContent(received: ReceivedRequest): {
  readonly query: ProtocolParameters
  readonly form: ProtocolParameters
} {
  const { query, form } = parseReceived(received)
  const selectOwn = (pairs: readonly Pair[]): ProtocolParameters =>
    decodePairs(pairs).filter(([name]) => !name.startsWith('oauth_'))
  return { query: selectOwn(query), form: selectOwn(form) }
}

/** Asserts that a request has each protocol parameter once. */
export function assertEachOnce(received: ReceivedRequest): void {
  const names = getProtocolParameters(received).map(([name]) => name)
  const repeated = names.find((name, index) => names.indexOf(name) !== index)
  if (repeated !== undefined) throw new Deviation('each once', `${repeated} more than once`)
}

/** Asserts that the protocol parameters of a request are in one place. */
export function assertOnePlace(received: ReceivedRequest): void {
  const { header, query, form } = parseReceived(received)
  const places = [header ?? [], query, form].filter((pairs) =>
    pairs.some(([name]) => String(name).startsWith('oauth_')),
  )
  if (places.length !== 1) throw new Deviation('one place', `${places.length} places`)
}

/** Asserts that no two requests have the same nonce. */
export function assertNoncesDiffer(requests: readonly ReceivedRequest[]): void {
  const nonces = requests
    .map((received) => getProtocolParameter(received, 'oauth_nonce'))
    .filter((nonce) => nonce !== undefined)
  if (new Set(nonces).size === nonces.length) return
  throw new Deviation('a new nonce in each request', nonces.join(', '))
}

/** Reports whether a request has a secret in its URL, a header or its body, in the usual encodings. */
export function hasSecret({ message }: ReceivedRequest, secrets: readonly string[]): boolean {
  const headers = message.headers.map(([, value]) => value)
  return containsSecret(
    [message.target, ...headers, Buffer.from(message.body).toString('utf8')].join('\n'),
    secrets,
  )
}

/** Reports whether a string has a secret, in the usual encodings. */
export function containsSecret(string: string, secrets: readonly string[]): boolean {
  return secrets
    .filter((secret) => secret.length >= MIN_SECRET_CHARACTERS)
    .flatMap((secret) => [
      secret,
      percentEncode(secret),
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
      Buffer.from(secret).toString('base64').replaceAll('=', ''),
    ])
    .some((secret) => string.includes(secret))
}

/** Describes the credentials in a request; `undefined` if there are none. */
export function findCredentials(
  received: ReceivedRequest,
  secrets: readonly string[],
): string | undefined {
  const { message } = received
  if (getHeaderValues(message, 'authorization').some((value) => /oauth/i.test(value))) {
    return 'an Authorization header'
  }
  const body = Buffer.from(message.body).toString('utf8')
  const headers = message.headers.map(([, value]) => value)
  const shown = [message.target, isForm(message) ? body : '', ...headers].join('\n')
  if (/oauth_(?:signature|consumer_key|token)=/.test(shown)) {
    return 'protocol parameters'
  }
  return secrets.some(
    (secret) => body.includes(encodeURIComponent(secret)) || body.includes(secret),
  )
    ? 'a password'
    : undefined
}

/** Decodes pairs to strings. */
export function decodePairs(pairs: readonly Pair[]): ProtocolParameters {
  return pairs.map(([name, value]) => [
    Buffer.from(name as Uint8Array).toString('utf8'),
    Buffer.from(value as Uint8Array).toString('utf8'),
  ])
}
