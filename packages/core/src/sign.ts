import { argumentError, nameError } from './argument-error.js'
import { joinBaseString } from './base-string.js'
import { bodyHash } from './body-hash.js'
import type { UnreadBody } from './body-input.js'
import { isPlainUnsigned, readUnsignedWebRequest, toPlainUnsigned } from './plain-unsigned.js'
import type { ParameterList } from './parameter-list.js'
import { toPairs } from './to-pairs.js'
import { isWebRequest } from './web-request.js'
import type { WebRequest } from './web-request.js'
import { resolveSignatureMethod } from './built-in-methods.js'
import { describeValue } from './describe-value.js'
import type { Dialect } from './dialect.js'
import { encodeParameter, joinForBaseString } from './encoded-parameters.js'
import type { EncodedParameters } from './encoded-parameters.js'
import { nameOption } from './name-option.js'
import { parseForm } from './form.js'
import { createNonce } from './nonce.js'
import { isProtocolParameter, refuseDuplicates } from './parameters.js'
import { percentEncode } from './percent-encode.js'
import { readUnsigned } from './read-unsigned.js'
import type { Unsigned } from './read-unsigned.js'
import { refuseMisfits } from './refuse-misfits.js'
import { refuseUnverifiable, refuseWrongBodyHash } from './refuse-unverifiable.js'
import type { SignatureMethod, SigningKeys } from './signature-method.js'
import type {
  Credentials,
  PlainSigningOptions,
  SignedRequest,
  SignRequestOptions,
  UnsignedRequest,
} from './signing.js'
import { assertSigning } from './signing-checks.js'
import { createSigningKey } from './create-signing-key.js'
import { transmit } from './transmission.js'
import { joinUsualParameters } from './join-usual-parameters.js'

/**
 * Signs a request and returns it as it must go on the wire, so that what is signed and what is sent
 * cannot differ. The URL is signed as given, never as a parser would rewrite it; inputs are never
 * changed.
 *
 * @example
 *
 * ```ts
 * const signed = await signRequest(
 *   { method: 'GET', url: 'https://photos.example/photos?size=original' },
 *   { consumer: { key, secret }, token: { key: tokenKey, secret: tokenSecret } },
 * )
 * const response = await fetch(signed.url, signed)
 * ```
 *
 * @param request The request: an object with its parts, or a `Request`, of whose body a clone is
 *   read.
 * @param credentials The Consumer and, if there is one, the token.
 * @param options Method, place and values of the protocol parameters.
 *
 * @returns The request to send, with the base string, the protocol parameters and the signature.
 *
 * @throws `TypeError` when what would come out is refused by every verifier: a secret or key is
 *   missing, a token without a key has a secret, an Authorization header stands there already, a
 *   form or a GET shall carry what it cannot, `parameters` hold a name that is taken or cannot be
 *   written, PLAINTEXT goes into the query without `allowPlaintextInQuery`, or a form or a body to
 *   hash is a stream. Its `code` is `ERR_INVALID_ARG_TYPE` if a value is of the wrong type,
 *   `ERR_INVALID_ARG_VALUE` for all else.
 * @throws {@link OAuthError} `parameter_rejected` when the URL or the form cannot be read, or holds
 *   a protocol parameter that is to be added, or any protocol parameter while those that are added
 *   stand elsewhere.
 *
 * @see [RFC 5849, section 3.1](https://www.rfc-editor.org/rfc/rfc5849#section-3.1)
 */
export function signRequest(
  request: UnsignedRequest | WebRequest,
  credentials: Credentials,
  options?: SignRequestOptions,
): Promise<SignedRequest>
export function signRequest<Unread extends UnreadBody>(
  request: UnsignedRequest<Unread>,
  credentials: Credentials,
  options?: SignRequestOptions,
): Promise<SignedRequest<Unread>>
export async function signRequest(
  request: UnsignedRequest<UnreadBody> | WebRequest,
  credentials: Credentials,
  givenOptions: SignRequestOptions = {},
): Promise<SignedRequest<UnreadBody>> {
  try {
    const read = isWebRequest(request) ? await readUnsignedWebRequest(request) : request
    assertSigning(read, credentials, givenOptions)
    const plain = isPlainUnsigned(read) ? read : toPlainUnsigned(read, givenOptions)
    const options = toPlainOptions(givenOptions)
    const method = resolveSignatureMethod(options.signatureMethod ?? 'HMAC-SHA1', 'signatureMethod')
    const { unsigned, baseStringUri, formBody, own } = readUnsigned(plain)
    refuseMisfits(unsigned, options, method)
    refuseUnverifiable(own, options)
    const hash = options.sendBodyHash === true ? await hashUnsigned(unsigned, method) : undefined
    const { protocol, encoded } = createProtocolParameters(credentials, options, {
      method: method.name,
      hash,
    })
    const others = formBody === '' ? own.query : own.query.concat(own.form)
    const isProtocolElsewhere = others.some(isProtocolParameter)
    // What is added here differs by itself, and brings the hash of this body.
    if (options.parameters !== undefined || isProtocolElsewhere) {
      const all = others.concat(encoded)
      refuseRepeated(all)
      if (hash === undefined) {
        await refuseWrongBodyHash(all, unsigned, { method, transmission: options.transmission })
      }
    }
    const baseString = options.dialect?.baseString
      ? options.dialect.baseString({
          method: unsigned.method,
          url: unsigned.url,
          parameters: parseForm(formBody).concat(protocol),
        })
      : joinBaseString(
          unsigned.method,
          baseStringUri,
          joinNormalized(others, { protocol, encoded, isProtocolElsewhere }),
        )
    const signed = method.sign(baseString, createSigningKeys(credentials, method, options.dialect))
    const signature = typeof signed === 'string' ? signed : await signed
    assertSignature(signature, method)
    protocol.push(['oauth_signature', signature])
    encoded.push(['oauth_signature', percentEncode(signature)])
    const sent = transmit(unsigned, encoded, options)
    const result = {
      method: sent.method,
      url: sent.url,
      headers: sent.headers,
      body: sent.body,
      parameters: protocol,
      baseString,
      signature,
    }
    return plain.unread === undefined ? result : addUnread(result, plain.unread as UnreadBody)
  } catch (error) {
    throw nameError('signRequest', error)
  }
}

