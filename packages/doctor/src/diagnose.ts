import {
  bodyHashMatches,
  collectRequest,
  isOAuthError,
  OAuthError,
  parameterValue,
  problemOf,
  SIGNATURE_METHODS,
  signatureMatches,
} from '@oauthplus/core'
import type { CollectedRequest, SignatureMethod } from '@oauthplus/core'
import {
  assertOptions,
  isInteger,
  isObjectOf,
  isStringArray,
  optionChecks,
} from '@oauthplus/core/internal'

import { assertDiagnosis } from './assert-diagnosis.js'
import { alignmentOf } from './alignment.js'
import { bodyTextOf } from './body-text.js'
import { DEFAULT_BUDGET, purseOf } from './budget.js'
import type { Budget, Purse } from './budget.js'
import { describeDeparture } from './departure.js'
import type { DepartureContext } from './departure.js'
import { KNOWN_DEPARTURES } from './departures.js'
import type {
  DiagnosedRequest,
  DiagnoseOptions,
  Diagnosis,
  DiagnosisKeys,
  DiagnosisOutcome,
} from './diagnosis.js'
import { MOST_CHARACTERS, oversizeOf, readCharactersOf, sizeOf } from './request-size.js'
import { search } from './search.js'
import type { SearchStart } from './search.js'
import { rightPlan } from './signing-plan.js'
import { summaryOf } from './summary.js'

const MOST_KEYS = 4
const MOST_HASHED_BYTES = 1_048_576
const BUDGET = optionChecks<Partial<Budget>>({
  required: {},
  optional: { signatures: isInteger(1), bytes: isInteger(1) },
})
const OPTIONS = optionChecks<DiagnoseOptions>({
  required: {},
  optional: { hosts: isStringArray, prefixes: isStringArray, budget: isObjectOf(BUDGET) },
})
const MILLISECONDS = /^\d{12,}$/

/**
 * Finds out what a Consumer has signed whose signature is wrong: tries each departure from RFC 5849
 * that is known, alone and then in pairs, the likely ones first, until the signature that was sent
 * fits. That is then a proof. Ends within its budget, whatever the request: at the most 2,000
 * signatures and 16 MiB of text by default. Works in slices of a few milliseconds and lets the event
 * loop do other work between them. Tries nothing of a request whose URL, Authorization header and form have
 * more than 16,384 characters or more than 500 parameters, and says so in `remarks`; a larger body that
 * is no form is not looked at.
 *
 * @example
 *
 * ```ts
 * const diagnosis = await diagnose(request, { secrets: [secret], tokenSecrets: [tokenSecret] })
 * if (diagnosis.verdict === 'explained') console.log(formatDiagnosis(diagnosis))
 * ```
 *
 * @param request The request as received, or as `collectRequest` took it apart.
 * @param keys What is known of the sender, and other secrets that may have been used.
 * @param options Other hosts and prefixes to try, and the budget.
 *
 * @returns What was found. PLAINTEXT, which signs nothing of a request, is out of reach.
 *
 * @throws `TypeError` when the budget is no integer above 0, or a key is not an RSA key.
 *
 * @see [RFC 5849, section 3.4](https://www.rfc-editor.org/rfc/rfc5849#section-3.4)
 */
export async function diagnose(
  request: DiagnosedRequest,
  keys: DiagnosisKeys,
  options: DiagnoseOptions = {},
): Promise<Diagnosis> {
  assertDiagnosis('diagnose', request, keys)
  assertOptions('diagnose', options, OPTIONS)
  const purse = purseOf({ ...DEFAULT_BUDGET, ...options.budget })
  try {
    return await diagnosisOf(request, { keys, options, purse })
  } catch (error) {
    if (!isOAuthError(error)) throw error
    const problem = problemOf(error)
    return finished({ verdict: 'out-of-reach', problem }, purse)
  }
}

