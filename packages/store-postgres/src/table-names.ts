/** The names of what a store has in a database, quoted, with the schema if one was given. */
export interface TableNames {
  /** The schema, unquoted; `undefined` if the connection's `search_path` determines it. */
  readonly schema: string | undefined
  /** The version of the layout, and the second up to which nonces were purged. */
  readonly settings: string
  readonly consumers: string
  readonly tokens: string
  readonly nonces: string
  /** The audit logs of consumers. */
  readonly audit: string
  /** The counts of refusals. */
  readonly refusals: string
  /** The counts of a throttle: only the name, unquoted. */
  readonly throttle: string
  /** The function that records a nonce. */
  readonly recordNonce: string
  /** The function that begins a purge. */
  readonly beginPurge: string
  /** Returns the name of an index, quoted. */
  index(name: string): string
  /** Returns a string from which the number of an advisory lock is made. */
  lock(name: string): string
}

/** The place of a store's tables. */
export interface PostgresTableOptions {
  /**
   * The prefix of the names of tables: lower-case letters, digits and `_`, at most 30 characters.
   * `oauth_` by default.
   */
  readonly prefix?: string | undefined
  /**
   * The schema that they are in, made by `migrate` if it is not there. By default the first of
   * the connection's `search_path`.
   */
  readonly schema?: string | undefined
}

/** Creates the names from the options, which were checked to be plain identifiers. */
export function createTableNames({ prefix = 'oauth_', schema }: PostgresTableOptions): TableNames {
  const quote = (name: string): string => `"${prefix}${name}"`
  const qualify = (name: string): string =>
    schema === undefined ? quote(name) : `"${schema}".${quote(name)}`
  return {
    schema,
    settings: qualify('settings'),
    consumers: qualify('consumers'),
    tokens: qualify('tokens'),
    nonces: qualify('nonces'),
    audit: qualify('audit'),
    refusals: qualify('refusals'),
    throttle: `${prefix}throttle`,
    recordNonce: qualify('record_nonce'),
    beginPurge: qualify('begin_purge'),
    index: quote,
    lock: (name) => `oauthplus ${schema ?? ''}.${prefix}${name}`,
  }
}
