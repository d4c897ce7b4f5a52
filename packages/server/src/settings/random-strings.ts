import { argumentError, describeValue } from '@oauthplus/core/internal'

const URL_SAFE = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
// Crockford's alphabet: no letter that is mistaken for a digit.
const TYPEABLE = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** The random strings of a provider. */
export interface RandomStrings {
  /** A key of 128 bits: token keys, consumer keys, verifiers that no one types. */
  key(): string
  /** A secret of 252 bits. */
  secret(): string
  /** A verifier to be typed, of 50 bits. */
  typeable(): string
}

/** Creates random strings from random bytes. */
export function createRandomStrings(randomBytes: (count: number) => Uint8Array): RandomStrings {
  // Both alphabets have a power of two of letters, so the low bits of a byte choose one without
  // bias.
  const createString = (alphabet: string, length: number): string => {
    let text = ''
    for (const byte of readBytes(randomBytes, length)) {
      text += alphabet.charAt(byte & (alphabet.length - 1))
    }
    return text
  }
  return {
    key: () => createString(URL_SAFE, 22),
    secret: () => createString(URL_SAFE, 42),
    typeable: () => createString(TYPEABLE, 10),
  }
}

// Fewer bytes would make a secret that is easier to guess.
function readBytes(randomBytes: (count: number) => Uint8Array, count: number): Uint8Array {
  const bytes = randomBytes(count)
  if (bytes instanceof Uint8Array && bytes.length >= count) return bytes.subarray(0, count)
  throw argumentError(
    `randomBytes: the returned value must be a Uint8Array of ${count} bytes, received ${describeBytes(bytes)}`,
  )
}

function describeBytes(bytes: unknown): string {
  return bytes instanceof Uint8Array ? `one of ${bytes.length}` : describeValue(bytes)
}