async function diagnosisOf(
  request: DiagnosedRequest,
  given: {
    readonly keys: DiagnosisKeys
    readonly options: DiagnoseOptions
    readonly purse: Purse
  },
): Promise<Diagnosis> {
  const { keys, options, purse } = given
  const oversize = oversizeOf(request)
  if (oversize !== undefined) return finished(tooLarge(oversize), purse)
  const collected = 'protocol' in request ? request : collectRequest(request)
  const tooMany = oversizeOf(collected)
  if (tooMany !== undefined) return finished(tooLarge(tooMany), purse)
  const { protocol } = collected
  const { secrets, publicKeys, tokenSecrets } = keys
  const method = methodOf(collected)
  const signature = parameterValue(protocol, 'oauth_signature')
  if (signature === undefined) throw new OAuthError('parameter_absent', 'There is no signature.')
  const starts = startsOf(collected, keys, { method, signature })
  if (starts.length === 0) {
    throw new OAuthError('consumer_key_unknown', 'No key is known that could have made it.')
  }
  if (await signatureMatches(collected, { secrets, publicKeys, tokenSecrets, method })) {
    return finished({ verdict: 'right', remarks: await remarksOf(collected, method) }, purse)
  }
  const context = contextOf(collected, keys, options)
  const result = await search(starts, KNOWN_DEPARTURES, { context, purse })
  const { found, explanations, ruledOut, pairs } = result
  if (found === undefined) {
    return finished(
      {
        verdict: 'unexplained',
        ruledOut: ruledOut.map(describeDeparture),
        pairs,
        isCutShort: purse.isEmpty(),
        remarks: isBodyRead(collected)
          ? []
          : [`The body was not looked at, because it has more than ${MOST_CHARACTERS} bytes.`],
      },
      purse,
    )
  }
  return finished(
    {
      verdict: 'explained',
      explanations: explanations.map((departures) => departures.map(describeDeparture)),
      alignment: alignmentOf(found.right, found.departed),
    },
    purse,
  )
}

function tooLarge(remark: string): DiagnosisOutcome {
  return {
    verdict: 'unexplained',
    ruledOut: [],
    pairs: 0,
    isCutShort: true,
    remarks: [remark],
  }
}

function isBodyRead({ body }: CollectedRequest): boolean {
  return sizeOf(body) <= MOST_CHARACTERS
}

function finished(outcome: DiagnosisOutcome, purse: Purse): Diagnosis {
  return { ...outcome, summary: summaryOf(outcome), cost: purse.cost() }
}

function methodOf({ protocol }: CollectedRequest): SignatureMethod {
  const name = parameterValue(protocol, 'oauth_signature_method')
  const method = SIGNATURE_METHODS.find((candidate) => candidate.name === name)
  if (method === undefined) {
    throw new OAuthError(
      'signature_method_rejected',
      'oauth_signature_method is missing, or names no method that is known here.',
    )
  }
  if (method.name === 'PLAINTEXT') {
    throw new OAuthError(
      'signature_invalid',
      'A PLAINTEXT signature is the secrets themselves: compare them, each percent-encoded and joined by "&".',
    )
  }
  return method
}

function startsOf(
  collected: CollectedRequest,
  keys: DiagnosisKeys,
  signed: { readonly method: SignatureMethod; readonly signature: string },
): readonly SearchStart[] {
  const { method: signatureMethod, signature } = signed
  const planned = (consumerSecret: string, tokenSecret: string): SearchStart['plan'] =>
    rightPlan(collected, { consumerSecret, tokenSecret, signatureMethod, signature })
  if (signatureMethod.family === 'public-key') {
    return (keys.publicKeys ?? [])
      .slice(0, MOST_KEYS)
      .map((publicKey) => ({ publicKey, plan: planned('', '') }))
  }
  const namesToken = Boolean(parameterValue(collected.protocol, 'oauth_token'))
  const tokenSecrets = namesToken ? (keys.tokenSecrets ?? ['']) : ['']
  return (keys.secrets ?? [])
    .flatMap((secret) => tokenSecrets.map((tokenSecret) => planned(secret, tokenSecret)))
    .slice(0, MOST_KEYS)
    .map((plan) => ({ plan, publicKey: undefined }))
}

function contextOf(
  request: CollectedRequest,
  keys: DiagnosisKeys,
  options: DiagnoseOptions,
): DepartureContext {
  const bodyText = isBodyRead(request) ? bodyTextOf(request.body) : undefined
  return {
    request,
    headers: request.headers,
    hosts: options.hosts ?? [],
    prefixes: options.prefixes ?? [],
    otherSecrets: keys.otherSecrets ?? [],
    bodyText,
    size: readCharactersOf(request, bodyText),
  }
}

async function remarksOf(
  collected: CollectedRequest,
  method: SignatureMethod,
): Promise<readonly string[]> {
  const timestamp = parameterValue(collected.protocol, 'oauth_timestamp') ?? ''
  const isHashed = sizeOf(collected.body) <= MOST_HASHED_BYTES
  const isHashRight = !isHashed || (await bodyHashMatches(collected, method))
  return [
    ...(MILLISECONDS.test(timestamp)
      ? ['oauth_timestamp counts milliseconds; it must count seconds (RFC 5849, section 3.3).']
      : []),
    ...(isHashRight ? [] : ['The body is not the one that oauth_body_hash was made of.']),
    ...(isHashed
      ? []
      : [`The body was not hashed, because it has more than ${MOST_HASHED_BYTES} bytes.`]),
  ]
}
