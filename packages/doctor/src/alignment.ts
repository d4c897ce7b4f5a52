import { compareBaseStrings } from '@oauthplus/core/internal'
import type { BaseStringDifference } from '@oauthplus/core/internal'

import { renderBaseString, maskPlan } from './render-plan.js'
import type { SigningPlan } from './signing-plan.js'

/** Two base strings, aligned at their first difference. Values that are secret by name are masked. */
export interface Alignment {
  /** What RFC 5849 says is to be signed. */
  readonly expected: string
  /** What the Consumer has signed. */
  readonly signed: string
  /**
   * Where the two differ, counted in characters of these texts; `undefined` if they are the same:
   * the difference then lies in the key, the digest, the signature itself or a masked value.
   */
  readonly differsAt: number | undefined
  /**
   * What differs, part by part and parameter by parameter: `request` is what was signed, and `server` what
   * was to be signed. Empty if the base strings are the same.
   */
  readonly differences: readonly BaseStringDifference[]
}

const CHARACTERS_BEFORE = 200
const CHARACTERS_AFTER = 600

/** Aligns the base strings of two plans. Long ones are cut around the difference. */
export function createAlignment(right: SigningPlan, departed: SigningPlan): Alignment {
  const expected = renderBaseString(maskPlan(right))
  const signed = renderBaseString(maskPlan(departed))
  const differsAt = findFirstDifference(expected, signed)
  const from = Math.max(0, (differsAt ?? 0) - CHARACTERS_BEFORE)
  const to = (differsAt ?? 0) + CHARACTERS_AFTER
  const start = from > 0 ? '…' : ''
  const cutExcerpt = (text: string): string =>
    start + text.slice(from, to) + (text.length > to ? '…' : '')
  return {
    expected: cutExcerpt(expected),
    signed: cutExcerpt(signed),
    differences: differsAt === undefined ? [] : compareBaseStrings(signed, expected),
    differsAt: differsAt === undefined ? undefined : differsAt - from + start.length,
  }
}

function findFirstDifference(a: string, b: string): number | undefined {
  if (a === b) return undefined
  let index = 0
  while (index < a.length && a[index] === b[index]) index++
  return index
}
