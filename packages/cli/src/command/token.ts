import type { RevocationTarget } from '@oauthplus/server'
import type { Command } from 'commander'

import { Failure, createUsageFailure } from '../failure.js'
import { confirm } from '../output/ask.js'
import { note, printJson, printResult } from '../output/print.js'
import { formatTime, printFields, printPages } from '../output/table.js'
import { listTokens } from '../provider-side/read-pages.js'
import { createStoreCommand, withProvider } from '../provider-side/store-command.js'
import type { StoreOptions } from '../provider-side/store-command.js'
import { addExamples, collect, createCommand, parseInteger } from '../create-command.js'

/** Creates `token`. */
export function createTokenCommand(): Command {
  const command = createCommand('token', 'manage the access tokens that users have granted')
    .addCommand(createListCommand())
    .addCommand(createIssueCommand())
    .addCommand(createRevokeCommand())
  return addExamples(command, [
    'token list --user jane',
    'token issue --consumer printer --user jane --scope photos',
    'token revoke --consumer printer --user jane',
  ])
}

interface ListFlags extends StoreOptions {
  readonly consumer?: string
  readonly user?: string
}

/** Creates `token list`. */
function createListCommand(): Command {
  const command = createStoreCommand('list', 'list the valid access tokens')
    .option('--consumer <key>', 'only tokens of a consumer')
    .option('--user <id>', 'only tokens of a user')
    .action((flags: ListFlags) =>
      withProvider(flags, (provider) =>
        printPages(listTokens(provider, { consumerKey: flags.consumer, userId: flags.user }), {
          json: flags.json === true,
          head: ['KEY', 'CONSUMER', 'USER', 'SCOPES', 'BY', 'SINCE', 'LAST USED', 'EXPIRES'],
          row: (found) => [
            found.key,
            found.consumer.name,
            found.userId,
            found.scopes.join(' '),
            found.grantedBy,
            formatTime(found.createdAtSeconds),
            formatTime(found.lastUsedAtSeconds),
            formatTime(found.expiresAtSeconds),
          ],
        }),
      ),
    )
  return addExamples(command, ['token list --user jane', 'token list --consumer printer --json'])
}

interface IssueFlags extends StoreOptions {
  readonly consumer: string
  readonly user: string
  readonly scope?: readonly string[]
  readonly lifetimeSeconds?: number
}

/** Creates `token issue`. */
function createIssueCommand(): Command {
  const command = createStoreCommand('issue', 'issue an access token without asking the user')
    .requiredOption('--consumer <key>', 'the consumer of the token')
    .requiredOption('--user <id>', 'the user of the token')
    .option('--scope <name>', 'a scope of your application; repeatable', collect)
    .option('--lifetime-seconds <n>', 'its lifetime; unlimited by default', parseInteger)
    .action((flags: IssueFlags) => {
      const { consumer, user, scope: scopes = [], lifetimeSeconds } = flags
      return withProvider(
        flags,
        async ({ tokens }) => {
          const issued = await tokens.issue({ consumerKey: consumer, userId: user, scopes })
          if (flags.json === true) printJson(issued)
          else {
            printFields([
              ['token', issued.key],
              ['token secret', issued.secret],
              ['expires', formatTime(issued.expiresAtSeconds)],
            ])
          }
          note('The secret is shown only once.')
        },
        { scopes, accessTokenLifetimeSeconds: lifetimeSeconds },
      )
    })
  return addExamples(command, [
    'token issue --consumer printer --user jane --scope photos',
    'token issue --consumer printer --user jane --lifetime-seconds 3600',
  ])
}

interface RevokeFlags extends StoreOptions {
  readonly consumer?: string
  readonly user?: string
  readonly yes?: true
}

/** Creates `token revoke`. */
function createRevokeCommand(): Command {
  const command = createStoreCommand(
    'revoke [token]',
    'revoke a token, or the tokens of a consumer, a user, or both',
  )
    .option('--consumer <key>', 'only tokens of a consumer')
    .option('--user <id>', 'only tokens of a user')
    .option('--yes', 'do not ask')
    .action(async (tokenKey: string | undefined, flags: RevokeFlags) => {
      const target = readTarget(tokenKey, flags)
      await confirm('Consumers with revoked tokens must ask their users again.', flags)
      await withProvider(flags, async ({ tokens }) => {
        const count = await tokens.revoke(target)
        if (count === 0) throw new Failure('No valid token matches.')
        printResult(flags, { result: { revoked: count }, line: `Revoked: ${count}.` })
      })
    })
  return addExamples(command, [
    'token revoke nnch734d00sl2jdk',
    'token revoke --consumer printer --user jane',
    'token revoke --user jane --yes',
  ])
}

function readTarget(
  tokenKey: string | undefined,
  { consumer, user }: RevokeFlags,
): RevocationTarget {
  const isMixed = tokenKey !== undefined && (consumer !== undefined || user !== undefined)
  if (isMixed)
    throw createUsageFailure('Specify either a token, or --consumer and --user, not both')
  if (tokenKey !== undefined) return { tokenKey }
  if (consumer !== undefined) return { consumerKey: consumer, userId: user }
  if (user !== undefined) return { userId: user }
  throw createUsageFailure('Specify a token, or use --consumer, --user, or both')
}
