import { CannotBeJudged } from '../checks/cannot-be-judged.js'
import type { Exchange } from '../wire/exchange.js'
import type { ConfiguredConsumer } from './provider-config.js'
import { describeResponse, isSuccess } from './token-response.js'

/** A token with its secret. */
export interface Token {
  readonly key: string
  readonly secret: string
}

/** The parts of the context that the shared access tokens need. */
export interface SharedTokensOptions {
  readonly createToken: (consumer: ConfiguredConsumer) => Promise<Token>
  /** Sends a plain signed request to the resource. */
  readonly sendPlainRequest: (consumer: ConfiguredConsumer, token: Token) => Promise<Exchange>
}

/** The access tokens that checks share, one for each consumer. */
export interface SharedTokens {
  /** Returns a token that works. Throws `CannotBeJudged` if a plain request with a new token is refused, too. */
  get(consumer: ConfiguredConsumer): Promise<Token>
  /** Returns whether a token is the shared one of its consumer, now or before it was lost. */
  has(token: Token): boolean
  /** Notes from a response whether its token still works. */
  observe(token: Token, exchange: Exchange): void
}

interface Entry {
  readonly consumer: ConfiguredConsumer
  token: Token | undefined
  /** Whether a request with the token was accepted, and none was refused since. */
  isProven: boolean
  /** How often a new token did not work, and why. */
  failures: number
  reason: string
}

const MAX_FAILURES = 2

/** Creates the store of shared access tokens. */
export function createSharedTokens(options: SharedTokensOptions): SharedTokens {
  const { createToken, sendPlainRequest } = options
  const entries = new Map<string, Entry>()
  const keys = new Set<string>()
  const running = new Map<Entry, Promise<void>>()

  function prove(entry: Entry): Promise<void> {
    const proof = running.get(entry) ?? proveOnce(entry).finally(() => running.delete(entry))
    running.set(entry, proof)
    return proof
  }

  async function proveOnce(entry: Entry): Promise<void> {
    const { consumer, token } = entry
    if (entry.failures >= MAX_FAILURES) throw new CannotBeJudged(entry.reason)
    if (token === undefined || !isSuccess(await sendPlainRequest(consumer, token)))
      await replace(entry)
    entry.isProven = true
    entry.failures = 0
  }

  async function replace(entry: Entry): Promise<void> {
    try {
      const token = await createToken(entry.consumer)
      const exchange = await sendPlainRequest(entry.consumer, token)
      if (!isSuccess(exchange)) throw new CannotBeJudged(describeRefusal(entry, exchange))
      keys.add(token.key)
      entry.token = token
    } catch (error) {
      entry.failures += 1
      entry.reason = error instanceof Error ? error.message : String(error)
      throw error
    }
  }

  return {
    async get(consumer) {
      const known = entries.get(consumer.key)
      const entry = known ?? {
        consumer,
        token: undefined,
        isProven: false,
        failures: 0,
        reason: '',
      }
      entries.set(consumer.key, entry)
      if (!entry.isProven) await prove(entry)
      if (entry.token === undefined) throw new CannotBeJudged('there is no access token')
      return entry.token
    },
    has: ({ key }) => keys.has(key),
    observe({ key }, exchange) {
      for (const entry of entries.values())
        if (entry.token?.key === key) entry.isProven = isSuccess(exchange)
    },
  }
}

function describeRefusal({ consumer: { key } }: Entry, exchange: Exchange): string {
  return `a plain correct request of the consumer ${JSON.stringify(key)} is not accepted: ${describeResponse(exchange)}`
}
