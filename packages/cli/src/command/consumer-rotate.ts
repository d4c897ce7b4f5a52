import type { Command } from 'commander'

import { askSecret, confirm } from '../output/ask.js'
import { showConsumer } from '../provider-side/show-consumer.js'
import { storeCommand, withProvider } from '../provider-side/store-command.js'
import type { StoreOptions } from '../provider-side/store-command.js'
import { readText } from '../read-file.js'
import { SECRET_VARIABLE } from './consumer-add.js'
import { wholeNumber } from './whole-number.js'

interface Flags extends StoreOptions {
  readonly overlapSeconds?: number
  readonly ownSecret?: true
  readonly publicKey?: string
  readonly yes?: true
}

/** `consumer rotate`. */
export function consumerRotate(): Command {
  return storeCommand('rotate <key>', 'give a Consumer a new secret, or public key')
    .option('--overlap-seconds <n>', 'how long the old one works on: a day by default', wholeNumber)
    .option('--own-secret', `ask for the secret (or ${SECRET_VARIABLE}) instead of making one up`)
    .option('--public-key <file>', 'the new RSA public key as PEM')
    .option('--yes', 'do not ask')
    .action(async (key: string, flags: Flags) => {
      const { overlapSeconds } = flags
      if (overlapSeconds === 0) await confirm('The old secret ends at once.', flags)
      const secret =
        flags.ownSecret === true ? await askSecret('Consumer secret', SECRET_VARIABLE) : undefined
      const publicKey = flags.publicKey === undefined ? undefined : await readText(flags.publicKey)
      await withProvider(flags, async ({ consumers }) => {
        showConsumer(await consumers.rotate(key, { secret, publicKey, overlapSeconds }), flags)
      })
    })
}
