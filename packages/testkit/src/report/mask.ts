import { percentEncode } from '../reference/index.js'

const MASK = '••••••'
const SHORTEST_SECRET = 4

/** Collects what must never be read in a report, and takes it out of texts. */
export interface Mask {
  /** Remembers a secret: a Consumer's, a token's, a password. */
  add(secret: string): void
  /** Replaces every secret in a text, however it is encoded there. */
  apply(text: string): string
}

/** Creates a mask. */
export function createMask(): Mask {
  const hidden = new Set<string>()
  return {
    add(secret) {
      // What is shorter would blot out half of every page, and is no secret.
      if (secret.length < SHORTEST_SECRET) return
      // Node reads headers octet by octet.
      const octets = Buffer.from(secret).toString('latin1')
      const once = percentEncode(secret)
      for (const encoded of [secret, octets, once, percentEncode(once)]) {
        hidden.add(encoded)
      }
    },
    apply(text) {
      let masked = text
      const longestFirst = [...hidden].sort((one, other) => other.length - one.length)
      for (const secret of longestFirst) masked = masked.replaceAll(secret, MASK)
      return masked
    },
  }
}
