import { collectRequest, OAuthError, parameterValue } from '@oauthplus/core'
import type { Dialect, KnownKeys } from '@oauthplus/core'
import { assertOptions, isDialect, optionChecks } from '@oauthplus/core/internal'

import { assertDiagnosis } from './assert-diagnosis.js'
import type { DiagnosedRequest } from './diagnosis.js'
import { findSignatureMethod } from './find-signature-method.js'
import { renderBaseString, encodeParameters, renderKey, maskPlan } from './render-plan.js'
import { describeUnsignableSize } from './request-size.js'
import { joinPairs, createRightPlan } from './signing-plan.js'
import type { EncodedParameter, ParameterPlace, SigningPlan } from './signing-plan.js'
import { formatUri } from './uri-parts.js'

/**
 * A parameter on its way into the base string. Values whose names mark them as secret are masked.
 */
export interface ExplainedParameter {
  /** The location in the request. */
  readonly place: ParameterPlace
  /** The decoded name. */
  readonly name: string
  /** The decoded value. */
  readonly value: string
  /** The name, encoded as section 3.6 specifies. */
  readonly encodedName: string
  /** The value, encoded as section 3.6 specifies. */
  readonly encodedValue: string
}

/** The options of {@link explainSteps}. */
export interface ExplainStepsOptions {
  /**
   * The service's deviations from RFC 5849 when it signs. The base string, the key and the
   * signature follow the dialect. The steps before the base string follow the RFC.
   */
  readonly dialect?: Dialect | undefined
}

const OPTIONS = optionChecks<ExplainStepsOptions>({
  required: {},
  optional: { dialect: isDialect },
})

/** The steps of signing a request, as RFC 5849 specifies them. */
export interface SigningSteps {
  /** The method in upper case (section 3.4.1.1). */
  readonly method: string
  /** The base string URI (section 3.4.1.2). */
  readonly baseStringUri: string
  /** The parameters in the order in which they were found (section 3.4.1.3.1). */
  readonly parameters: readonly ExplainedParameter[]
  /** The sorted parameters (section 3.4.1.3.2). */
  readonly sorted: readonly ExplainedParameter[]
  /** The joined parameters (section 3.4.1.3.2). */
  readonly normalized: string
  /** The base string (section 3.4.1.1). */
  readonly baseString: string
  /** The value of `oauth_signature_method`. */
  readonly signatureMethod: string
  /**
   * The key with its secrets masked, such as `***&***` (section 3.4.2). `undefined` for RSA,
   * because only the consumer has the key.
   */
  readonly key: string | undefined
  /**
   * The correct signature. `undefined` for RSA, for PLAINTEXT (whose signature consists of the
   * secrets), and without a secret.
   */
  readonly signature: string | undefined
  /** The signature that was sent. `undefined` if there is none, and for PLAINTEXT. */
  readonly receivedSignature: string | undefined
}

/**
 * Lists the steps by which RFC 5849 signs a request, so that you can compare them with those of a
 * program: the method, the URI, each parameter (with its location, encoded, sorted and joined), the
 * key, and the signature.
 *
 * @example
 *
 * ```ts
 * const { baseString, signature } = await explainSteps(request, { secrets: [secret] })
 * ```
 *
 * @param request The request as received, or as parsed by `collectRequest`. The signature is
 *   optional.
 * @param keys The first secret of each kind is used.
 * @param options The dialect of the service, if it deviates from RFC 5849.
 *
 * @returns The steps. Secrets, and values whose names mark them as secret, are masked. The
 *   signature is that of the unmasked values.
 *
 * @throws `TypeError` when an option is unknown or invalid.
 * @throws `OAuthError` `parameter_rejected` when the request cannot be parsed, or when its URL,
 *   Authorization header and form have more than 1,048,576 characters or 2,000 parameters.
 *   `signature_method_rejected` when its method is missing or unknown.
 *
 * @see [RFC 5849, section 3.4](https://www.rfc-editor.org/rfc/rfc5849#section-3.4)
 */
export async function explainSteps(
  request: DiagnosedRequest,
  keys: KnownKeys = {},
  options: ExplainStepsOptions = {},
): Promise<SigningSteps> {
  assertDiagnosis('explainSteps', request, keys)
  assertOptions('explainSteps', options, OPTIONS)
  assertSignableSize(request)
  const collected = 'protocol' in request ? request : collectRequest(request)
  assertSignableSize(collected)
  const { protocol } = collected
  const signatureMethod = findSignatureMethod(collected)
  const received = parameterValue(protocol, 'oauth_signature')
  const namesToken = Boolean(parameterValue(protocol, 'oauth_token'))
  const consumerSecret = keys.secrets?.[0]
  const plan = createRightPlan(collected, {
    consumerSecret: consumerSecret ?? '',
    tokenSecret: namesToken ? (keys.tokenSecrets?.[0] ?? '') : '',
    signatureMethod,
    signature: received ?? '',
    dialect: options.dialect,
  })
  const masked = maskPlan(plan)
  const sorted = masked.order(encodeParameters(masked))
  return {
    method: masked.method,
    baseStringUri: formatUri(masked.uri),
    parameters: encodeParameters(masked).map(toExplainedParameter),
    sorted: sorted.map(toExplainedParameter),
    normalized: joinPairs(sorted),
    baseString: renderBaseString(masked),
    signatureMethod: signatureMethod.name,
    key: signatureMethod.family === 'shared-secret' ? renderMaskedKey(plan) : undefined,
    signature: consumerSecret === undefined ? undefined : await computeSignature(plan),
    receivedSignature: signatureMethod.name === 'PLAINTEXT' ? undefined : received,
  }
}

function renderMaskedKey({ key }: SigningPlan): string {
  const masked = key.join(maskSecret(key.consumerSecret), maskSecret(key.tokenSecret))
  // A dialect may encode the masks.
  return masked.replaceAll('%2A', '*')
}

function assertSignableSize(request: DiagnosedRequest): void {
  const oversize = describeUnsignableSize(request)
  if (oversize !== undefined) throw new OAuthError('parameter_rejected', oversize)
}

async function computeSignature(plan: SigningPlan): Promise<string | undefined> {
  const { signatureMethod } = plan
  if (signatureMethod.name === 'PLAINTEXT' || signatureMethod.family === 'public-key')
    return undefined
  const { consumerSecret, tokenSecret } = plan.key
  return signatureMethod.sign(renderBaseString(plan), {
    consumerSecret,
    tokenSecret,
    signingKey: renderKey(plan),
  })
}

function toExplainedParameter({
  place,
  name,
  value,
  encodedName,
  encodedValue,
}: EncodedParameter): ExplainedParameter {
  return { place, name, value, encodedName, encodedValue }
}

function maskSecret(secret: string): string {
  return secret === '' ? '' : '***'
}
