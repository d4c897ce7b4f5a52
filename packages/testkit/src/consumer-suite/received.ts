import { Departure } from '../checks/departure.js'
import {
  bufferOf,
  isForm,
  isRsaSignature,
  readMessage,
  signatureOf,
  valuesOf,
} from '../reference/index.js'
import type { Pair, ReadMessage, WireMessage } from '../reference/index.js'
import type { OriginName } from './picky-provider.js'
import type { ClientTask, ClientToken } from './task.js'

/** Which endpoint something was sent to. */
export type Endpoint = 'request-token' | 'access-token' | 'resource'

/** A request of the client. */
export interface Received {
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
export function readReceived({ message }: Received): ReadMessage {
  try {
    return readMessage(message)
  } catch (error) {
    throw new Departure(
      'a request whose parameters can be read',
      error instanceof Error ? error.message : String(error),
    )
  }
}

/** Gives the protocol parameters, wherever they stand. */
export function protocolOf(received: Received): ProtocolParameters {
  const { header = [], query, form } = readReceived(received)
  return texts([...header, ...query, ...form]).filter(([name]) => name.startsWith('oauth_'))
}

/** Gives the value of a protocol parameter; `undefined` where it is absent. */
export function protocolValue(received: Received, name: string): string | undefined {
  return protocolOf(received).find(([given]) => given === name)?.[1]
}

/** Demands that a request is signed right, with the secrets that belong to what it names. */
export function demandSigned(received: Received, { consumer, tokens }: Signers): void {
  const { baseString } = readReceived(received)
  const signature = protocolValue(received, 'oauth_signature')
  const method = protocolValue(received, 'oauth_signature_method') ?? ''
  const token = protocolValue(received, 'oauth_token') ?? ''
  if (signature === undefined) throw new Departure('oauth_signature', 'none')
  const keys = {
    consumerSecret: consumer.secret,
    tokenSecret: tokens.get(token)?.secret ?? '',
  }
  const expected = `oauth_signature by ${method} over ${baseString}`
  const found = new Departure(expected, `${signature}, which is not that`)
  if (method.startsWith('RSA-')) {
    const { publicKey = '' } = consumer
    if (!isRsaSignature(method, baseString, { signature, publicKey })) throw found
    return
  }
  let isRight: boolean
  try {
    isRight = bufferOf(signatureOf(method, baseString, keys)).equals(bufferOf(signature))
  } catch (error) {
    throw new Departure('a known oauth_signature_method', String(error))
  }
  if (!isRight) throw found
}

/** Gives what a request carries beside the protocol parameters, as asked and as a form has it. */
export function contentOf(received: Received): {
  readonly query: ProtocolParameters
  readonly form: ProtocolParameters
} {
  const { query, form } = readReceived(received)
  const own = (pairs: readonly Pair[]): ProtocolParameters =>
    texts(pairs).filter(([name]) => !name.startsWith('oauth_'))
  return { query: own(query), form: own(form) }
}

/** Gives what of a request carries credentials, in words; `undefined` where nothing does. */
export function credentialsIn(received: Received, secrets: readonly string[]): string | undefined {
  const { message } = received
  if (valuesOf(message, 'authorization').some((value) => /oauth/i.test(value))) {
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
export function texts(pairs: readonly Pair[]): ProtocolParameters {
  return pairs.map(([name, value]) => [
    Buffer.from(name as Uint8Array).toString('utf8'),
    Buffer.from(value as Uint8Array).toString('utf8'),
  ])
}
