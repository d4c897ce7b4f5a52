import type { ConsumerStatus } from '@oauthplus/server'
import type { Command } from 'commander'
import { Option } from 'commander'

import { moment } from '../output/moment.js'
import { printPages } from '../output/table.js'
import { everyPage } from '../provider-side/every-page.js'
import { storeCommand, withProvider } from '../provider-side/store-command.js'
import type { StoreOptions } from '../provider-side/store-command.js'

const PAGE = 1000

interface Flags extends StoreOptions {
  readonly status?: ConsumerStatus
}

/** `consumer list`. */
export function consumerList(): Command {
  return storeCommand('list', 'list the Consumers')
    .addOption(
      new Option('--status <status>', 'those alone').choices([
        ...['pending', 'accepted', 'rejected', 'canceled'],
      ]),
    )
    .action((flags: Flags) =>
      withProvider(flags, async ({ consumers }) => {
        const pages = everyPage(async (after) => {
          const page = await consumers.list({ after, limit: PAGE })
          const isAsked = ({ status }: { readonly status: ConsumerStatus }): boolean =>
            flags.status === undefined || status === flags.status
          return { entries: page.consumers.filter(isAsked), next: page.next }
        })
        await printPages(pages, {
          json: flags.json === true,
          head: ['KEY', 'NAME', 'STATUS', 'OWNER', 'SINCE'],
          row: ({ key, name, status, ownerId = '', createdAtSeconds }) => [
            ...[key, name, status, ownerId, moment(createdAtSeconds)],
          ],
        })
      }),
    )
}
