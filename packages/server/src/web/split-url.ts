// An asterisk is the target of OPTIONS for a whole server (RFC 9112, section 3.2.4).
const ORIGIN = /^https?:\/\/([^/?#*]*)/i

/** The parts of the URL of a `Request`, unchanged. */
export interface UrlParts {
  /** The host, with its port if it has one. */
  readonly authority: string
  /** The path and the query, as a request line has them. */
  readonly target: string
}

/** Splits the URL of a `Request`. Parsing it once more could change it. */
export function splitUrl(url: string): UrlParts {
  const [origin, authority = ''] = ORIGIN.exec(url) ?? ['']
  const rest = url.slice(origin.length)
  return { authority, target: rest === '' || rest.startsWith('?') ? `/${rest}` : rest }
}
