import { computeHmacBase64 } from '#crypto'

import { constantTimeEqual } from './constant-time.js'
import type { HashName } from './rsa-key.js'
import type { SignatureMethod } from './signature-method.js'

function createHmacMethod(name: string, hash: HashName): SignatureMethod {
  return Object.freeze<SignatureMethod>({
    name,
    family: 'shared-secret',
    bodyHash: hash,
    sign: (baseString, keys) => computeHmacBase64(hash, keys.signingKey, baseString),
    verify: ({ baseString, signature }, keys) =>
      judge(computeHmacBase64(hash, keys.signingKey, baseString), signature),
  })
}

// Synchronous if the platform is: a promise costs more than the hash.
function judge(expected: string | Promise<string>, received: string): boolean | Promise<boolean> {
  return typeof expected === 'string'
    ? constantTimeEqual(expected, received)
    : expected.then((text) => constantTimeEqual(text, received))
}

/**
 * The method `HMAC-SHA1`.
 *
 * @see [RFC 5849, section 3.4.2](https://www.rfc-editor.org/rfc/rfc5849#section-3.4.2)
 */
export const HMAC_SHA1: SignatureMethod = /* @__PURE__ */ createHmacMethod('HMAC-SHA1', 'SHA-1')

/**
 * The method `HMAC-SHA256`: as HMAC-SHA1 with SHA-256, the way NetSuite, Magento and others use it.
 *
 * @see [RFC 5849, section 3.4.2](https://www.rfc-editor.org/rfc/rfc5849#section-3.4.2)
 */
export const HMAC_SHA256: SignatureMethod = /* @__PURE__ */ createHmacMethod(
  'HMAC-SHA256',
  'SHA-256',
)

/**
 * The method `HMAC-SHA512`: as HMAC-SHA1 with SHA-512.
 *
 * @see [RFC 5849, section 3.4.2](https://www.rfc-editor.org/rfc/rfc5849#section-3.4.2)
 */
export const HMAC_SHA512: SignatureMethod = /* @__PURE__ */ createHmacMethod(
  'HMAC-SHA512',
  'SHA-512',
)
