const IGNORED = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}\u0300-\u036f]/gu
const SPACES = /\s+/gu

/**
 * Returns one spelling of all usernames that an application may take for the same, so that guesses
 * are counted together: compatibility forms, case (with `ß` as `ss`, `ſ` as `s`, and `i` with or
 * without a dot), accents, invisible characters and spaces make no difference.
 */
export function normalizeUsername(username: string): string {
  const plain = username.normalize('NFKD').replace(IGNORED, '')
  // Lower case first: a capital ẞ stays as it is in upper case, of which ß is SS.
  return plain.toLowerCase().toUpperCase().replace(SPACES, ' ').trim()
}
