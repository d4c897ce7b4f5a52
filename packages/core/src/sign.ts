import { joinBaseString } from './base-string.js'
import { splitUrl } from './base-string-uri.js'
import { bodyHash } from './body-hash.js'
import { resolveSignatureMethod } from './built-in-methods.js'
import type { Dialect } from './dialect.js'
import { encodeParameter, joinForBaseString } from './encoded-parameters.js'
import type { EncodedParameters } from './encoded-parameters.js'
import { formText } from './form-body.js'
import { encodedForm, parseForm } from './form.js'
import { createNonce } from './nonce.js'
import { isProtocolParameter, refuseDuplicates } from './parameters.js'
import type { HeaderList, ParameterList } from './parameters.js'
import { percentEncode } from './percent-encode.js'
import type { RsaKey } from './rsa-key.js'
import type { SignatureMethod, SigningKeys } from './signature-method.js'
import { assertSigning } from './signing-checks.js'
import { signingKey } from './signing-key.js'
import { usualParameters } from './usual-parameters.js'
import { refuseMisfits, transmit } from './transmission.js'
import { wireUrl } from './wire-url.js'

/** A request before it is signed. */
export interface UnsignedRequest {
  /** The request method. */
  readonly method: string
  /** The absolute URL with its query, written as it shall be sent. */
  readonly url: string | URL
  /** The headers. The Content-Type decides whether the body is signed. */
  readonly headers?: HeaderList | undefined
  /**
   * The body. A body that is no form is not signed, but for {@link SignRequestOptions.bodyHash}.
   */
  readonly body?: string | Uint8Array | undefined
}

/** Who signs. */
export interface Credentials {
  /** The Consumer. */
  readonly consumer: {
    /** Its key. */
    readonly key: string
    /** Its secret, for shared-secret methods. */
    readonly secret?: string | undefined
    /** Its private key, for RSA methods. */
    readonly privateKey?: RsaKey | undefined
  }
  /**
   * The token. Without one no `oauth_token` is sent; one with an empty key sends an empty
   * `oauth_token`.
   */
  readonly token?:
    | {
        /** Its key. */
        readonly key: string
        /** Its secret; may be empty. */
        readonly secret: string
      }
    | undefined
}

/** How to sign. */
export interface SignRequestOptions {
  /** The method: a name, or a method of your own. `HMAC-SHA1` by default. */
  readonly signatureMethod?: string | SignatureMethod | undefined
  /** Where the protocol parameters go. `header` by default. */
  readonly transmission?: 'header' | 'body' | 'query' | undefined
  /** The realm of the Authorization header. */
  readonly realm?: string | undefined
  /** The nonce; by default 128 random bits. */
  readonly nonce?: string | undefined
  /** The timestamp in seconds since 1970; by default now. */
  readonly timestampSeconds?: number | undefined
  /** `oauth_callback`. */
  readonly callback?: string | undefined
  /** `oauth_verifier`. */
  readonly verifier?: string | undefined
  /**
   * Whether to add `oauth_body_hash`, the hash of a body that is no form. Methods without one
   * (PLAINTEXT) add none.
   */
  readonly bodyHash?: boolean | undefined
  /** Whether to send `oauth_version=1.0`. True by default. */
  readonly version?: boolean | undefined
  /** Further protocol parameters, such as `oauth_session_handle`. */
  readonly parameters?: ParameterList | undefined
  /** How the service departs from the RFC, where it does. */
  readonly dialect?: Dialect | undefined
}

