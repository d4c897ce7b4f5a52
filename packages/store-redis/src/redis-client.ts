/** What a call may be told. */
export interface RedisCallOptions {
  /** How long it may wait until it is sent, in milliseconds; `undefined` for as long as it takes. */
  readonly timeout?: number | undefined
  /** Which types answers take. */
  readonly typeMapping?: object
}

/** What the clients of node-redis have in common. */
interface AnyRedisClient {
  /** Whether `connect` was called. */
  readonly isOpen: boolean
  /** Connects it. */
  connect(): Promise<unknown>
  /** Hears of what goes wrong outside of calls. */
  on(event: 'error', listener: (error: unknown) => void): unknown
  /** Stops that. */
  off(event: 'error', listener: (error: unknown) => void): unknown
  /** Ends its connections without waiting for answers. */
  destroy(): unknown
}

/** A client for one server, as node-redis's `createClient` or `createClientPool` makes it. */
export interface RedisServerClient extends AnyRedisClient {
  /** Sends a command. */
  sendCommand(words: string[], options?: RedisCallOptions): Promise<unknown>
}

/** A client for a Cluster, as node-redis's `createCluster` makes it. */
export interface RedisClusterClient extends AnyRedisClient {
  /** The nodes that hold the slots. */
  readonly masters: readonly unknown[]
  /** Gives the client of one of them. */
  nodeClient(node: never): Promise<RedisServerClient> | RedisServerClient
  /** Sends a command to where a key is. */
  sendCommand(
    firstKey: string | undefined,
    isReadonly: boolean | undefined,
    words: string[],
    options?: RedisCallOptions,
  ): Promise<unknown>
}

/** A client for what Sentinels watch, as node-redis's `createSentinel` makes it. */
export interface RedisSentinelClient extends AnyRedisClient {
  /** The primary, where one is known. */
  getMasterNode(): unknown
  /** Sends a command to the primary, or where it only reads to a replica. */
  sendCommand(
    isReadonly: boolean | undefined,
    words: string[],
    options?: RedisCallOptions,
  ): Promise<unknown>
}

/** Any client of node-redis 5 or 6. */
export type RedisClient = RedisServerClient | RedisClusterClient | RedisSentinelClient

/** Tells a client for a Cluster from the others. */
export function isClusterClient(client: RedisClient): client is RedisClusterClient {
  return 'masters' in client
}

/** Tells a client for what Sentinels watch from the others. */
export function isSentinelClient(client: RedisClient): client is RedisSentinelClient {
  return 'getMasterNode' in client
}
