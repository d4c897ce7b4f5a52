/** The options for parsing an HTTP/1.1 request. */
export interface ReadHttpOptions {
  /** The scheme of the request. Defaults to `http` for loopback hosts and `https` for others. */
  readonly scheme?: 'http' | 'https' | undefined
}
