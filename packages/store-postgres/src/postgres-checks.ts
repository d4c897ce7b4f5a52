import {
  createOptionCheck,
  isFunction,
  isRecordWith,
  isTimeout,
  optionChecks,
} from '@oauthplus/core/internal'
import type { OptionCheck } from '@oauthplus/core/internal'

import type { PostgresConnectionOptions } from './postgres-link.js'
import type { PostgresPool } from './postgres-pool.js'
import type { PostgresTableOptions } from './table-names.js'

const isPoolObject = isRecordWith(
  'a Pool of pg, or the URL of a database as a string',
  optionChecks<PostgresPool>({
    required: { connect: isFunction, end: isFunction, on: isFunction, off: isFunction },
    optional: {},
  }),
)
const isIdentifier = createOptionCheck(
  'a name that begins with a lower-case letter or _, and has at most 30 lower-case letters, digits and _',
  (value) => typeof value === 'string' && /^[a-z_][a-z0-9_]{0,29}$/.test(value),
)

/** A pool, or a URL, which is checked later. */
export const isPoolOrUrl: OptionCheck = (value) =>
  typeof value === 'string' ? undefined : isPoolObject(value)

/** The checks of the options that the store and the throttle share. */
export const SHARED_CHECKS: Readonly<
  Record<keyof (PostgresTableOptions & PostgresConnectionOptions), OptionCheck>
> = {
  prefix: isIdentifier,
  schema: isIdentifier,
  timeoutSeconds: isTimeout,
  onError: isFunction,
}
