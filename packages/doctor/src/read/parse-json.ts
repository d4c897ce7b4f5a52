import { argumentError } from '@oauthplus/core/internal'

/** Parses JSON. Throws `TypeError` if it is invalid. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw argumentError(
      'The text begins like JSON, but is not valid JSON',
      'ERR_INVALID_ARG_VALUE',
      { cause },
    )
  }
}
