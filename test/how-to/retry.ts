import { randomInt } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'

import type { ClientWithToken, FetchFunction } from '@oauthplus/client'

const MAX_ATTEMPTS = 4
const MAX_WAIT_SECONDS = 60

/** Makes a fetch that sends a request again when the service is busy, three times at most. */
export function retrying(
  { fetch }: ClientWithToken,
  wait: typeof setTimeout = setTimeout,
): FetchFunction {
  return async (input, init) => {
    for (let attempt = 1; ; attempt++) {
      const response = await fetch(input, init)
      const isBusy = response.status === 429 || response.status === 503
      // Clients that failed together must not come back together.
      const backOffSeconds = (2 ** attempt * randomInt(500, 1000)) / 1000
      const seconds = readRetryAfter(response) ?? backOffSeconds
      if (!isBusy || attempt === MAX_ATTEMPTS || seconds > MAX_WAIT_SECONDS) return response
      await response.body?.cancel()
      await wait(seconds * 1000, undefined, { signal: init?.signal ?? undefined })
    }
  }
}

function readRetryAfter({ headers }: Response): number | undefined {
  const value = headers.get('retry-after') ?? ''
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1000
  return Number.isNaN(seconds) ? undefined : Math.max(seconds, 0)
}
