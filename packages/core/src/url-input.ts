/** A URL as a string, or a `URL` object as far as it is read. */
export type UrlInput =
  | string
  | {
      /** The whole URL. */
      readonly href: string
      /** The scheme, the host and the port. */
      readonly origin: string
    }

/** Returns a URL as a string. @internal */
export function toUrlString(url: UrlInput): string {
  return typeof url === 'string' ? url : url.href
}
