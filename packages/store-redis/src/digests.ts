import { createHash } from 'node:crypto'

/** Returns a tag for a string: the first 128 bits of its SHA-256, as 22 letters of base64url. */
export function createTag(value: string): string {
  return createHash('sha256').update(value).digest('base64url').slice(0, 22)
}

/** Returns the name by which a server knows a script: its SHA-1, in hexadecimal. */
export function createScriptName(script: string): string {
  return createHash('sha1').update(script).digest('hex')
}
