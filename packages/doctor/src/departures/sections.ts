/** Names a section of RFC 5849. */
export function citeRfc(section: string): string {
  return `RFC 5849, section ${section}`
}

/** The section of the body hash extension that specifies what is hashed and how it is sent. */
export const BODY_HASH = 'OAuth Request Body Hash, section 3.2'
