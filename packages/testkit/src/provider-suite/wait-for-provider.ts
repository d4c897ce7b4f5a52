import { setTimeout } from 'node:timers/promises'

import { assertProviderUp } from './assert-provider-up.js'
import type { ProviderContext } from './provider-context.js'

const ATTEMPTS = 20
const PAUSE_MILLISECONDS = 250

/** Waits for a provider that gave no response during a check, and may be starting again. Throws an `Error` if it is gone. */
export async function waitForProvider(context: ProviderContext, checkId: string): Promise<void> {
  let failure: unknown
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    try {
      await assertProviderUp(context)
      return
    } catch (error) {
      failure = error
    }
    await setTimeout(PAUSE_MILLISECONDS)
  }
  const reason = failure instanceof Error ? failure.message : String(failure)
  throw new Error(`${reason}. This was noticed during the check ${checkId}.`)
}
