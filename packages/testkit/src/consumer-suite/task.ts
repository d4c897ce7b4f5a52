/** The name of a task for a client. */
export type TaskName =
  'describe' | 'authorize' | 'callback' | 'verifier' | 'fetch' | 'xauth' | 'renew'

/** A token and its secret in tasks and results. */
export interface ClientToken {
  /** The token; on the wire `oauth_token`. */
  readonly key: string
  /** Its secret. */
  readonly secret: string
  /** The session handle that renews it; on the wire `oauth_session_handle`. */
  readonly sessionHandle?: string | undefined
}

/** A task for the client under test: one line of JSON that contains everything the task needs. */
export interface ClientTask {
  /** The number of the task; its result repeats it. */
  readonly id: number
  /** The task. */
  readonly task: TaskName
  /** The three URLs of the provider. */
  readonly provider: {
    /** The URL that issues request tokens. */
    readonly requestTokenUrl: string
    /** The authorization page. */
    readonly authorizeUrl: string
    /** The URL that issues access tokens. */
    readonly accessTokenUrl: string
  }
  /** The consumer; with a `privateKey` for RSA. */
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
  /** The place of the protocol parameters. */
  readonly transmission: 'header' | 'form' | 'query'
  /** Whether to send `oauth_body_hash`. */
  readonly bodyHash: boolean
  /** The path of a PEM file with the certificate of the provider's https URLs. */
  readonly certificateFile: string
  /** The state of the user's browser: `browser` of the last result for this browser. */
  readonly browser?: unknown
  /** authorize: the callback, or `oob`. */
  readonly callback?: string | undefined
  /** callback: the callback URL that the browser opens. fetch: the URL to request. */
  readonly url?: string | undefined
  /** verifier: the verifier that the user typed. */
  readonly verifier?: string | undefined
  /** fetch, renew: the access token; absent for a two-legged request. */
  readonly token?: ClientToken | undefined
  /** fetch: the method. */
  readonly method?: string | undefined
  /** fetch: the fields of a form to send. */
  readonly form?: readonly (readonly [name: string, value: string])[] | undefined
  /** fetch: another body to send. */
  readonly body?: string | undefined
  /** fetch: its Content-Type. */
  readonly contentType?: string | undefined
  /** xauth: the user. */
  readonly username?: string | undefined
  /** xauth: the password. */
  readonly password?: string | undefined
}

/** The result of a task: one line of JSON. */
export interface ClientResult {
  /** Why the task failed. */
  readonly error?: string | undefined
  /** authorize: the URL that the client redirects the user to. */
  readonly url?: string | undefined
  /** authorize, callback: the new state of the user's browser. */
  readonly browser?: unknown
  /** callback, verifier, xauth, renew: the access token. */
  readonly token?: ClientToken | undefined
  /** fetch: the status of the response. */
  readonly status?: number | undefined
  /** describe: the name of the client. */
  readonly name?: string | undefined
  /** describe: its features, see {@link CLIENT_FEATURES}. */
  readonly features?: readonly string[] | undefined
}

/** A client in the same process: runs a task and resolves with its result. */
export type ClientFunction = (task: ClientTask) => Promise<ClientResult>

/** The features that a client may declare. */
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