/** A signed request. It can be given to `fetch` as it is: `fetch(signed.url, signed)`. */
export interface SignedRequest {
  /** The request method as given. */
  readonly method: string
  /** The URL to send to. */
  readonly url: string
  /** The headers to send. */
  readonly headers: [name: string, value: string][]
  /** The body to send; `null` where there is none, as `fetch` has it. */
  // `fetch` wants bytes of an ArrayBuffer, which TypeScript before 5.7 cannot say: there this is a plain Uint8Array.
  readonly body: string | ReturnType<Uint8ArrayConstructor['from']> | null
  /** The protocol parameters as sent, the signature last. */
  readonly parameters: ParameterList
  /**
   * The text that was signed. It holds every form parameter: do not log it where a form carries a
   * password.
   */
  readonly baseString: string
  /** The signature, not encoded for transport. Under PLAINTEXT it is the secrets themselves. */
  readonly signature: string
}

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
 * @param request The request.
 * @param credentials The Consumer and, where there is one, the token.
 * @param options Method, place and values of the protocol parameters.
 *
 * @returns The request to send, with the base string, the protocol parameters and the signature.
 *
 * @throws `TypeError` when options and request do not fit: a secret or key is missing, an
 *   Authorization header stands there already, a form or a GET shall carry what it cannot.
 * @throws {@link OAuthError} `parameter_rejected` when the URL or the form cannot be read, or holds
 *   a protocol parameter that is to be added.
 *
 * @see [RFC 5849, section 3.1](https://www.rfc-editor.org/rfc/rfc5849#section-3.1)
 */
export async function signRequest(
  request: UnsignedRequest,
  credentials: Credentials,
  options: SignRequestOptions = {},
): Promise<SignedRequest> {
  assertSigning(request, credentials, options)
  const method = resolveSignatureMethod(options.signatureMethod ?? 'HMAC-SHA1')
  const transmission = options.transmission ?? 'header'
  const unsigned = {
    method: request.method,
    url: typeof request.url === 'string' ? wireUrl(request.url) : request.url.href,
    headers: request.headers ?? [],
    body: request.body,
  }
  refuseMisfits(unsigned, transmission, options)
  const form = formText(unsigned)
  const hash =
    options.bodyHash === true && method.bodyHash !== undefined
      ? await bodyHash(unsigned.body ?? '', method.bodyHash)
      : undefined
  const { protocol, encoded } = protocolParameters(credentials, options, {
    method: method.name,
    hash,
  })
  const { baseStringUri, query } = splitUrl(unsigned.url)
  const others = form === '' ? encodedForm(query) : encodedForm(query).concat(encodedForm(form))
  const normalized = normalizedParameters(others, { protocol, encoded, options })
  const baseString = options.dialect?.baseString
    ? options.dialect.baseString({ ...unsigned, parameters: parseForm(form).concat(protocol) })
    : joinBaseString(unsigned.method, baseStringUri, normalized)
  const signed = method.sign(baseString, signingKeys(credentials, method, options.dialect))
  const signature = typeof signed === 'string' ? signed : await signed
  protocol.push(['oauth_signature', signature])
  encoded.push(['oauth_signature', percentEncode(signature)])
  const sent = transmit(unsigned, encoded, options)
  return {
    method: sent.method,
    url: sent.url,
    headers: sent.headers,
    body: sent.body,
    parameters: protocol,
    baseString,
    signature,
  }
}

function normalizedParameters(
  others: EncodedParameters,
  added: {
    readonly protocol: ParameterList
    readonly encoded: EncodedParameters
    readonly options: SignRequestOptions
  },
): string {
  const isProtocolElsewhere = others.some(isProtocolParameter)
  // What is added here differs by itself.
  if (added.options.parameters !== undefined || isProtocolElsewhere) {
    refuseDuplicates(others.concat(added.encoded))
  }
  const usual = isProtocolElsewhere ? undefined : usualParameters(added.protocol)
  return usual === undefined
    ? joinForBaseString(others.concat(added.encoded))
    : joinForBaseString(others, usual)
}

function protocolParameters(
  { consumer, token }: Credentials,
  options: SignRequestOptions,
  computed: { readonly method: string; readonly hash: string | undefined },
): {
  readonly protocol: (readonly [name: string, value: string])[]
  readonly encoded: EncodedParameters
} {
  const protocol: (readonly [name: string, value: string])[] = []
  const encoded: EncodedParameters = []
  const add = (name: string, value: string | undefined): void => {
    if (value === undefined) return
    const parameter = [name, value] as const
    const encodedValue = percentEncode(value)
    protocol.push(parameter)
    // The names hold nothing to encode.
    encoded.push(encodedValue === value ? parameter : [name, encodedValue])
  }
  // For what is made here, and so holds nothing to encode.
  const addPlain = (name: string, value: string): void => {
    const parameter = [name, value] as const
    protocol.push(parameter)
    encoded.push(parameter)
  }
  add('oauth_consumer_key', consumer.key)
  add('oauth_token', token?.key)
  add('oauth_signature_method', computed.method)
  addPlain('oauth_timestamp', String(options.timestampSeconds ?? Math.floor(Date.now() / 1000)))
  if (options.nonce === undefined) addPlain('oauth_nonce', createNonce())
  else add('oauth_nonce', options.nonce)
  if (options.version !== false) addPlain('oauth_version', '1.0')
  add('oauth_callback', options.callback)
  add('oauth_verifier', options.verifier)
  add('oauth_body_hash', computed.hash)
  for (const parameter of options.parameters ?? []) {
    protocol.push(parameter)
    encoded.push(encodeParameter(parameter))
  }
  return { protocol, encoded }
}

function signingKeys(
  { consumer, token }: Credentials,
  method: SignatureMethod,
  dialect: Dialect | undefined,
): SigningKeys {
  if (method.family === 'shared-secret' && consumer.secret === undefined) {
    throw new TypeError(`${method.name} signs with consumer.secret, which is missing`)
  }
  const consumerSecret = consumer.secret ?? ''
  const tokenSecret = token?.secret ?? ''
  return {
    consumerSecret,
    tokenSecret,
    privateKey: consumer.privateKey,
    signingKey: signingKey(consumerSecret, tokenSecret, dialect),
  }
}
