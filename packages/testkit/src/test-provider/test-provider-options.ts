import type { UnmaskedRequest } from './recorded-request.js'

/** A response that replaces the usual one. */
export interface ScriptedResponse {
  /** The problem that `WWW-Authenticate` and the body report. */
  readonly problem?: string | undefined
  /** The status. 401 by default. */
  readonly status?: number | undefined
  /** Headers. */
  readonly headers?: readonly (readonly [name: string, value: string])[] | undefined
  /** The body, if it is not to report the problem. */
  readonly body?: string | undefined
}

/** The options of a test provider. */
export interface TestProviderOptions {
  /** More callbacks that the consumer may use. Callbacks on loopback hosts are always allowed. */
  readonly callbacks?: readonly string[] | undefined
  /** The signature methods that the consumer may use. The HMAC methods by default. */
  readonly signatureMethods?: readonly string[] | undefined
  /** The RSA public key or certificate of the consumer as PEM, if it signs with RSA. */
  readonly publicKey?: string | undefined
  /** The password of the user `jane`, for xAuth. `sesame` by default. */
  readonly password?: string | undefined
  /** The lifetime of access tokens, which can then be renewed. By default they do not expire. */
  readonly accessTokenLifetimeSeconds?: number | undefined
  /** Creates the response of a protected resource; `{"user":"jane"}` by default. */
  readonly resource?: ((request: UnmaskedRequest) => Omit<ScriptedResponse, 'problem'>) | undefined
}
