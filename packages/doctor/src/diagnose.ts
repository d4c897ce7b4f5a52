import { collectRequest, isOAuthError, OAuthError, parameterValue } from '@oauthplus/core'
import type { CollectedRequest, Dialect, SignatureMethod } from '@oauthplus/core'
import {
  assertOptions,
  digest,
  hasFormContentType,
  isDialect,
  isInteger,
  isObjectOf,
  isString,
  isStringArray,
  optionChecks,
  toProblem,
  isSignatureValid,
} from '@oauthplus/core/internal'

import { addDifferences } from './add-differences.js'
import { assertDiagnosis } from './assert-diagnosis.js'
import { createAlignment } from './alignment.js'
import { createRemarks } from './create-remarks.js'
import { decodeBody } from './decode-body.js'
import { DEFAULT_BUDGET, createBudgetMeter } from './budget.js'
import type { Budget, BudgetMeter } from './budget.js'
import { describeDeparture } from './departure.js'
import { DIALECT_DEPARTURE } from './dialect-departure.js'
import type { DepartureContext } from './departure.js'
import { KNOWN_DEPARTURES } from './departures.js'
import type {
  DiagnosedRequest,
  DiagnoseOptions,
  Diagnosis,
  DiagnosisKeys,
  DiagnosisOutcome,
} from './diagnosis.js'
import { findSignatureMethod } from './find-signature-method.js'
import {
  MAX_CHARACTERS,
  describeOversize,
  countReadCharacters,
  measureBody,
} from './request-size.js'
import { search } from './search.js'
import type { SearchStart } from './attempts.js'
import { createRightPlan } from './signing-plan.js'
import { summarize } from './summarize.js'

const MAX_KEYS = 4
const HASHES = ['SHA-1', 'SHA-256', 'SHA-512'] as const
const BUDGET = optionChecks<Partial<Budget>>({
  required: {},
  optional: { signatures: isInteger(1), bytes: isInteger(1) },
})
const OPTIONS = optionChecks<DiagnoseOptions>({
  required: {},
  optional: {
    hosts: isStringArray,
    prefixes: isStringArray,
    budget: isObjectOf(BUDGET),
    expectedBaseString: isString,
    nowSeconds: isInteger(0),
    dialect: isDialect,
  },
})

