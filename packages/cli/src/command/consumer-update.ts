import type { Command } from 'commander'

import { consumerOptions, withConsumerFlags } from '../provider-side/consumer-options.js'
import type { ConsumerFlags } from '../provider-side/consumer-options.js'
import { showConsumer } from '../provider-side/show-consumer.js'
import { storeCommand, withProvider } from '../provider-side/store-command.js'
import type { StoreOptions } from '../provider-side/store-command.js'

interface Flags extends StoreOptions, ConsumerFlags {
  readonly name?: string
}

/** `consumer update`. */
export function consumerUpdate(): Command {
  return withConsumerFlags(storeCommand('update <key>', 'change what the options name'))
    .option('--name <text>', 'its name')
    .option('--no-xauth', 'and no more')
    .option('--no-two-legged', 'and no more')
    .option('--no-body-hash', 'and no more')
    .option('--no-plaintext-in-query', 'and no more')
    .action((key: string, flags: Flags) =>
      withProvider(
        flags,
        async ({ consumers }) => {
          const changes = { ...consumerOptions(flags), ...(flags.name && { name: flags.name }) }
          showConsumer(await consumers.update(key, changes), flags)
        },
        { nativeSchemes: flags.nativeScheme },
      ),
    )
}
