/** How a request of HTTP/1.1 is read. */
export interface ReadHttpOptions {
  /** The scheme that it was sent by. `http` for loopback hosts by default, `https` for others. */
  readonly scheme?: 'http' | 'https' | undefined
}