/**
 * Finds the mistake behind an invalid signature. Tries each known departure from RFC 5849, singly
 * and then in pairs, the likely ones first, until the signature that was sent fits. A signature
 * that fits is a proof. The work stays within a budget, by default at most 16,000 signatures and 24
 * MiB of text. It runs in slices of a few milliseconds, between which the event loop can do other
 * work. A request whose URL, Authorization header and form have more than 16,384 characters or more
 * than 500 parameters is not diagnosed, and `remarks` says so. A larger body that is not a form is
 * ignored.
 *
 * @example
 *
 * ```ts
 * const diagnosis = await diagnose(request, { secrets: [secret], tokenSecrets: [tokenSecret] })
 * if (diagnosis.verdict === 'explained') console.log(formatDiagnosis(diagnosis))
 * ```
 *
 * @param request The request as received, or as parsed by `collectRequest`.
 * @param keys The keys of the sender, and other secrets that may have been used.
 * @param options Other hosts and prefixes to try, the base string of the server, the current time,
 *   the dialect of the service, and the budget.
 *
 * @returns The diagnosis. PLAINTEXT signatures cannot be diagnosed, because they do not cover the
 *   request.
 *
 * @throws `TypeError` when the budget is not a positive integer, or a key is not an RSA key.
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
  const meter = createBudgetMeter({ ...DEFAULT_BUDGET, ...options.budget })
  const diagnosis = await createDiagnosis(request, { keys, options, meter }).catch(
    (error: unknown) => {
      if (!isOAuthError(error)) throw error
      return finishDiagnosis({ verdict: 'out-of-reach', problem: toProblem(error) }, meter)
    },
  )
  return addDifferences(diagnosis, request, options)
}

async function createDiagnosis(
  request: DiagnosedRequest,
  input: {
    readonly keys: DiagnosisKeys
    readonly options: DiagnoseOptions
    readonly meter: BudgetMeter
  },
): Promise<Diagnosis> {
  const { keys, options, meter } = input
  const oversize = describeOversize(request)
  if (oversize !== undefined) return finishDiagnosis(createTooLarge(oversize), meter)
  const collected = 'protocol' in request ? request : collectRequest(request)
  const tooMany = describeOversize(collected)
  if (tooMany !== undefined) return finishDiagnosis(createTooLarge(tooMany), meter)
  const { protocol } = collected
  const { secrets, publicKeys, tokenSecrets } = keys
  const method = findMethod(collected)
  const signature = parameterValue(protocol, 'oauth_signature')
  if (signature === undefined) throw new OAuthError('parameter_absent', 'There is no signature.')
  const { dialect } = options
  const starts = createStarts(collected, keys, { method, signature, dialect })
  if (starts.length === 0) {
    throw new OAuthError(
      'consumer_key_unknown',
      'No key is known that could have made the signature.',
    )
  }
  if (await isSignatureValid(collected, { secrets, publicKeys, tokenSecrets, method, dialect })) {
    return finishDiagnosis(
      {
        verdict: 'right',
        remarks: await createRemarks(collected, { method, nowSeconds: options.nowSeconds }),
      },
      meter,
    )
  }
  const departures =
    dialect === undefined ? KNOWN_DEPARTURES : [DIALECT_DEPARTURE, ...KNOWN_DEPARTURES]
  const { typedUrl = collected.url } = request
  const context = await createContext(collected, keys, { ...options, typedUrl })
  const result = await search(starts, departures, { context, meter })
  const { found, explanations, ruledOut, pairs } = result
  if (found === undefined) {
    return finishDiagnosis(
      {
        verdict: 'unexplained',
        ruledOut: ruledOut.map(describeDeparture),
        pairs,
        isCutShort: meter.isEmpty(),
        remarks: isBodyRead(collected)
          ? []
          : [`The body was ignored, because it is larger than ${MAX_CHARACTERS} bytes.`],
      },
      meter,
    )
  }
  return finishDiagnosis(
    {
      verdict: 'explained',
      explanations: explanations.map((departures) => departures.map(describeDeparture)),
      alignment: createAlignment(found.right, found.departed),
    },
    meter,
  )
}

function createTooLarge(remark: string): DiagnosisOutcome {
  return {
    verdict: 'unexplained',
    ruledOut: [],
    pairs: 0,
    isCutShort: true,
    remarks: [remark],
  }
}

function isBodyRead({ body }: CollectedRequest): boolean {
  return measureBody(body) <= MAX_CHARACTERS
}

function finishDiagnosis(outcome: DiagnosisOutcome, meter: BudgetMeter): Diagnosis {
  return { ...outcome, summary: summarize(outcome), cost: meter.cost() }
}

function findMethod(collected: CollectedRequest): SignatureMethod {
  const method = findSignatureMethod(collected)
  if (method.name === 'PLAINTEXT') {
    throw new OAuthError(
      'signature_invalid',
      'A PLAINTEXT signature consists of the secrets: compare them, each percent-encoded and joined with "&".',
    )
  }
  return method
}

function createStarts(
  collected: CollectedRequest,
  keys: DiagnosisKeys,
  signed: {
    readonly method: SignatureMethod
    readonly signature: string
    readonly dialect: Dialect | undefined
  },
): readonly SearchStart[] {
  const { method: signatureMethod, signature, dialect } = signed
  const createPlan = (consumerSecret: string, tokenSecret: string): SearchStart['plan'] =>
    createRightPlan(collected, { consumerSecret, tokenSecret, signatureMethod, signature, dialect })
  if (signatureMethod.family === 'public-key') {
    return (keys.publicKeys ?? [])
      .slice(0, MAX_KEYS)
      .map((publicKey) => ({ publicKey, plan: createPlan('', '') }))
  }
  const namesToken = Boolean(parameterValue(collected.protocol, 'oauth_token'))
  const tokenSecrets = namesToken ? (keys.tokenSecrets ?? ['']) : ['']
  return (keys.secrets ?? [])
    .flatMap((secret) => tokenSecrets.map((tokenSecret) => createPlan(secret, tokenSecret)))
    .slice(0, MAX_KEYS)
    .map((plan) => ({ plan, publicKey: undefined }))
}

async function createContext(
  request: CollectedRequest,
  keys: DiagnosisKeys,
  options: DiagnoseOptions & Pick<DepartureContext, 'typedUrl'>,
): Promise<DepartureContext> {
  const bodyText = isBodyRead(request) ? decodeBody(request.body) : undefined
  return {
    request,
    headers: request.headers,
    typedUrl: options.typedUrl,
    hosts: options.hosts ?? [],
    prefixes: options.prefixes ?? [],
    otherSecrets: keys.otherSecrets ?? [],
    bodyText,
    bodyHashes: await listBodyHashes(request),
    size: countReadCharacters({ ...request, typedUrl: options.typedUrl }, bodyText),
  }
}

async function listBodyHashes(request: CollectedRequest): Promise<readonly string[]> {
  const { protocol, headers, body } = request
  const isSent = parameterValue(protocol, 'oauth_body_hash') !== undefined
  if (isSent || hasFormContentType(headers) || !isBodyRead(request)) return []
  return Promise.all(HASHES.map((hash) => digest(body ?? '', hash)))
}
