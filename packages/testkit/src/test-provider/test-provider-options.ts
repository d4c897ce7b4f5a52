import type { UnmaskedRequest } from './recorded-request.js'

/** An answer that takes the place of the usual one. */
export interface ScriptedResponse {
  /** The problem that is reported in `WWW-Authenticate` and in the body. */
  readonly problem?: string | undefined
  /** The status. 401 by default. */
  readonly status?: number | undefined
  /** Headers. */
  readonly headers?: readonly (readonly [name: string, value: string])[] | undefined
  /** The body, where it is not to report the problem. */
  readonly body?: string | undefined
}

/** How a test provider is made. */
export interface TestProviderOptions {
  /** Callbacks beyond this machine that the Consumer may name; those of loopback hosts it always may. */
  readonly callbacks?: readonly string[] | undefined
  /** The signature methods that the Consumer may use. Those of HMAC by default. */
  readonly signatureMethods?: readonly string[] | undefined
  /** The Consumer's RSA public key or certificate as PEM, for a Consumer that signs with RSA. */
  readonly publicKey?: string | undefined
  /** The password of the User `jane`, for xAuth. `sesame` by default. */
  readonly password?: string | undefined
  /** How long Access Tokens live. Without end by default; with it they can be renewed. */
  readonly accessTokenLifetimeSeconds?: number | undefined
  /** What resources answer; `{"user":"jane"}` by default. */
  readonly resource?: ((request: UnmaskedRequest) => Omit<ScriptedResponse, 'problem'>) | undefined
}
