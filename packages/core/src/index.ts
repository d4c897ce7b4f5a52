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
export type { BaseStringInput, BaseStringRequest } from './base-string-input.js'
export { bodyHash } from './body-hash.js'
export type { BodyInput, BytesInput, FormInput, UnreadBody } from './body-input.js'
export { SIGNATURE_METHODS } from './built-in-methods.js'
export { collectRequest } from './collect-request.js'
export type { CollectedRequest, ReceivedRequest, ReceivedRequestInput } from './received-request.js'
export { constantTimeEqual } from './constant-time.js'
export type { Dialect } from './dialect.js'
export { isOAuthError, OAuthError } from './errors.js'
export type { ProblemDetails } from './errors.js'
export { parseForm } from './form.js'
export { formatForm } from './format-form.js'
export { headerValues } from './header-values.js'
export { HMAC_SHA1, HMAC_SHA256, HMAC_SHA512 } from './hmac.js'
export { createNonce } from './nonce.js'
export { normalizeParameters, parameterValue } from './parameters.js'
export type { HeaderList } from './header-list.js'
export type { HeadersInput, PairsLike, PairsRecord, ParametersInput } from './pairs-input.js'
export type { ParameterList } from './parameter-list.js'
export type { OAuthErrorCode } from './oauth-error-code.js'
export { percentDecode, percentEncode } from './percent-encode.js'
export { PLAINTEXT } from './plaintext.js'
export { PROBLEMS } from './problems.js'
export type { Problem, ProblemCode } from './problem.js'
export type { ProblemMeaning } from './problems.js'
export type {
  CryptoKeyLike,
  EncryptedKey,
  HashName,
  KeyObjectLike,
  RsaKey,
  RsaPrivateKey,
} from './rsa-key.js'
export { RSA_PSS, RSA_SHA1, RSA_SHA256, RSA_SHA512 } from './rsa.js'
export { signRequest } from './sign.js'
export type { Credentials, SignedRequest, SignRequestOptions, UnsignedRequest } from './signing.js'
export type { SignatureMethod, SigningKeys, VerificationKeys } from './signature-method.js'
export { verifySignature } from './verify.js'
export type { KnownKeys, VerifySignatureOptions, VerifySignatureResult } from './verification.js'
export type { UrlInput } from './url-input.js'
export type { WebRequest } from './web-request.js'
