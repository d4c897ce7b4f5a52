import type { HeaderList } from './header-list.js'
import { findHeaderValues } from './find-header-values.js'

/**
 * Returns whether a body has a content-coding. The names are case-insensitive, and `identity` does
 * not count (RFC 9110, sections 8.4.1 and 12.5.3).
 *
 * @internal
 */
export function hasContentCoding(headers: HeaderList): boolean {
  return findHeaderValues(headers, 'content-encoding')
    .flatMap((value) => value.split(','))
    .map((coding) => coding.trim().toLowerCase())
    .some((coding) => coding !== '' && coding !== 'identity')
}
