import { isClusterClient, isSentinelClient } from './redis-client.js'
import type { RedisClient } from './redis-client.js'
import type { RedisScript } from './redis-script.js'

/** The response of a server. */
export type Reply = string | number | null | readonly Reply[]

/** The way to the server. Every call ends in time, with a response or a rejection. */
export interface RedisLink {
  /** Whether the keys are spread over the nodes of a Cluster. */
  isCluster(): Promise<boolean>
  /** Sends one command, to the primary of its key, the second word. */
  command(...words: readonly [name: string, key: string, ...rest: string[]]): Promise<Reply>
  /** Runs a script on keys of one slot. */
  run(script: RedisScript, keys: readonly string[], args: readonly string[]): Promise<Reply>
  /** Asks every primary what it says of itself. */
  info(): Promise<readonly Reply[]>
  /** Finds the keys of every primary whose names match a pattern; some more than once. */
  findKeys(pattern: string): Promise<readonly string[]>
  /** Closes the connections that were opened here. */
  close(): Promise<void>
}

/** How a link comes to its client. */
export type ClientSource =
  /** A client that its creator closes. */
  | { readonly client: RedisClient }
  /** Makes one, not yet connected. */
  | { readonly createClient: () => RedisClient }

// The maximum number of waiting calls, so that a server that hangs does not fill the memory.
const MAX_WAITING_CALLS = 10_000
// After this many timeouts without any response, the connection is considered dead.
const MAX_SILENT_TIMEOUTS = 3
const RETRY_MILLISECONDS = 500
/** How many keys a server looks at in one step. */
const SCAN_COUNT = '1000'

/** How to connect. */
export interface LinkOptions {
  readonly source: ClientSource
  readonly timeoutSeconds: number
  /** Is called with errors outside of calls. */
  readonly onError: (error: unknown) => void
  /** Looks at what the primaries say to `INFO` before the first call; throws if they are not suitable. */
  readonly verify?: (responses: readonly Reply[], isCluster: boolean) => void
}

