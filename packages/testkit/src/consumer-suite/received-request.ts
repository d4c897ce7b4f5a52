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

/** Which endpoint something was sent to. */
export type Endpoint = 'request-token' | 'access-token' | 'resource'

/** A request of the client. */
export interface ReceivedRequest {
  readonly origin: OriginName
  readonly endpoint: Endpoint
  readonly message: WireMessage
}

/** The protocol parameters of a request: names and values, duplicates kept. */
export type ProtocolParameters = readonly (readonly [name: string, value: string])[]

/** Who may have signed. */
export interface Signers {
  readonly consumer: ClientTask['consumer'] & { readonly publicKey?: string | undefined }
  readonly tokens: ReadonlyMap<string, ClientToken>
}

/** Reads a request by the letter of the RFC. Throws a `Departure` where it cannot be read. */
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

/** Gives the protocol parameters, wherever they stand. */
export function getProtocolParameters(received: ReceivedRequest): ProtocolParameters {
  const { header = [], query, form } = parseReceived(received)
  return decodePairs([...header, ...query, ...form]).filter(([name]) => name.startsWith('oauth_'))
}

/** Gives the value of a protocol parameter; `undefined` where it is absent. */
export function getProtocolParameter(received: ReceivedRequest, name: string): string | undefined {
  return getProtocolParameters(received).find(([given]) => given === name)?.[1]
}

/** Demands that a request is signed right, with the secrets that belong to what it names. */
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
  const found = new Deviation(expected, `${signature}, which is not that`)
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

/** Gives what a request carries beside the protocol parameters, as asked and as a form has it. */
export function getContent(received: ReceivedRequest): {
  readonly query: ProtocolParameters
  readonly form: ProtocolParameters
} {
  const { query, form } = parseReceived(received)
  const selectOwn = (pairs: readonly Pair[]): ProtocolParameters =>
    decodePairs(pairs).filter(([name]) => !name.startsWith('oauth_'))
  return { query: selectOwn(query), form: selectOwn(form) }
}

/** Gives what of a request carries credentials, in words; `undefined` where nothing does. */
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

/** Gives pairs as texts. */
export function decodePairs(pairs: readonly Pair[]): ProtocolParameters {
  return pairs.map(([name, value]) => [
    Buffer.from(name as Uint8Array).toString('utf8'),
    Buffer.from(value as Uint8Array).toString('utf8'),
  ])
}
