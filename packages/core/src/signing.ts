import type { BodyInput } from './body-input.js'
import type { Dialect } from './dialect.js'
import type { HeadersInput, ParametersInput } from './pairs-input.js'
import type { ParameterList } from './parameter-list.js'
import type { RsaPrivateKey } from './rsa-key.js'
import type { SignatureMethod } from './signature-method.js'
import type { UrlInput } from './url-input.js'

/** A request before it is signed. `Unread` are the bodies that it may have in addition to those in memory. */
export interface UnsignedRequest<Unread extends object = never> {
  /** The request method. */
  readonly method: string
  /** The absolute URL with its query, exactly as it will be sent. */
  readonly url: UrlInput
  /**
   * The headers: pairs, `Headers`, or a plain object. The Content-Type decides whether the body is
   * signed.
   */
  readonly headers?: HeadersInput | undefined
  /**
   * The body; `null` for none. `URLSearchParams` are a form. A body that is not a form is signed only
   * with {@link SignRequestOptions.sendBodyHash}; `FormData`, a `Blob` or a stream never is.
   */
  readonly body?: BodyInput | Unread | null | undefined
}

/** The credentials that sign a request. */
export interface Credentials {
  /** The consumer. */
  readonly consumer: {
    /** Its key. */
    readonly key: string
    /** Its secret, for shared-secret methods. */
    readonly secret?: string | undefined
    /** Its private key, for RSA methods. */
    readonly privateKey?: RsaPrivateKey | undefined
  }
  /**
   * The token. Without it, no `oauth_token` is sent; a token with an empty key sends an empty
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

/** The options of `signRequest`. */
export interface SignRequestOptions {
  /** The method: a name, or a custom method. `HMAC-SHA1` by default. */
  readonly signatureMethod?: string | SignatureMethod | undefined
  /** The place of the protocol parameters. `header` by default. */
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
   * Whether to add `oauth_body_hash`, the hash of a body that is not a form. Methods without a hash
   * (PLAINTEXT) do not add it. False by default.
   */
  readonly sendBodyHash?: boolean | undefined
  /** Whether to send `oauth_version=1.0`. True by default. */
  readonly sendVersion?: boolean | undefined
  /**
   * Whether PLAINTEXT may go into the query, for a server that accepts nothing else: the URL then contains
   * the secrets, and URLs are logged. False by default.
   */
  readonly allowPlaintextInQuery?: boolean | undefined
  /**
   * Further protocol parameters, such as `oauth_session_handle`. The `oauth_body_hash` of a body that
   * is sent as a stream goes here; with a `request.body` it must be the hash of that body.
   */
  readonly parameters?: ParametersInput | undefined
  /** Functions for a service that departs from the RFC. */
  readonly dialect?: Dialect | undefined
}

/**
 * A signed request, which you can pass to `fetch`: `fetch(signed.url, signed)`. `Unread` are the
 * bodies that were not read.
 */
export interface SignedRequest<Unread extends object = never> {
  /** The request method as given. */
  readonly method: string
  /** The URL to send to. */
  readonly url: string
  /** The headers to send. */
  readonly headers: [name: string, value: string][]
  /** The body to send; `null` if there is none, as `fetch` has it. */
  // `fetch` wants bytes of an ArrayBuffer, which TypeScript before 5.7 cannot say: there this is a plain Uint8Array.
  readonly body: string | ReturnType<Uint8ArrayConstructor['from']> | Unread | null
  /** The option that `fetch` requires for a body that is a stream; absent otherwise. */
  readonly duplex?: 'half'
  /** The protocol parameters as sent, the signature last. */
  readonly parameters: ParameterList
  /**
   * The base string. It contains every form parameter: do not log it if a form contains a
   * password.
   */
  readonly baseString: string
  /** The signature, not encoded for transport. With PLAINTEXT it consists of the secrets. */
  readonly signature: string
}

/** {@link SignRequestOptions} without the method, their parameters as pairs. @internal */
export type PlainSigningOptions = Omit<SignRequestOptions, 'parameters' | 'signatureMethod'> & {
  readonly parameters?: ParameterList | undefined
  /** Parameters that are signed, but sent by other means, such as the fields of a multipart form. */
  readonly unsentParameters?: ParameterList | undefined
}
