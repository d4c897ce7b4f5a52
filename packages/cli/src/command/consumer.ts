import type { ConsumerStatus } from '@oauthplus/server'
import { Option } from 'commander'
import type { Command } from 'commander'

import { Failure } from '../failure.js'
import { askSecret, confirm } from '../output/ask.js'
import { printResult } from '../output/print.js'
import { formatTime, printPages } from '../output/table.js'
import { readConsumerOptions, addConsumerFlags } from '../provider-side/consumer-options.js'
import type { ConsumerFlags } from '../provider-side/consumer-options.js'
import { readPages } from '../provider-side/read-pages.js'
import { showConsumer } from '../provider-side/show-consumer.js'
import { createStoreCommand, withProvider } from '../provider-side/store-command.js'
import type { StoreOptions } from '../provider-side/store-command.js'
import { readBytes } from '../read-file.js'
import { collect, createCommand, parseInteger } from '../create-command.js'

/** The variable that brings a secret of the owner's own. */
const SECRET_VARIABLE = 'OAUTHPLUS_CONSUMER_SECRET'
const PAGE_SIZE = 1000
const STATUS_DESCRIPTIONS = {
  accept: 'accept a Consumer: only then it may do anything',
  reject: 'reject a Consumer: nothing of it works until it is accepted',
  cancel: 'cancel a Consumer, as its own owner would',
} as const

/** `consumer`. */
export function createConsumerCommand(): Command {
  return createCommand('consumer', 'the applications that may ask for access')
    .addCommand(createAddCommand())
    .addCommand(createListCommand())
    .addCommand(createShowCommand())
    .addCommand(createUpdateCommand())
    .addCommand(createStatusCommand('accept'))
    .addCommand(createStatusCommand('reject'))
    .addCommand(createStatusCommand('cancel'))
    .addCommand(createRotateCommand())
    .addCommand(createRemoveCommand())
}

interface AddFlags extends StoreOptions, ConsumerFlags {
  readonly key?: string
  readonly ownSecret?: true
  readonly publicKey?: readonly string[]
  readonly status?: ConsumerStatus
}

/** `consumer add`. */
function createAddCommand(): Command {
  return addConsumerFlags(createStoreCommand('add <name>', 'register a Consumer'))
    .option('--key <key>', 'its key; made up by default')
    .option('--own-secret', `ask for its secret (or ${SECRET_VARIABLE}) instead of making one up`)
    .option('--public-key <file>', 'an RSA public key or certificate; repeatable', collect)
    .addOption(
      new Option('--status <status>', 'where it stands').choices([
        'pending',
        'accepted',
        'rejected',
        'canceled',
      ]),
    )
    .action(async (name: string, flags: AddFlags) => {
      const secret =
        flags.ownSecret === true ? await askSecret('Consumer secret', SECRET_VARIABLE) : undefined
      const publicKeys = flags.publicKey && (await Promise.all(flags.publicKey.map(readBytes)))
      const { key, status, nativeScheme: nativeSchemes } = flags
      const options = { ...readConsumerOptions(flags), name, key, secret, publicKeys, status }
      await withProvider(
        flags,
        async ({ consumers }) => {
          showConsumer(await consumers.register(options), flags)
        },
        { nativeSchemes },
      )
    })
}

interface ListFlags extends StoreOptions {
  readonly status?: ConsumerStatus
}

/** `consumer list`. */
function createListCommand(): Command {
  return createStoreCommand('list', 'list the Consumers')
    .addOption(
      new Option('--status <status>', 'those alone').choices([
        'pending',
        'accepted',
        'rejected',
        'canceled',
      ]),
    )
    .action((flags: ListFlags) =>
      withProvider(flags, async ({ consumers }) => {
        const pages = readPages(async (after) => {
          const page = await consumers.list({ after, limit: PAGE_SIZE })
          const hasStatus = ({ status }: { readonly status: ConsumerStatus }): boolean =>
            flags.status === undefined || status === flags.status
          return { entries: page.consumers.filter(hasStatus), next: page.next }
        })
        await printPages(pages, {
          json: flags.json === true,
          head: ['KEY', 'NAME', 'STATUS', 'OWNER', 'SINCE'],
          row: ({ key, name, status, ownerId = '', createdAtSeconds }) => [
            key,
            name,
            status,
            ownerId,
            formatTime(createdAtSeconds),
          ],
        })
      }),
    )
}

