import type { Settings } from '../settings/settings.js'

/**
 * Combines the caller's signal with the time limit for one request. Returns `undefined` if there is
 * neither.
 *
 * @internal
 */
export function limitSignal(
  { timeoutSeconds }: Pick<Settings, 'timeoutSeconds'>,
  signal: AbortSignal | null | undefined,
): AbortSignal | undefined {
  const signals = [
    ...(signal ? [signal] : []),
    ...(timeoutSeconds === undefined ? [] : [AbortSignal.timeout(timeoutSeconds * 1000)]),
  ]
  return signals.length > 1 ? AbortSignal.any(signals) : signals[0]
}
