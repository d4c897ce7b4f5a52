/**
 * Gives a path of this site to go to after the login, `/` for anything else. Browsers read a second slash, and any
 * backslash, as the beginning of another host, and drop tabs and line breaks before they look.
 */
export function toLocalPath(value: unknown): string {
  return typeof value === 'string' && /^\/(?!\/)[\x21-\x5b\x5d-\x7e]*$/.test(value) ? value : '/'
}
