import type { Command } from 'commander'

import { Failure } from '../failure.js'
import { showConsumer } from '../provider-side/show-consumer.js'
import { storeCommand, withProvider } from '../provider-side/store-command.js'
import type { StoreOptions } from '../provider-side/store-command.js'

/** `consumer show`. */
export function consumerShow(): Command {
  return storeCommand('show <key>', 'show a Consumer, but for its secrets').action(
    (key: string, flags: StoreOptions) =>
      withProvider(flags, async ({ consumers }) => {
        const consumer = await consumers.find(key)
        if (consumer === undefined) throw new Failure('There is no Consumer of this key.')
        showConsumer(consumer, flags)
      }),
  )
}
