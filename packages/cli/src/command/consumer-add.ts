import type { ConsumerStatus } from '@oauthplus/server'
import type { Command } from 'commander'
import { Option } from 'commander'

import { askSecret } from '../output/ask.js'
import { consumerOptions, withConsumerFlags } from '../provider-side/consumer-options.js'
import type { ConsumerFlags } from '../provider-side/consumer-options.js'
import { showConsumer } from '../provider-side/show-consumer.js'
import { storeCommand, withProvider } from '../provider-side/store-command.js'
import type { StoreOptions } from '../provider-side/store-command.js'
import { readText } from '../read-file.js'
import { collected } from './new-command.js'

/** The variable that brings a secret of the owner's own. */
export const SECRET_VARIABLE = 'OAUTHPLUS_CONSUMER_SECRET'

interface Flags extends StoreOptions, ConsumerFlags {
  readonly key?: string
  readonly ownSecret?: true
  readonly publicKey?: readonly string[]
  readonly status?: ConsumerStatus
}

/** `consumer add`. */
export function consumerAdd(): Command {
  return withConsumerFlags(storeCommand('add <name>', 'register a Consumer'))
    .option('--key <key>', 'its key; made up by default')
    .option('--own-secret', `ask for its secret (or ${SECRET_VARIABLE}) instead of making one up`)
    .option('--public-key <file>', 'an RSA public key as PEM; repeatable', collected)
    .addOption(
      new Option('--status <status>', 'where it stands').choices([
        ...['pending', 'accepted', 'rejected', 'canceled'],
      ]),
    )
    .action(async (name: string, flags: Flags) => {
      const secret =
        flags.ownSecret === true ? await askSecret('Consumer secret', SECRET_VARIABLE) : undefined
      const publicKeys = flags.publicKey && (await Promise.all(flags.publicKey.map(readText)))
      const { key, status, nativeScheme: nativeSchemes } = flags
      const options = { ...consumerOptions(flags), name, key, secret, publicKeys, status }
      await withProvider(
        flags,
        async ({ consumers }) => {
          showConsumer(await consumers.register(options), flags)
        },
        { nativeSchemes },
      )
    })
}