function hashUnsigned(
  { body = '' }: Unsigned,
  method: SignatureMethod,
): Promise<string> | undefined {
  return method.bodyHash === undefined ? undefined : bodyHash(body, method.bodyHash)
}

function addUnread(signed: SignedRequest, unread: UnreadBody): SignedRequest<UnreadBody> {
  const isStream = 'getReader' in unread || Symbol.asyncIterator in unread
  return { ...signed, body: unread, ...(isStream ? { duplex: 'half' as const } : {}) }
}

function toPlainOptions(options: SignRequestOptions): PlainSigningOptions {
  const { parameters } = options
  return parameters === undefined || Array.isArray(parameters)
    ? (options as PlainSigningOptions)
    : { ...options, parameters: toPairs('signRequest', 'parameters', parameters) }
}

function joinNormalized(
  others: EncodedParameters,
  {
    protocol,
    encoded,
    isProtocolElsewhere,
  }: {
    readonly protocol: ParameterList
    readonly encoded: EncodedParameters
    readonly isProtocolElsewhere: boolean
  },
): string {
  const usual = isProtocolElsewhere ? undefined : joinUsualParameters(protocol)
  return usual === undefined
    ? joinForBaseString(others.concat(encoded))
    : joinForBaseString(others, usual)
}

function refuseRepeated(all: EncodedParameters): void {
  try {
    refuseDuplicates(all)
  } catch (error) {
    throw nameOption('parameters, request.url or request.body', error)
  }
}

function assertSignature(signature: unknown, method: SignatureMethod): void {
  if (typeof signature === 'string' && signature !== '') return
  throw argumentError(
    `signRequest: signatureMethod ${method.name} gave ${describeValue(signature)} in place of a signature. Its sign function must give a string that is not empty`,
  )
}

function createProtocolParameters(
  { consumer, token }: Credentials,
  options: PlainSigningOptions,
  computed: { readonly method: string; readonly hash: string | undefined },
): {
  readonly protocol: (readonly [name: string, value: string])[]
  readonly encoded: EncodedParameters
} {
  const protocol: (readonly [name: string, value: string])[] = []
  const encoded: EncodedParameters = []
  let option = ''
  const add = (name: string, value: string | undefined): void => {
    if (value === undefined) return
    option = name
    const parameter = [name, value] as const
    const encodedValue = percentEncode(value)
    protocol.push(parameter)
    // The names contain nothing to encode.
    encoded.push(encodedValue === value ? parameter : [name, encodedValue])
  }
  // For what is made here, and so contains nothing to encode.
  const addPlain = (name: string, value: string): void => {
    const parameter = [name, value] as const
    protocol.push(parameter)
    encoded.push(parameter)
  }
  try {
    add('oauth_consumer_key', consumer.key)
    add('oauth_token', token?.key)
    add('oauth_signature_method', computed.method)
    addPlain('oauth_timestamp', String(options.timestampSeconds ?? Math.floor(Date.now() / 1000)))
    if (options.nonce === undefined) addPlain('oauth_nonce', createNonce())
    else add('oauth_nonce', options.nonce)
    if (options.sendVersion !== false) addPlain('oauth_version', '1.0')
    add('oauth_callback', options.callback)
    add('oauth_verifier', options.verifier)
    add('oauth_body_hash', computed.hash)
    option = 'parameters'
    for (const parameter of options.parameters ?? []) {
      protocol.push(parameter)
      encoded.push(encodeParameter(parameter))
    }
  } catch (error) {
    throw nameOption(option, error)
  }
  return { protocol, encoded }
}

function createSigningKeys(
  { consumer, token }: Credentials,
  method: SignatureMethod,
  dialect: Dialect | undefined,
): SigningKeys {
  if (method.family === 'shared-secret' && consumer.secret === undefined) {
    throw argumentError(
      `credentials.consumer.secret must be given, because ${method.name} signs with it`,
      'ERR_INVALID_ARG_TYPE',
    )
  }
  const consumerSecret = consumer.secret ?? ''
  const tokenSecret = token?.secret ?? ''
  try {
    return {
      consumerSecret,
      tokenSecret,
      privateKey: consumer.privateKey,
      signingKey: createSigningKey(consumerSecret, tokenSecret, dialect),
    }
  } catch (error) {
    throw nameOption('consumer.secret or token.secret', error)
  }
}
