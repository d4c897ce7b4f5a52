const URL_SAFE = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
// Crockford's alphabet: no letter that is mistaken for a digit.
const TYPEABLE = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Random texts of a Provider. */
export interface RandomText {
  /** A key of 128 bits: token keys, Consumer keys, verifiers that no one types. */
  key(): string
  /** A secret of 252 bits. */
  secret(): string
  /** A verifier to be typed, of 50 bits. */
  typeable(): string
}

/** Makes random texts from random bytes. */
export function randomText(randomBytes: (count: number) => Uint8Array): RandomText {
  // Both alphabets have a power of two of letters, so the low bits of a byte choose one without
  // bias.
  const text = (alphabet: string, length: number): string =>
    Array.from(
      randomBytes(length).subarray(0, length),
      (byte) => alphabet[byte & (alphabet.length - 1)],
    ).join('')
  return {
    key: () => text(URL_SAFE, 22),
    secret: () => text(URL_SAFE, 42),
    typeable: () => text(TYPEABLE, 10),
  }
}
