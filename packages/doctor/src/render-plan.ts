import { isOAuthError, parseForm, percentEncode } from '@oauthplus/core'
import { maskParameter, maskText } from '@oauthplus/core/internal'

import { joinPairs } from './signing-plan.js'
import type { EncodedParameter, PlannedParameter, SigningPlan } from './signing-plan.js'
import { formatUri } from './uri-parts.js'

/** The base string of a plan, including parts that other plans may share. */
export interface RenderedPlan {
  readonly plan: SigningPlan
  /** Empty in a dialect. */
  readonly parameters: string
  readonly baseString: string
}

/** The inputs of the third part of the base string. */
const PARAMETER_STEPS = [
  'parameters',
  'encodeName',
  'encodeValue',
  'order',
  'encodeJoined',
  'baseString',
] as const
/** The other inputs of the base string. */
const OTHER_STEPS = ['method', 'uri', 'encodeUri', 'joinParts'] as const

/** Builds the base string of a plan. */
export function renderBaseString(plan: SigningPlan): string {
  return renderPlan(plan).baseString
}

/** Returns whether two plans have the same third part of the base string. */
export function hasSameParameters(plan: SigningPlan, other: SigningPlan): boolean {
  return PARAMETER_STEPS.every((step) => plan[step] === other[step])
}

/** Builds the base string of a plan, reusing the parts that it shares with a rendered plan. */
export function renderPlan(plan: SigningPlan, similar?: RenderedPlan): RenderedPlan {
  const isSame = similar !== undefined && hasSameParameters(plan, similar.plan)
  const isSameOtherwise =
    similar !== undefined && OTHER_STEPS.every((step) => plan[step] === similar.plan[step])
  if (isSame && isSameOtherwise) return { ...similar, plan }
  if (plan.baseString !== undefined) {
    return { plan, parameters: '', baseString: renderInDialect(plan, plan.baseString) }
  }
  const parameters = isSame
    ? similar.parameters
    : plan.encodeJoined(joinPairs(plan.order(encodeParameters(plan))))
  const uri = plan.encodeUri(formatUri(plan.uri))
  return { plan, parameters, baseString: plan.joinParts(plan.method, uri, parameters) }
}

function renderInDialect(
  { method, uri, parameters }: SigningPlan,
  baseString: NonNullable<SigningPlan['baseString']>,
): string {
  const query = parameters.filter(({ place }) => place === 'query').map(writeQueryPiece)
  const separator = uri.suffix.includes('?') ? '&' : '?'
  const url = `${formatUri(uri)}${query.length === 0 ? '' : separator}${query.join('&')}`
  const others = parameters.filter(({ place }) => place !== 'query')
  try {
    return baseString({ method, url, parameters: others.map(({ name, value }) => [name, value]) })
  } catch (error) {
    // A departure may result in a URL that a dialect refuses. No consumer signs that way.
    if (!isOAuthError(error)) throw error
    return ''
  }
}

// A dialect may sign the query as it was sent, but a departure may have changed the parameter.
function writeQueryPiece({ name, value, wire }: PlannedParameter): string {
  const [sent] = wire === undefined ? [] : parseForm(wire)
  return wire !== undefined && sent?.[0] === name && sent[1] === value
    ? wire
    : `${percentEncode(name)}=${percentEncode(value)}`
}

/** Encodes the parameters of a plan. */
export function encodeParameters(plan: SigningPlan): readonly EncodedParameter[] {
  return plan.parameters.map((parameter) => ({
    ...parameter,
    encodedName: plan.encodeName(parameter.name),
    encodedValue: plan.encodeValue(parameter.value),
  }))
}

/** Builds the key of a plan. */
export function renderKey({ key }: SigningPlan): string {
  return key.join(key.encode(key.consumerSecret), key.encode(key.tokenSecret))
}

/** Returns the plan with masks instead of values whose names mark them as secret. */
export function maskPlan(plan: SigningPlan): SigningPlan {
  return {
    ...plan,
    uri: { ...plan.uri, suffix: maskText(plan.uri.suffix) },
    parameters: plan.parameters.map((parameter) => {
      const [name, value] = maskParameter([parameter.name, parameter.value])
      return { ...parameter, name, value }
    }),
  }
}
