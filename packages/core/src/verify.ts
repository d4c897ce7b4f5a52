import { isMethodObject } from './argument-checks.js'
import { argumentError, nameError } from './argument-error.js'
import { assertArgument } from './assert-options.js'
import { joinBaseString } from './join-base-string.js'
import { bodyHash } from './body-hash.js'
import { resolveSignatureMethod } from './built-in-methods.js'
import { collectPlain } from './collect-request.js'
import { constantTimeEqual } from './constant-time.js'
import type { Dialect } from './dialect.js'
import { encodeSigned, encodeTwice, joinForBaseString } from './encoded-parameters.js'
import { isOAuthError, OAuthError } from './errors.js'
import { toProblem } from './to-problem.js'
import { hasFormContentType } from './form-content-type.js'
import { parameterValue } from './parameters.js'
import { isPlainReceived, readReceivedWebRequest, toPlainReceived } from './plain-received.js'
import type { PlainReceived } from './plain-received.js'
import type { CollectedRequest, ReceivedRequest, ReceivedRequestInput } from './received-request.js'
import { assertProtocolParameters } from './assert-protocol-parameters.js'
import type { RsaKey } from './rsa-key.js'
import type { SignatureMethod, VerificationKeys } from './signature-method.js'
import { createSigningKey } from './create-signing-key.js'
import { joinUsualParameters } from './join-usual-parameters.js'
import type { VerifySignatureResult, VerifySignatureOptions, KnownKeys } from './verification.js'
import { isWebRequest } from './web-request.js'
import type { WebRequest } from './web-request.js'
import { assertCollected, assertKeysOfMethod, assertVerification } from './verification-checks.js'

/**
 * Verifies the signature of a received request, and its body hash if it carries one. Compares in
 * constant time. It does not know which timestamps and nonces were seen: judge `oauth_timestamp`,
 * and record `oauth_nonce`, after it said yes.
 *
 * @example
 *
 * ```ts
 * const result = await verifySignature(
 *   { method, url, headers, body },
 *   { secrets: [consumerSecret], tokenSecrets: [tokenSecret] },
 *   { signatureMethods: ['HMAC-SHA256'] },
 * )
 * if (!result.ok) console.error(result.problem.code)
 * ```
 *
 * @param request The request as received: an object with its parts, or a `Request`, of whose body a
 *   clone is read, up to 1 MiB, if it is a form or carries a hash. Or the request as
 *   `collectRequest` took it apart.
 * @param keys The keys of the sender.
 * @param options The methods allowed, and a dialect.
 *
 * @returns The request taken apart, or the problem. A request that cannot be read is a problem too.
 *
 * @throws `TypeError` when `signatureMethods` is empty or names an unknown method, or when a key is
 *   not an RSA key.
 *
 * @see [RFC 5849, section 3.2](https://www.rfc-editor.org/rfc/rfc5849#section-3.2)
 */
export async function verifySignature(
  request: ReceivedRequestInput | WebRequest | CollectedRequest,
  keys: KnownKeys,
  options: VerifySignatureOptions,
): Promise<VerifySignatureResult> {
  assertVerification(request, keys, options)
  // Nothing allowed by default is the point of it.
  if (options.signatureMethods.length === 0) {
    throw argumentError('verifySignature: signatureMethods must list the methods that are allowed')
  }
  try {
    const allowed = options.signatureMethods.map((method) =>
      resolveSignatureMethod(method, 'signatureMethods'),
    )
    const read = isPlainReceived(request) ? { plain: request } : await readReceived(request)
    let collected = isCollected(read.plain) ? read.plain : collectPlain(read.plain)
    const name = parameterValue(collected.protocol, 'oauth_signature_method')
    const method = allowed.find((candidate) => candidate.name === name)
    assertProtocolParameters(collected.protocol, method)
    if (!method) {
      throw new OAuthError('signature_method_rejected', 'The signature method is not accepted.')
    }
    const { secrets, publicKeys, tokenSecrets } = keys
    const { dialect } = options
    const candidates = { secrets, publicKeys, tokenSecrets, method, dialect }
    const verdict = judgeSignature(collected, candidates)
    if (!(typeof verdict === 'boolean' ? verdict : await verdict)) {
      throw new OAuthError('signature_invalid', 'The signature does not match the request.')
    }
    if (parameterValue(collected.protocol, 'oauth_body_hash') !== undefined) {
      if (method.bodyHash !== undefined && read.readUnread !== undefined) {
        collected = { ...collected, body: await read.readUnread() }
      }
      if (!(await isBodyHashValid(collected, method))) {
        throw new OAuthError('signature_invalid', 'The body does not match oauth_body_hash.')
      }
    }
    return { ok: true, request: collected }
  } catch (error) {
    if (isOAuthError(error)) return { ok: false, problem: toProblem(error) }
    throw nameError('verifySignature', error)
  }
}

function readReceived(
  request: ReceivedRequestInput | WebRequest,
): PlainReceived | Promise<PlainReceived> {
  return isWebRequest(request)
    ? readReceivedWebRequest('verifySignature', request)
    : toPlainReceived('verifySignature', request)
}

// Requests of frameworks have a `protocol` as well, which is a string.
function isCollected(request: ReceivedRequest | CollectedRequest): request is CollectedRequest {
  return 'protocol' in request && Array.isArray(request.protocol)
}

