import { createHash } from 'node:crypto'

/** Computes `oauth_body_hash` (OAuth Request Body Hash 1.0, section 3.2): the base64 of the body's hash. */
export function computeBodyHash(
  body: Uint8Array | string,
  hash: 'sha1' | 'sha256' | 'sha512',
): string {
  return createHash(hash).update(body).digest('base64')
}
