import {
  createOptionCheck,
  isFunction,
  isPurgeInterval,
  isRecordWith,
  optionChecks,
} from '@oauthplus/core/internal'
import type { OptionCheck, OptionChecks } from '@oauthplus/core/internal'

import type { SqliteDatabase } from './sqlite-database.js'

/** How a SQLite store works. */
export interface SqliteStoreOptions {
  /** The prefix of the names of its tables: `[a-z_][a-z0-9_]*`. `oauth_` by default. */
  readonly prefix?: string | undefined
  /**
   * How long a call waits for another process that writes, from 0 to 0.25. Meanwhile this process
   * does nothing else. 0.25 by default. Then the call fails, and the provider responds with 503.
   */
  readonly busyTimeoutSeconds?: number | undefined
  /**
   * How long it waits between purges of what has expired; `false` for never, if the application
   * calls `purge` itself. 60 by default.
   */
  readonly purgeEverySeconds?: number | false | undefined
  /** The time of the purges, in milliseconds since 1970. `Date.now` by default. */
  readonly now?: (() => number) | undefined
  /** Is called with the error of a purge that failed. Ignored by default. */
  readonly onError?: ((error: unknown) => void) | undefined
}

const isConnection = isRecordWith(
  'the name of a file, or a connection such as new DatabaseSync(file)',
  optionChecks<SqliteDatabase>({
    required: { exec: isFunction, prepare: isFunction },
    optional: { close: isFunction },
  }),
)
/** Checks the argument of `sqliteStore`: the name of a file or a connection. */
export const isDatabase: OptionCheck = (value) =>
  typeof value === 'string' && value !== '' ? undefined : isConnection(value)
/** Checks the options of `sqliteStore`. */
export const OPTION_CHECKS: OptionChecks = optionChecks<SqliteStoreOptions>({
  required: {},
  optional: {
    prefix: createOptionCheck(
      '1 to 30 of a-z, 0-9 and _, and begin with no digit',
      (value) => typeof value === 'string' && /^[a-z_][a-z0-9_]{0,29}$/.test(value),
    ),
    busyTimeoutSeconds: createOptionCheck(
      'a number from 0 to 0.25',
      (value) => typeof value === 'number' && value >= 0 && value <= 0.25,
    ),
    purgeEverySeconds: isPurgeInterval,
    now: isFunction,
    onError: isFunction,
  },
})
