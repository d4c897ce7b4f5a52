import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

/** The stored form of a password. */
export interface PasswordHash {
  readonly salt: Buffer
  readonly digest: Buffer
}

const DIGEST_BYTES = 32
// 16 MiB and five passes: one of the settings that OWASP's Password Storage Cheat Sheet recommends for scrypt.
const COST = { N: 16_384, r: 8, p: 5 }

/** Hashes a password, slowly on purpose. */
export async function hashPassword(password: string): Promise<PasswordHash> {
  const salt = randomBytes(16)
  return { salt, digest: await digestOf(password, salt) }
}

/** Returns whether a password matches its hash. */
export async function isPassword(password: string, hash: PasswordHash): Promise<boolean> {
  return timingSafeEqual(await digestOf(password, hash.salt), hash.digest)
}

function digestOf(password: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password, salt, DIGEST_BYTES, COST, (error, digest) => {
      if (error) reject(error)
      else resolve(digest)
    })
  })
}
