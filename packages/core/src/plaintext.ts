import { constantTimeEqual } from './constant-time.js'
import type { SignatureMethod } from './signature-method.js'

/**
 * The method `PLAINTEXT`: the signature is the secrets themselves, so it needs TLS. It
 * covers nothing of the request, and `oauth_body_hash` is ignored.
 *
 * @see [RFC 5849, section 3.4.4](https://www.rfc-editor.org/rfc/rfc5849#section-3.4.4)
 */
export const PLAINTEXT: SignatureMethod = /* @__PURE__ */ Object.freeze<SignatureMethod>({
  name: 'PLAINTEXT',
  family: 'shared-secret',
  allowMissingTimestamp: true,
  sign: (_baseString, keys) => keys.signingKey,
  verify: ({ signature }, keys) => constantTimeEqual(keys.signingKey, signature),
})
