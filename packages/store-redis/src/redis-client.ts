/** The options of a call. */
export interface RedisCallOptions {
  /** How long it may wait until it is sent, in milliseconds; `undefined` for as long as it takes. */
  readonly timeout?: number | undefined
  /** Which types responses take. */
  readonly typeMapping?: object
}

/** The members that the clients of node-redis have in common. */
interface AnyRedisClient {
  /** Whether `connect` was called. */
  readonly isOpen: boolean
  /** Connects it. */
  connect(): Promise<unknown>
  /** Is called with errors outside of calls. */
  on(event: 'error', listener: (error: unknown) => void): unknown
  /** Stops that. */
  off(event: 'error', listener: (error: unknown) => void): unknown
  /** Closes its connections without waiting for responses. */
  destroy(): unknown
}

/** A client for one server, as node-redis's `createClient` or `createClientPool` makes it. */
export interface RedisServerClient extends AnyRedisClient {
  /** Sends a command. */
  sendCommand(words: string[], options?: RedisCallOptions): Promise<unknown>
}

/** A client for a Cluster, as node-redis's `createCluster` makes it. */
export interface RedisClusterClient extends AnyRedisClient {
  /** The nodes with the slots. */
  readonly masters: readonly unknown[]
  /** Returns the client of one of them. */
  nodeClient(node: never): Promise<RedisServerClient> | RedisServerClient
  /** Sends a command to the node that has a key. */
  sendCommand(
    firstKey: string | undefined,
    isReadonly: boolean | undefined,
    words: string[],
    options?: RedisCallOptions,
  ): Promise<unknown>
}

/** A client for what Sentinels watch, as node-redis's `createSentinel` makes it. */
export interface RedisSentinelClient extends AnyRedisClient {
  /** The primary, if one is known. */
  getMasterNode(): unknown
  /** Sends a command to the primary, or, if it only reads, to a replica. */
  sendCommand(
    isReadonly: boolean | undefined,
    words: string[],
    options?: RedisCallOptions,
  ): Promise<unknown>
}

/** Any client of node-redis 5 or 6. */
export type RedisClient = RedisServerClient | RedisClusterClient | RedisSentinelClient

/** Returns whether a client is one for a Cluster. */
export function isClusterClient(client: RedisClient): client is RedisClusterClient {
  return 'masters' in client
}

/** Returns whether a client is one for Sentinels. */
export function isSentinelClient(client: RedisClient): client is RedisSentinelClient {
  return 'getMasterNode' in client
}