/** Creates a link. Nothing is connected before the first call. */
export function createRedisLink(options: LinkOptions): RedisLink {
  const { source, timeoutSeconds, onError, verify } = options
  const timeoutMilliseconds = Math.ceil(timeoutSeconds * 1000)
  let opening: Promise<RedisClient> | undefined
  let giveUpOpening: (reason: Error) => void = () => undefined
  let current: RedisClient | undefined
  let isClosed = false
  let waitingCalls = 0
  let lastResponseMilliseconds = 0

  async function open(): Promise<RedisClient> {
    const client = 'client' in source ? source.client : source.createClient()
    current = client
    // Without a listener, an `error` event ends the process. Calls reject by themselves.
    client.on('error', onError)
    if (!client.isOpen) {
      try {
        await client.connect()
      } finally {
        // It was replaced in the meantime: a Cluster's client would still connect to every node once its server responds again.
        if (current !== client) end(client)
      }
    }
    verify?.(await readInfo(client), isClusterClient(client))
    return client
  }

  /** Returns the client; one that cannot be connected is tried again, but not at every call. */
  function getClient(): Promise<RedisClient> {
    if (isClosed) return Promise.reject(new Error('The store was closed'))
    if (opening) return opening
    const attempt = new Promise<RedisClient>((resolve, reject) => {
      giveUpOpening = reject
      open().then(resolve, reject)
    })
    opening = attempt
    attempt.catch(() => {
      const timer = setTimeout(() => {
        if (opening === attempt) dropClient()
      }, RETRY_MILLISECONDS)
      timer.unref()
    })
    return attempt
  }

  function dropClient(): void {
    const dropped = current
    // A server that hangs may never let `connect` settle, and calls wait for it.
    giveUpOpening(new Error('The connection to Redis was given up'))
    opening = undefined
    current = undefined
    lastResponseMilliseconds = performance.now()
    if (dropped) end(dropped)
  }

  function end(client: RedisClient): void {
    if ('client' in source) {
      client.off('error', onError)
      return
    }
    // A client that was never connected has nothing to end, and may say so.
    void Promise.resolve()
      .then(() => client.destroy())
      .catch(onError)
  }

  function ask<Result>(call: (client: RedisClient) => Promise<Result>): Promise<Result> {
    if (waitingCalls >= MAX_WAITING_CALLS) {
      return Promise.reject(new Error('Too many calls wait for Redis'))
    }
    waitingCalls++
    if (waitingCalls === 1) lastResponseMilliseconds = performance.now()
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`Redis did not respond within ${timeoutSeconds} seconds`))
        const silentMilliseconds = performance.now() - lastResponseMilliseconds
        // A peer that is gone without a word would else be waited for until TCP gives up.
        if (silentMilliseconds >= MAX_SILENT_TIMEOUTS * timeoutMilliseconds) dropClient()
      }, timeoutMilliseconds)
      const recordSettled = (): void => {
        clearTimeout(timer)
        waitingCalls--
        lastResponseMilliseconds = performance.now()
      }
      getClient()
        .then(call)
        .then(
          (result) => {
            recordSettled()
            resolve(result)
          },
          (error: unknown) => {
            recordSettled()
            reject(error instanceof Error ? error : new Error('Redis failed', { cause: error }))
          },
        )
    })
  }

  // A command that was not sent by then must not be sent later: its call has already rejected. Clients made here keep
  // nothing to be sent later, and node-redis's timeout would be a third of what a command costs.
  const timeout = 'client' in source ? timeoutMilliseconds : undefined
  const callOptions = { timeout, typeMapping: {} }

  function send(client: RedisClient, key: string | undefined, words: string[]): Promise<Reply> {
    // Replicas may lag behind: nothing is read from them.
    const response = isClusterClient(client)
      ? client.sendCommand(key, false, words, callOptions)
      : isSentinelClient(client)
        ? client.sendCommand(false, words, callOptions)
        : client.sendCommand(words, callOptions)
    return response as Promise<Reply>
  }

  /** Calls a function with a client of each primary. */
  async function askPrimaries<Result>(
    client: RedisClient,
    call: (primary: RedisClient) => Promise<Result>,
  ): Promise<readonly Result[]> {
    if (!isClusterClient(client)) return [await call(client)]
    return Promise.all(
      client.masters.map(async (node) => call(await client.nodeClient(node as never))),
    )
  }

  async function readInfo(client: RedisClient): Promise<readonly Reply[]> {
    try {
      return await askPrimaries(client, (primary) => send(primary, undefined, ['INFO']))
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith('NOPERM')) throw error
      // In doubt it is refused: whether nonces are evicted, nobody would know.
      throw new Error('Redis is not fit: its user may not call INFO; grant it by ACL (+info)', {
        cause: error,
      })
    }
  }

  /** Reads the names of keys step by step: each step is a call that ends in time. */
  async function scan(primary: RedisClient, pattern: string): Promise<readonly string[]> {
    const keys: string[] = []
    let cursor = '0'
    do {
      const words = ['SCAN', cursor, 'MATCH', pattern, 'COUNT', SCAN_COUNT]
      const step = (await ask(() => send(primary, undefined, words))) as [string, string[]]
      cursor = step[0]
      keys.push(...step[1])
    } while (cursor !== '0')
    return keys
  }

  return {
    isCluster: async () => isClusterClient(current ?? (await ask(async (client) => client))),

    command: (...words) => ask((client) => send(client, words[1], [...words])),

    run: ({ text, name }, keys, args) =>
      ask((client) => {
        const rest = [String(keys.length), ...keys, ...args]
        return send(client, keys[0], ['EVALSHA', name, ...rest]).catch((error: unknown) => {
          if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error
          return send(client, keys[0], ['EVAL', text, ...rest])
        })
      }),

    info: () => ask(readInfo),

    async findKeys(pattern) {
      const primaries = await ask((client) => askPrimaries(client, async (primary) => primary))
      const found = await Promise.all(primaries.map((primary) => scan(primary, pattern)))
      return found.flat()
    },

    async close() {
      isClosed = true
      dropClient()
    },
  }
}
