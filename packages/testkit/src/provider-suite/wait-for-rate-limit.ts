import { setTimeout } from 'node:timers/promises'

import type { ReportedExchange } from '../checks/report.js'

const MAX_SECONDS = 60

/**
 * Waits as long as the `Retry-After` of a response 429 (Too Many Requests) asks for, if it is a minute at
 * most. Resolves with whether it waited.
 */
export async function waitForRateLimit(exchanges: readonly ReportedExchange[]): Promise<boolean> {
  const limited = exchanges.filter(({ response }) => /^HTTP\/\S+ 429\b/.test(response)).at(-1)
  if (limited === undefined) return false
  const [head = ''] = limited.response.split('\n\n', 1)
  const seconds = Number(/^retry-after: (\d{1,6})$/im.exec(head)?.[1] ?? Infinity)
  if (seconds > MAX_SECONDS) return false
  await setTimeout(seconds * 1000)
  return true
}
