/** The parts of an absolute URL, as written. */
export interface SplitUrl {
  readonly scheme: 'http' | 'https'
  /** Host and port, as in the Host header. */
  readonly host: string
  readonly path: string
  readonly query: string
}

/** Splits an absolute URL without a URL parser, which would normalize it. Throws a `RangeError`. */
export function splitUrl(url: string): SplitUrl {
  const parts = /^(https?):\/\/([^/?#@]+)((?:\/[^?#]*)?)(?:\?([^#]*))?(?:#.*)?$/is.exec(url)
  if (parts === null) throw new RangeError(`Not an absolute http or https URL: ${url}`)
  const [, scheme = '', host = '', path = '', query = ''] = parts
  return { scheme: scheme.toLowerCase() as 'http' | 'https', host, path, query }
}
