import { createStringError } from './create-string-error.js'

/**
 * Compares two strings in a time that depends only on their lengths, not on where they differ. Every
 * comparison of a secret, a signature or a verifier uses this function.
 *
 * @example
 *
 * ```ts
 * constantTimeEqual(expectedSignature, receivedSignature)
 * ```
 *
 * @param expected The text that is known to be right.
 * @param received The text to be judged.
 *
 * @returns Whether they are equal. JavaScript promises no timing, but no branch here depends on a
 *   character.
 *
 * @see [RFC 5849, section 4.10](https://www.rfc-editor.org/rfc/rfc5849#section-4.10), on guessing
 *   of secrets
 */
export function constantTimeEqual(expected: string, received: string): boolean {
  assertString('expected', expected)
  assertString('received', received)
  // The work follows the received length, which its sender knows already.
  let difference = expected.length ^ received.length
  for (let index = 0; index < received.length; index++) {
    // Past the end charCodeAt is NaN, which "^" reads as 0; the lengths have made the difference by
    // then.
    difference |= expected.charCodeAt(index) ^ received.charCodeAt(index)
  }
  return difference === 0
}

function assertString(name: string, value: unknown): void {
  if (typeof value !== 'string') throw createStringError('constantTimeEqual', name, value)
}
