import type { Command } from 'commander'

import { showConsumer } from '../provider-side/show-consumer.js'
import { storeCommand, withProvider } from '../provider-side/store-command.js'
import type { StoreOptions } from '../provider-side/store-command.js'

const DESCRIPTIONS = {
  accept: 'accept a Consumer: only then it may do anything',
  reject: 'reject a Consumer: nothing of it works until it is accepted',
  cancel: 'cancel a Consumer, as its own owner would',
} as const

/** `consumer accept`, `consumer reject` and `consumer cancel`. */
export function consumerStatus(change: keyof typeof DESCRIPTIONS): Command {
  return storeCommand(`${change} <key>`, DESCRIPTIONS[change]).action(
    (key: string, flags: StoreOptions) =>
      withProvider(flags, async ({ consumers }) => {
        showConsumer(await consumers[change](key), flags)
      }),
  )
}
