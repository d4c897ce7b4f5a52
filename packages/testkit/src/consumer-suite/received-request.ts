import { Deviation } from '../checks/deviation.js'
import {
  toBuffer,
  isForm,
  isRsaSignature,
  parseMessage,
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
export function getProtocolParameters(received: ReceivedRequest): ProtocolParameters {
  const { header = [], query, form } = parseReceived(received)
  return decodePairs([...header, ...query, ...form]).filter(([name]) => name.startsWith('oauth_'))
}

/** Returns the value of a protocol parameter, or `undefined`. */
export function getProtocolParameter(received: ReceivedRequest, name: string): string | undefined {
  return getProtocolParameters(received).find(([given]) => given === name)?.[1]
}

/** Asserts that a request is signed correctly, with the secrets of its Consumer and token. */
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
  const found = new Deviation(expected, `${signature}, which differs`)
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
  if (
    /oauth_(?:signature|consumer_key|token)=/.test(message.target + (isForm(message) ? body : ''))
  ) {
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
