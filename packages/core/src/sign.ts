import { signatureBaseString } from './base-string.js'
import { splitUrl } from './base-string-uri.js'
import { bodyHash } from './body-hash.js'
import { resolveSignatureMethod } from './built-in-methods.js'
import type { Dialect } from './dialect.js'
import { formBodyParameters } from './form-body.js'
import { parseForm } from './form.js'
import { createNonce } from './nonce.js'
import { refuseDuplicates } from './parameters.js'
import type { HeaderList, ParameterList } from './parameters.js'
import type { RsaKey } from './rsa-key.js'
import type { SignatureMethod } from './signature-method.js'
import { signingKey } from './signing-key.js'
import { refuseMisfits, transmit } from './transmission.js'
import type { Unsigned } from './transmission.js'
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
  readonly body: string | Uint8Array<ArrayBuffer> | null
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
  const method = resolveSignatureMethod(options.signatureMethod ?? 'HMAC-SHA1')
  const transmission = options.transmission ?? 'header'
  const unsigned = {
    method: request.method,
    url: typeof request.url === 'string' ? wireUrl(request.url) : request.url.href,
    headers: request.headers ?? [],
    body: request.body,
  }
  refuseMisfits(unsigned, transmission, options)
  const form = formBodyParameters(unsigned)
  const protocol = await protocolParameters({ unsigned, credentials, options, method })
  refuseDuplicates([...parseForm(splitUrl(unsigned.url).query), ...form, ...protocol])

  const input = {
    method: unsigned.method,
    url: unsigned.url,
    parameters: [...form, ...protocol],
  }
  const { dialect } = options
  const baseString = dialect?.baseString ? dialect.baseString(input) : signatureBaseString(input)
  const signature = await method.sign(baseString, {
    ...secretsOf(credentials, method),
    signingKey: signingKey(
      credentials.consumer.secret ?? '',
      credentials.token?.secret ?? '',
      dialect,
    ),
  })
  const parameters: ParameterList = [...protocol, ['oauth_signature', signature]]
  return { ...transmit(unsigned, parameters, options), parameters, baseString, signature }
}

async function protocolParameters(context: {
  readonly unsigned: Unsigned
  readonly credentials: Credentials
  readonly options: SignRequestOptions
  readonly method: SignatureMethod
}): Promise<ParameterList> {
  const { credentials, options, method } = context
  const values: readonly (readonly [name: string, value: string | undefined])[] = [
    ['oauth_consumer_key', credentials.consumer.key],
    ['oauth_token', credentials.token?.key],
    ['oauth_signature_method', method.name],
    ['oauth_timestamp', String(options.timestampSeconds ?? Math.floor(Date.now() / 1000))],
    ['oauth_nonce', options.nonce ?? createNonce()],
    ['oauth_version', options.version === false ? undefined : '1.0'],
    ['oauth_callback', options.callback],
    ['oauth_verifier', options.verifier],
    [
      'oauth_body_hash',
      options.bodyHash === true && method.bodyHash !== undefined
        ? await bodyHash(context.unsigned.body ?? '', method.bodyHash)
        : undefined,
    ],
    ...(options.parameters ?? []),
  ]
  return values.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))
}

function secretsOf(
  { consumer, token }: Credentials,
  method: SignatureMethod,
): {
  readonly consumerSecret: string
  readonly tokenSecret: string
  readonly privateKey: RsaKey | undefined
} {
  if (method.family === 'shared-secret' && consumer.secret === undefined) {
    throw new TypeError(`${method.name} signs with consumer.secret, which is missing`)
  }
  return {
    consumerSecret: consumer.secret ?? '',
    tokenSecret: token?.secret ?? '',
    privateKey: consumer.privateKey,
  }
}
