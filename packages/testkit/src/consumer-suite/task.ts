/** What a client can be asked to do. */
export type TaskName =
  'describe' | 'authorize' | 'callback' | 'verifier' | 'fetch' | 'xauth' | 'renew'

/** A token and its secret, as tasks and their answers have them. */
export interface ClientToken {
  /** The token; on the wire `oauth_token`. */
  readonly key: string
  /** Its secret. */
  readonly secret: string
  /** What it can be renewed with; on the wire `oauth_session_handle`. */
  readonly sessionHandle?: string | undefined
}

/** What the client under test is asked to do: one line of JSON. Each holds all that it needs. */
export interface ClientTask {
  /** The number of the task; its answer repeats it. */
  readonly id: number
  /** What to do. */
  readonly task: TaskName
  /** The three URLs of the provider. */
  readonly provider: {
    /** Where Request Tokens are given. */
    readonly requestTokenUrl: string
    /** The page on which the User decides. */
    readonly authorizeUrl: string
    /** Where Access Tokens are given. */
    readonly accessTokenUrl: string
  }
  /** The Consumer. `privateKey` (PKCS#8 PEM) is there for RSA. */
  readonly consumer: {
    /** The key; on the wire `oauth_consumer_key`. */
    readonly key: string
    /** The secret. */
    readonly secret: string
    /** The private key, PKCS#8 PEM. */
    readonly privateKey?: string | undefined
  }
  /** The signature method to use. */
  readonly signatureMethod: string
  /** Where the protocol parameters go. */
  readonly transmission: 'header' | 'form' | 'query'
  /** Whether to send `oauth_body_hash`. */
  readonly bodyHash: boolean
  /** A file with the certificate of the provider's https URLs, PEM. */
  readonly certificateFile: string
  /** What the User's browser holds: what the client gave with its last answer to this browser. */
  readonly browser?: unknown
  /** authorize: the callback, or `oob`. */
  readonly callback?: string | undefined
  /** callback: where the browser arrived. fetch: what to request. */
  readonly url?: string | undefined
  /** verifier: what the User typed. */
  readonly verifier?: string | undefined
  /** fetch, renew: the Access Token; none for a request of the Consumer alone. */
  readonly token?: ClientToken | undefined
  /** fetch: the method. */
  readonly method?: string | undefined
  /** fetch: the fields of a form to send. */
  readonly form?: readonly (readonly [name: string, value: string])[] | undefined
  /** fetch: another body to send. */
  readonly body?: string | undefined
  /** fetch: its Content-Type. */
  readonly contentType?: string | undefined
  /** xauth: the User. */
  readonly username?: string | undefined
  /** xauth: the password. */
  readonly password?: string | undefined
}

/** What the client answers: one line of JSON. */
export interface ClientResult {
  /** Why it did not do it, in its own words. */
  readonly error?: string | undefined
  /** authorize: where it sends the User. */
  readonly url?: string | undefined
  /** authorize, callback: what the User's browser holds from now on. */
  readonly browser?: unknown
  /** callback, verifier, xauth, renew: the Access Token. */
  readonly token?: ClientToken | undefined
  /** fetch: the status of the answer. */
  readonly status?: number | undefined
  /** describe: what the client is called. */
  readonly name?: string | undefined
  /** describe: what it can do: see {@link CLIENT_FEATURES}. */
  readonly features?: readonly string[] | undefined
}

/** A client in the same process: does a task, and gives what a program would print. */
export type ClientFunction = (task: ClientTask) => Promise<ClientResult>

/** What a client may say that it can do. */
export const CLIENT_FEATURES: readonly string[] = [
  'three-legged',
  'out-of-band',
  'fetch',
  'forms',
  'put-forms',
  'patch-forms',
  'delete-forms',
  'other-bodies',
  'two-legged',
  'xauth',
  'renewal',
  'hmac-sha256',
  'hmac-sha512',
  'rsa-sha1',
  'rsa-sha256',
  'rsa-sha512',
  'plaintext',
  'body-hash',
  'form-transmission',
  'query-transmission',
  'clock-correction',
]
