import { isOAuthError, parseForm, percentEncode } from '@oauthplus/core'
import { maskParameter, maskText } from '@oauthplus/core/internal'

import { joinPairs } from './signing-plan.js'
import type { EncodedParameter, PlannedParameter, SigningPlan } from './signing-plan.js'
import { formatUri } from './uri-parts.js'

/** Builds the base string of a plan. */
export function renderBaseString(plan: SigningPlan): string {
  if (plan.baseString !== undefined) return renderInDialect(plan, plan.baseString)
  const parameters = plan.encodeJoined(joinPairs(plan.order(encodeParameters(plan))))
  return plan.joinParts(plan.method, plan.encodeUri(formatUri(plan.uri)), parameters)
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
    // A departure may make a URL that a dialect refuses: nothing was signed that way.
    if (!isOAuthError(error)) throw error
    return ''
  }
}

// A dialect may sign a query as it was sent. A departure may have changed the parameter since.
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

/** Returns the plan that signs masks in the place of what is secret by its name. */
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
