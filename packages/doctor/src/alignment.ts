import { compareBaseStrings } from '@oauthplus/core/internal'
import type { BaseStringDifference } from '@oauthplus/core/internal'

import { renderBaseString, maskPlan } from './render-plan.js'
import type { SigningPlan } from './signing-plan.js'

/** Two base strings, aligned at their first difference. Values that are secret by name are masked. */
export interface Alignment {
  /** The string that RFC 5849 requires. */
  readonly expected: string
  /** The string that the consumer signed. */
  readonly signed: string
  /**
   * The index of the first difference, in characters of these strings. `undefined` if they are
   * equal: the difference is then in the key, the digest, the signature or a masked value.
   */
  readonly differsAt: number | undefined
  /**
   * The differences by part and by parameter. `request` is what was signed, `server` is what should
   * have been signed. Empty if the base strings are equal.
   */
  readonly differences: readonly BaseStringDifference[]
}

const CHARACTERS_BEFORE = 200
const CHARACTERS_AFTER = 600

/** Aligns the base strings of two plans. Long strings are truncated around the difference. */
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
