import type * as Rsa from '#rsa'

import { loadPart } from './load-part.js'

/** Loads the code for RSA keys, without which a bundle for HMAC is an eighth smaller. */
export function loadRsa(): Promise<typeof Rsa> {
  return loadPart('RSA keys', () => import('#rsa'))
}
