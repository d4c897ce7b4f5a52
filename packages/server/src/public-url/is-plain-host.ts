const PLAIN_HOST = /^(?:[\w.-]+|\[[\da-f:.]+\])$/i

/**
 * Returns whether the host of a URL consists of letters, digits, hyphens and dots, or is an IPv6 address. URL
 * parsers also accept characters that have a meaning in a header, such as a semicolon.
 *
 * @see [URL Standard, host parsing](https://url.spec.whatwg.org/#host-parsing)
 */
export function isPlainHost({ hostname }: URL): boolean {
  return PLAIN_HOST.test(hostname)
}