/**
 * Judges the signature of a collected request by each of the keys given.
 *
 * @example
 *
 * ```ts
 * await isSignatureValid(collectRequest(request), { method: HMAC_SHA1, secrets: [consumerSecret] })
 * ```
 *
 * @param request The request taken apart.
 * @param keys The keys, the method to use and the dialect.
 *
 * @returns Whether one of the keys made the signature. Without a key of the method's family: no.
 *
 * @throws `TypeError` when a key is not an RSA key.
 *
 * @see [RFC 5849, section 3.2](https://www.rfc-editor.org/rfc/rfc5849#section-3.2)
 */
export async function isSignatureValid(
  request: CollectedRequest,
  keys: KnownKeys & { readonly method: SignatureMethod; readonly dialect?: Dialect | undefined },
): Promise<boolean> {
  assertCollected('isSignatureValid', request)
  assertKeysOfMethod('isSignatureValid', keys)
  try {
    return await judgeSignature(request, keys)
  } catch (error) {
    throw nameError('isSignatureValid', error)
  }
}

/**
 * Judges as {@link isSignatureValid} does, without looking at its arguments: those of the provider are its
 * own. Synchronous if the method is, because each promise on the way costs a twentieth of an HMAC.
 *
 * @internal
 */
export function judgeSignature(
  request: CollectedRequest,
  keys: KnownKeys & { readonly method: SignatureMethod; readonly dialect?: Dialect | undefined },
): boolean | Promise<boolean> {
  const { method, dialect } = keys
  const signed = {
    baseString: createBaseString(request, dialect),
    signature: parameterValue(request.protocol, 'oauth_signature') ?? '',
  }
  const namesToken = Boolean(parameterValue(request.protocol, 'oauth_token'))
  const candidates =
    method.family === 'public-key'
      ? listPublicKeys(keys.publicKeys ?? [])
      : listSecretKeys(keys.secrets ?? [], namesToken ? keys.tokenSecrets : [''], dialect)
  let matches = false
  const waiting: Promise<boolean>[] = []
  for (const candidate of candidates) {
    // Every key is tried: which of them matched must not show in the time.
    const verdict = method.verify(signed, candidate)
    if (typeof verdict === 'boolean') matches = verdict || matches
    else waiting.push(verdict)
  }
  if (waiting.length === 0) return matches
  return Promise.all(waiting).then((verdicts) => matches || verdicts.includes(true))
}

function listPublicKeys(publicKeys: readonly RsaKey[]): readonly VerificationKeys[] {
  return publicKeys.map((publicKey) => ({
    publicKey,
    consumerSecret: '',
    tokenSecret: '',
    signingKey: '',
  }))
}

function listSecretKeys(
  consumerSecrets: readonly string[],
  tokenSecrets: readonly string[] | undefined,
  dialect: Dialect | undefined,
): readonly VerificationKeys[] {
  const candidates: VerificationKeys[] = []
  for (const consumerSecret of consumerSecrets) {
    for (const tokenSecret of tokenSecrets ?? []) {
      candidates.push({
        consumerSecret,
        tokenSecret,
        signingKey: createSigningKey(consumerSecret, tokenSecret, dialect),
      })
    }
  }
  return candidates
}

function createBaseString(request: CollectedRequest, dialect: Dialect | undefined): string {
  const { method, url, baseStringUri, header, form } = request
  if (dialect?.baseString) {
    return dialect.baseString({ method, url, parameters: header.concat(form) })
  }
  return joinBaseString(method, baseStringUri, joinNormalized(request))
}

// The query was parsed when the request was collected.
function joinNormalized({ protocol, header, query, form, source }: CollectedRequest): string {
  const usual =
    source === 'header' && header.length === protocol.length
      ? joinUsualParameters(protocol, encodeTwice)
      : undefined
  return usual === undefined
    ? joinForBaseString(encodeSigned(query, header, form))
    : joinForBaseString(encodeSigned(query, form), usual)
}

/**
 * Judges the body hash of a collected request, which must contain the body.
 *
 * @example
 *
 * ```ts
 * await isBodyHashValid(collectRequest({ method, url, headers, body }), HMAC_SHA1)
 * ```
 *
 * @param request The request taken apart.
 * @param method The signature method of the request.
 *
 * @returns Whether the hash is that of the body; also if there is no hash, or a method that
 *   ignores it.
 *
 * @throws {@link OAuthError} `parameter_rejected` when a form carries a hash: its body is signed
 *   already.
 *
 * @see [OAuth Request Body Hash, section
 *   4.2](https://oauth.googlecode.com/svn/spec/ext/body_hash/1.0/oauth-bodyhash.html)
 */
export async function isBodyHashValid(
  request: CollectedRequest,
  method: SignatureMethod,
): Promise<boolean> {
  assertCollected('isBodyHashValid', request)
  assertArgument('isBodyHashValid', { method }, isMethodObject)
  const received = parameterValue(request.protocol, 'oauth_body_hash')
  if (received === undefined || method.bodyHash === undefined) return true
  if (hasFormContentType(request.headers)) {
    throw new OAuthError('parameter_rejected', 'A form must not carry oauth_body_hash.', {
      details: { parametersRejected: [['oauth_body_hash', received]] },
    })
  }
  return constantTimeEqual(await bodyHash(request.body ?? '', method.bodyHash), received)
}
