/**
 * Returns a path of this site to open after the login, or `/` for anything else. Browsers treat a
 * second slash, and any backslash, as the start of a host name, after they have removed tabs and
 * line breaks.
 */
export function toLocalPath(value: unknown): string {
  return typeof value === 'string' && /^\/(?!\/)[\x21-\x5b\x5d-\x7e]*$/.test(value) ? value : '/'
}
