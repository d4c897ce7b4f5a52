import type { RsaKey } from '@oauthplus/core'

import type { BudgetMeter } from './budget.js'
import type { DepartureContext, KnownDeparture } from './departure.js'
import { renderBaseString, renderKey } from './render-plan.js'
import { measurePlan } from './signing-plan.js'
import type { SigningPlan } from './signing-plan.js'

/** Where a search begins: what is right, and with which key it is verified. */
export interface SearchStart {
  readonly plan: SigningPlan
  readonly publicKey: RsaKey | undefined
}

/** What a search has found. */
export interface SearchResult {
  /** The plan that fits, with what it began from; `undefined` if none does. */
  readonly found: { readonly right: SigningPlan; readonly departed: SigningPlan } | undefined
  /** The departures, or pairs of them, that give the plan that fits. */
  readonly explanations: readonly (readonly KnownDeparture[])[]
  readonly ruledOut: readonly KnownDeparture[]
  readonly pairs: number
}

/** What a search uses in addition to the plans. */
interface SearchEnvironment {
  readonly context: DepartureContext
  readonly meter: BudgetMeter
}

/** The stages whose departures look at headers, URL and body, too. */
const STAGES_OF_REQUEST = new Set(['method', 'uri', 'parameters'])
/** More would leave the pairs too little of the budget. */
const MAX_EXHAUSTIVE_STARTS = 2
const RARITIES = [2, 3, 4, 5, 6]

/** Looks for what was signed: each departure separately, then pairs of them, the likely ones first. */
export async function search(
  starts: readonly SearchStart[],
  departures: readonly KnownDeparture[],
  environment: SearchEnvironment,
): Promise<SearchResult> {
  const { meter } = environment
  const tried = new Map<string, (readonly KnownDeparture[])[]>()
  let found: SearchResult['found']
  let foundId: string | undefined

  const attempt = async (
    start: SearchStart,
    departed: SigningPlan,
    names: readonly KnownDeparture[],
  ): Promise<string | undefined> => {
    await meter.pause()
    if (!meter.takeBytes(measurePlan(departed))) return undefined
    const baseString = renderBaseString(departed)
    if (!meter.takeBytes(baseString.length)) return undefined
    const key = departed.signatureMethod.family === 'public-key' ? '' : renderKey(departed)
    const id = [departed.signatureMethod.name, departed.signature, key, baseString].join('\n')
    const known = tried.get(id)
    if (known !== undefined) {
      known.push(names)
      return id
    }
    tried.set(id, [names])
    if (foundId !== undefined || !meter.takeSignature()) return id
    if (await isVerified(start, departed, { baseString, key })) {
      foundId = id
      found = { right: start.plan, departed }
    }
    return id
  }

  const effective = new Set<KnownDeparture>()
  const attemptEach = async (
    singles: readonly KnownDeparture[],
    from: readonly SearchStart[],
  ): Promise<void> => {
    for (const start of from) {
      const rightId = await attempt(start, start.plan, [])
      for (const departure of singles) {
        for (const departed of await applyDeparture(departure, start.plan, environment)) {
          const id = await attempt(start, departed, [departure])
          if (id !== undefined && id !== rightId) effective.add(departure)
        }
      }
    }
  }
  await attemptEach(sortByRarity(departures.filter(({ isExhaustive }) => !isExhaustive)), starts)
  if (foundId === undefined) {
    await attemptEach(
      departures.filter(({ isExhaustive }) => isExhaustive),
      starts.slice(0, MAX_EXHAUSTIVE_STARTS),
    )
  }
  const ruledOut = departures.filter((departure) => effective.has(departure))
  let pairs = 0
  if (foundId === undefined) {
    const paired = departures.filter(
      (departure) =>
        !departure.isExhaustive && (effective.has(departure) || departure.stage === 'base-string'),
    )
    for (const pair of createPairs(paired)) {
      // What is encoded already gives the encoding of the base string nothing to do.
      if (!effective.has(pair[1]) && pair[0].stage !== 'encoding') continue
      if (meter.isEmpty()) break
      pairs++
      for (const start of starts) {
        const [first, second] = pair
        for (const departed of await applyDeparture(first, start.plan, environment)) {
          for (const departedTwice of await applyDeparture(second, departed, environment)) {
            await attempt(start, departedTwice, pair)
          }
        }
      }
    }
  }
  const explanations = foundId === undefined ? [] : findSimplest(tried.get(foundId) ?? [])
  return { found, explanations, ruledOut, pairs }
}

function isCryptoKey(key: RsaKey | undefined): boolean {
  return typeof key === 'object' && 'algorithm' in key
}

async function isVerified(
  { publicKey, plan }: SearchStart,
  { signatureMethod, signature }: SigningPlan,
  { baseString, key }: { readonly baseString: string; readonly key: string },
): Promise<boolean> {
  // A CryptoKey serves the one hash that it was made for.
  if (isCryptoKey(publicKey) && signatureMethod.name !== plan.signatureMethod.name) {
    return false
  }
  const keys = { publicKey, signingKey: key, consumerSecret: '', tokenSecret: '' }
  return signatureMethod.verify({ baseString, signature }, keys)
}

/** Applies a departure, and counts what it reads, whether the request gives it something to do or not. */
async function applyDeparture(
  departure: KnownDeparture,
  plan: SigningPlan,
  { context, meter }: SearchEnvironment,
): Promise<readonly SigningPlan[]> {
  await meter.pause()
  const read = measurePlan(plan) + (STAGES_OF_REQUEST.has(departure.stage) ? context.size : 0)
  return meter.takeBytes(read) ? departure.apply(plan, context) : []
}

/** Returns all pairs, the likely ones first; in a pair the earlier step comes first. */
function* createPairs(
  departures: readonly KnownDeparture[],
): Generator<readonly [KnownDeparture, KnownDeparture]> {
  for (const rarity of RARITIES) {
    for (const [index, first] of departures.entries()) {
      for (const second of departures.slice(index + 1)) {
        if (first.rarity + second.rarity === rarity) yield [first, second]
      }
    }
  }
}

function sortByRarity(departures: readonly KnownDeparture[]): readonly KnownDeparture[] {
  return [...departures].sort((a, b) => a.rarity - b.rarity)
}

/** Leaves out what was found twice, and pairs if one departure is enough. */
function findSimplest(
  all: readonly (readonly KnownDeparture[])[],
): readonly (readonly KnownDeparture[])[] {
  const fewest = all.reduce((least, { length }) => Math.min(least, length), Infinity)
  const ids = new Set<string>()
  return all.filter((departures) => {
    const id = departures.map((departure) => departure.id).join(' ')
    const isNew = departures.length === fewest && !ids.has(id)
    ids.add(id)
    return isNew
  })
}
