/**
 * The signature of OAuth 1.0a, as RFC 5849 defines it: signing, verifying, and each step between.
 * No dependency, any runtime.
 *
 * @module
 */
export { formatAuthorizationHeader, parseAuthorizationHeader } from './authorization-header.js'
export type { AuthorizationHeader } from './authorization-header.js'
export { baseStringUri } from './base-string-uri.js'
export { signatureBaseString } from './base-string.js'
export type { BaseStringInput } from './base-string.js'
export { bodyHash } from './body-hash.js'
export { SIGNATURE_METHODS } from './built-in-methods.js'
export { collectRequest } from './collect-request.js'
export type { CollectedRequest, ReceivedRequest } from './collect-request.js'
export { constantTimeEqual } from './constant-time.js'
export type { Dialect } from './dialect.js'
export { digest, keyedDigest } from './digest.js'
export { isOAuthError, OAuthError, problemOf } from './errors.js'
export type { ProblemDetails } from './errors.js'
export { hasFormContentType } from './form-content-type.js'
export { formatForm, parseForm } from './form.js'
export { headerValues } from './header-values.js'
export { HMAC_SHA1, HMAC_SHA256, HMAC_SHA512 } from './hmac.js'
export { createNonce } from './nonce.js'
export { isProtocolParameter, normalizeParameters, parameterValue } from './parameters.js'
export type { HeaderList, ParameterList } from './parameters.js'
export { percentDecode, percentEncode } from './percent-encode.js'
export { PLAINTEXT } from './plaintext.js'
export { formatProblem, parseProblem, PROBLEMS } from './problems.js'
export type { Problem, ProblemCode, ProblemMeaning } from './problems.js'
export { rsaKeyBits } from './rsa-key-bits.js'
export type { CryptoKeyLike, HashName, RsaKey } from './rsa-key.js'
export { RSA_SHA1, RSA_SHA256, RSA_SHA512 } from './rsa.js'
export { signRequest } from './sign.js'
export type { Credentials, SignedRequest, SignRequestOptions, UnsignedRequest } from './sign.js'
export { signatureMethodRegistry } from './signature-method.js'
export type {
  SignatureMethod,
  SignatureMethodRegistry,
  SigningKeys,
  VerificationKeys,
} from './signature-method.js'
export { requireProtocolParameters } from './required-parameters.js'
export { bodyHashMatches, signatureMatches, verifySignature } from './verify.js'
export type { KnownKeys, VerifySignatureOptions, VerifySignatureResult } from './verify.js'
export { wireUrl } from './wire-url.js'
