import { argumentError } from './argument-error.js'
import { isCanonicalBase64 } from './is-canonical-base64.js'
import { loadRsa } from './load-rsa.js'
import type { RsaScheme } from './rsa-key.js'
import type { SignatureMethod } from './signature-method.js'

// The options of signRequest and verifySignature, as errors name them.
const PRIVATE_KEY = 'credentials.consumer.privateKey'
const PUBLIC_KEY = 'each of keys.publicKeys'

function createRsaMethod(
  name: string,
  hash: RsaScheme['hash'],
  algorithm: RsaScheme['algorithm'] = 'RSASSA-PKCS1-v1_5',
): SignatureMethod {
  const scheme = { algorithm, hash }
  return Object.freeze<SignatureMethod>({
    name,
    family: 'public-key',
    bodyHash: hash,
    sign(baseString, { privateKey }) {
      if (privateKey === undefined) {
        throw argumentError(
          `${PRIVATE_KEY} must be given, because ${name} signs with it`,
          'ERR_INVALID_ARG_TYPE',
        )
      }
      const named = { key: privateKey, option: PRIVATE_KEY }
      return loadRsa().then(({ signRsaBase64 }) => signRsaBase64(scheme, named, baseString))
    },
    verify({ baseString, signature }, { publicKey }) {
      if (publicKey === undefined || !isCanonicalBase64(signature)) return false
      const named = { key: publicKey, option: PUBLIC_KEY }
      const signed = { text: baseString, signature }
      return loadRsa().then(({ verifyRsaBase64 }) => verifyRsaBase64(scheme, named, signed))
    },
  })
}

/**
 * The method `RSA-SHA1` (RSASSA-PKCS1-v1_5).
 *
 * @see [RFC 5849, section 3.4.3](https://www.rfc-editor.org/rfc/rfc5849#section-3.4.3)
 */
export const RSA_SHA1: SignatureMethod = /* @__PURE__ */ createRsaMethod('RSA-SHA1', 'SHA-1')

/**
 * The method `RSA-SHA256`: as RSA-SHA1 with SHA-256, the way Mastercard uses it.
 *
 * @see [RFC 5849, section 3.4.3](https://www.rfc-editor.org/rfc/rfc5849#section-3.4.3)
 */
export const RSA_SHA256: SignatureMethod = /* @__PURE__ */ createRsaMethod('RSA-SHA256', 'SHA-256')

/**
 * The method `RSA-SHA512`: as RSA-SHA1 with SHA-512.
 *
 * @see [RFC 5849, section 3.4.3](https://www.rfc-editor.org/rfc/rfc5849#section-3.4.3)
 */
export const RSA_SHA512: SignatureMethod = /* @__PURE__ */ createRsaMethod('RSA-SHA512', 'SHA-512')

/**
 * The method `RSA-PSS`: RSASSA-PSS with SHA-256, MGF1 with SHA-256 and a salt of 32 bytes, as Mastercard
 * uses it. Each signature of the same request is different.
 *
 * @see [RFC 8017, section 8.1](https://www.rfc-editor.org/rfc/rfc8017#section-8.1)
 */
export const RSA_PSS: SignatureMethod = /* @__PURE__ */ createRsaMethod(
  'RSA-PSS',
  'SHA-256',
  'RSA-PSS',
)
