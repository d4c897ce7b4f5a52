import { REFUSAL_DAYS, toDay } from '../../store/refusal-count.js'
import type { RefusalCount } from '../../store/refusal-count.js'
import type { PortalContext } from '../portal-context.js'

/** How an application is used. */
export interface Usage {
  readonly lastUsedAtSeconds: number | undefined
  readonly userCount: number
  /** Whether users were counted to the end. */
  readonly isComplete: boolean
  /** The refusals of recent days, the newest first. */
  readonly refusals: readonly RefusalCount[]
}

const TOKENS_PER_READ = 1000
const MAX_READS = 5
const MAX_USERS = 1000

/** Measures how an application is used, at a bounded cost: it stops to count at 1,000 users or 5,000 tokens. */
export async function measureUsage<User>(
  { settings }: PortalContext<User>,
  consumerKey: string,
): Promise<Usage> {
  const { store, nowSeconds } = settings
  const users = new Set<string>()
  let lastUsed = 0
  let after: string | undefined
  let isComplete = false
  for (let reads = 0; reads < MAX_READS && users.size < MAX_USERS && !isComplete; reads++) {
    const tokens = await store.listAccessTokens({ consumerKey }, { after, limit: TOKENS_PER_READ })
    for (const { userId, lastUsedAtSeconds = 0 } of tokens) {
      users.add(userId)
      lastUsed = Math.max(lastUsed, lastUsedAtSeconds)
    }
    after = tokens.at(-1)?.key
    isComplete = tokens.length < TOKENS_PER_READ
  }
  const refusals = await store.listRefusals(consumerKey, toDay(nowSeconds()) - REFUSAL_DAYS)
  return {
    lastUsedAtSeconds: lastUsed === 0 ? undefined : lastUsed,
    userCount: Math.min(users.size, MAX_USERS),
    isComplete: isComplete && users.size <= MAX_USERS,
    refusals: [...refusals].reverse(),
  }
}