/** `consumer show`. */
function createShowCommand(): Command {
  return createStoreCommand('show <key>', 'show a Consumer, but for its secrets').action(
    (key: string, flags: StoreOptions) =>
      withProvider(flags, async ({ consumers }) => {
        const consumer = await consumers.find(key)
        if (consumer === undefined) throw new Failure('There is no Consumer of this key.')
        showConsumer(consumer, flags)
      }),
  )
}

interface UpdateFlags extends StoreOptions, ConsumerFlags {
  readonly name?: string
}

/** `consumer update`. */
function createUpdateCommand(): Command {
  return addConsumerFlags(createStoreCommand('update <key>', 'change what the options name'))
    .option('--name <text>', 'its name')
    .option('--no-xauth', 'and no more')
    .option('--no-two-legged', 'and no more')
    .option('--no-body-hash', 'and no more')
    .option('--no-plaintext-in-query', 'and no more')
    .action((key: string, flags: UpdateFlags) =>
      withProvider(
        flags,
        async ({ consumers }) => {
          const changes = { ...readConsumerOptions(flags), ...(flags.name && { name: flags.name }) }
          showConsumer(await consumers.update(key, changes), flags)
        },
        { nativeSchemes: flags.nativeScheme },
      ),
    )
}

/** `consumer accept`, `consumer reject` and `consumer cancel`. */
function createStatusCommand(change: keyof typeof STATUS_DESCRIPTIONS): Command {
  return createStoreCommand(`${change} <key>`, STATUS_DESCRIPTIONS[change]).action(
    (key: string, flags: StoreOptions) =>
      withProvider(flags, async ({ consumers }) => {
        showConsumer(await consumers[change](key), flags)
      }),
  )
}

interface RotateFlags extends StoreOptions {
  readonly overlapSeconds?: number
  readonly ownSecret?: true
  readonly publicKey?: string
  readonly yes?: true
}

/** `consumer rotate`. */
function createRotateCommand(): Command {
  return createStoreCommand('rotate <key>', 'give a Consumer a new secret, or public key')
    .option(
      '--overlap-seconds <n>',
      'how long the old one works on: a day by default',
      parseInteger,
    )
    .option('--own-secret', `ask for the secret (or ${SECRET_VARIABLE}) instead of making one up`)
    .option('--public-key <file>', 'the new RSA public key or certificate')
    .option('--yes', 'do not ask')
    .action(async (key: string, flags: RotateFlags) => {
      const { overlapSeconds } = flags
      if (overlapSeconds === 0) await confirm('The old secret ends at once.', flags)
      const secret =
        flags.ownSecret === true ? await askSecret('Consumer secret', SECRET_VARIABLE) : undefined
      const publicKey = flags.publicKey === undefined ? undefined : await readBytes(flags.publicKey)
      await withProvider(flags, async ({ consumers }) => {
        showConsumer(await consumers.rotate(key, { secret, publicKey, overlapSeconds }), flags)
      })
    })
}

/** `consumer remove`. */
function createRemoveCommand(): Command {
  return createStoreCommand('remove <key>', 'remove a Consumer and all its tokens')
    .option('--yes', 'do not ask')
    .action(async (key: string, flags: StoreOptions & { readonly yes?: true }) => {
      await confirm('The Consumer and all its tokens go, and cannot be brought back.', flags)
      await withProvider(flags, async ({ consumers }) => {
        if (!(await consumers.remove(key))) throw new Failure('There is no Consumer of this key.')
        printResult(flags, { result: { removed: key }, line: 'Removed.' })
      })
    })
}
