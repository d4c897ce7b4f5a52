import { randomBytes } from 'node:crypto'

import { replaceParameter } from './provider-check.js'
import type { ProviderContext, SignedOptions } from './provider-context.js'

/**
 * Creates a function that sets a nonce and a timestamp, the same ones at each call. The timestamp is
 * `nowSeconds` plus `offsetSeconds`: by default, the time of the provider when this function is called.
 */
export function fixNonce(
  context: ProviderContext,
  {
    nonce = randomBytes(16).toString('hex'),
    nowSeconds = context.nowSeconds(),
    offsetSeconds = 0,
  }: {
    readonly nonce?: string
    readonly nowSeconds?: number
    readonly offsetSeconds?: number
  } = {},
): NonNullable<SignedOptions['protocol']> {
  const timestamp = String(nowSeconds + offsetSeconds)
  return (pairs) =>
    replaceParameter('oauth_nonce', nonce)(replaceParameter('oauth_timestamp', timestamp)(pairs))
}
