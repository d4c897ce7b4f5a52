/** A connection of a pool of `pg`, as far as a store uses it. */
export interface PostgresClient {
  /** Sends a query. */
  query(query: object): Promise<{
    /** The rows of the result. */
    readonly rows: unknown[]
    /** How many rows it concerned. */
    readonly rowCount: number | null
  }>
  /** Returns the connection to the pool, which closes it if `destroy` is true. */
  release(destroy?: boolean): void
  /** Listens. */
  on(event: 'error', listener: (error: Error) => void): unknown
  /** Listens no more. */
  off(event: 'error', listener: (error: Error) => void): unknown
}

/** A `Pool` of `pg`, as far as a store uses it. */
export interface PostgresPool {
  /** Returns a connection that nobody else uses. */
  connect(): Promise<PostgresClient>
  /** Ends all connections. */
  end(): Promise<void>
  /** Listens. */
  on(event: 'error', listener: (error: Error) => void): unknown
  /** Listens no more. */
  off(event: 'error', listener: (error: Error) => void): unknown
}
