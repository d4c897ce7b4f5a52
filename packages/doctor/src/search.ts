import { createAttempts } from './attempts.js'
import type { Attempts, SearchStart } from './attempts.js'
import type { BudgetMeter } from './budget.js'
import type { DepartureContext, DepartureStage, KnownDeparture } from './departure.js'
import { hasSameParameters } from './render-plan.js'
import type { RenderedPlan } from './render-plan.js'
import { measurePlan } from './signing-plan.js'
import type { SigningPlan } from './signing-plan.js'

/** The result of a search. */
export interface SearchResult {
  /** The plan that fits, with its start. `undefined` if no plan fits. */
  readonly found: { readonly right: SigningPlan; readonly departed: SigningPlan } | undefined
  /** The departures, or pairs of departures, that result in the plan that fits. */
  readonly explanations: readonly (readonly KnownDeparture[])[]
  readonly ruledOut: readonly KnownDeparture[]
  readonly pairs: number
}

/** The input of a search in addition to the plans. */
interface SearchEnvironment {
  readonly context: DepartureContext
  readonly meter: BudgetMeter
  readonly attempts: Attempts
}

/** A plan with one departure. */
interface SinglePlan {
  readonly plan: SigningPlan
  /** Omitted if it takes too much memory. */
  readonly rendered: RenderedPlan | undefined
}

/** The plans of each departure from one start. */
interface Singles {
  readonly start: SearchStart
  readonly plansOf: Map<KnownDeparture, readonly SinglePlan[]>
}

type Pair = readonly [first: KnownDeparture, second: KnownDeparture]

/** The stages whose departures also look at the headers, the URL and the body. */
const STAGES_OF_REQUEST = new Set<DepartureStage>(['method', 'uri', 'parameters'])
/** More plans would leave too little of the budget for pairs. */
const MAX_EXHAUSTIVE_STARTS = 2
/** The total length of the cached base strings. */
const MAX_KEPT_CHARACTERS = 2_097_152
const RARITIES = [2, 3, 4, 5, 6]

/** Searches for the mistake: each departure singly, then pairs, the likely ones first. */
export async function search(
  starts: readonly SearchStart[],
  departures: readonly KnownDeparture[],
  input: Omit<SearchEnvironment, 'attempts'>,
): Promise<SearchResult> {
  const attempts = createAttempts(input.meter)
  const environment = { ...input, attempts }
  const usual = departures.filter(({ isExhaustive }) => !isExhaustive)
  const exhaustive = departures.filter(({ isExhaustive }) => isExhaustive)
  const effective = new Set<KnownDeparture>()
  const singles: Singles[] = []
  for (const start of starts) {
    singles.push(await trySingles(start, { departures: usual, effective }, environment))
  }
  if (attempts.found() === undefined) {
    for (const start of starts.slice(0, MAX_EXHAUSTIVE_STARTS)) {
      await trySingles(start, { departures: exhaustive, effective }, environment)
    }
  }
  let pairs = 0
  if (attempts.found() === undefined) {
    for (const each of singles) await tryWrittenSignatures(each, environment)
  }
  for (const rarity of RARITIES) {
    // Several equally likely pairs may result in the same plan.
    if (attempts.found() !== undefined || input.meter.isEmpty()) break
    for (const pair of createPairs(usual, { rarity, effective })) {
      if (input.meter.isEmpty()) break
      pairs++
      for (const each of singles) await tryPair(pair, each, environment)
    }
  }
  const found = attempts.found()
  return {
    found,
    explanations: found === undefined ? [] : findSimplest(found.explanations),
    ruledOut: departures.filter((departure) => effective.has(departure)),
    pairs,
  }
}

/** Tries each departure from one start, the likely ones first. */
async function trySingles(
  start: SearchStart,
  input: {
    readonly departures: readonly KnownDeparture[]
    readonly effective: Set<KnownDeparture>
  },
  environment: SearchEnvironment,
): Promise<Singles> {
  const { attempts } = environment
  const right = await attempts.tryPlan(start.plan, { start, names: [] })
  const similar = right?.rendered
  const plansOf = new Map<KnownDeparture, readonly SinglePlan[]>()
  let kept = 0
  for (const departure of sortByRarity(input.departures)) {
    const plans: SinglePlan[] = []
    for (const plan of await applyDeparture(departure, start.plan, environment)) {
      const attempt = await attempts.tryPlan(plan, { start, names: [departure], similar })
      if (attempt !== undefined && attempt.id !== right?.id) input.effective.add(departure)
      kept += attempt?.rendered.baseString.length ?? 0
      plans.push({ plan, rendered: kept <= MAX_KEPT_CHARACTERS ? attempt?.rendered : undefined })
    }
    plansOf.set(departure, plans)
  }
  return { start, plansOf }
}

/** Tries each departure with each other way of reading a malformed signature. */
async function tryWrittenSignatures(
  { start, plansOf }: Singles,
  { attempts }: SearchEnvironment,
): Promise<void> {
  for (const [written, readings] of plansOf) {
    if (written.stage !== 'signature') continue
    for (const {
      plan: { signature },
    } of readings) {
      for (const [departure, plans] of plansOf) {
        if (departure.stage === 'signature') continue
        for (const { plan, rendered } of plans) {
          const names = [departure, written]
          await attempts.tryPlan({ ...plan, signature }, { start, names, similar: rendered })
        }
      }
    }
  }
}

async function tryPair(
  pair: Pair,
  { start, plansOf }: Singles,
  environment: SearchEnvironment,
): Promise<void> {
  const [first, second] = pair
  const [firstPlans, secondPlans] = [plansOf.get(first) ?? [], plansOf.get(second) ?? []]
  const { attempts } = environment
  // A departure that changes only the URI can be combined in any order with one that does not read
  // it, and renders faster.
  if (firstPlans.every(({ plan }) => isOfUri(plan, start.plan))) {
    for (const { plan, rendered } of secondPlans) {
      const departedTwice = isSameUri(plan, start.plan)
        ? firstPlans.map(({ plan: { method, uri } }) => ({ ...plan, method, uri }))
        : await applyDeparture(first, plan, environment)
      for (const each of departedTwice) {
        await attempts.tryPlan(each, { start, names: pair, similar: rendered })
      }
    }
    return
  }
  for (const { plan, rendered } of firstPlans) {
    for (const each of await applyDeparture(second, plan, environment)) {
      await attempts.tryPlan(each, { start, names: pair, similar: rendered })
    }
  }
}

function isOfUri(plan: SigningPlan, right: SigningPlan): boolean {
  return (
    hasSameParameters(plan, right) &&
    plan.encodeUri === right.encodeUri &&
    plan.joinParts === right.joinParts &&
    plan.key === right.key &&
    plan.signatureMethod === right.signatureMethod
  )
}

function isSameUri(plan: SigningPlan, right: SigningPlan): boolean {
  return plan.uri === right.uri && plan.method === right.method
}

/**
 * Applies a departure, and counts the characters that it reads, even if it does not apply to the
 * request.
 */
async function applyDeparture(
  departure: KnownDeparture,
  plan: SigningPlan,
  { context, meter }: SearchEnvironment,
): Promise<readonly SigningPlan[]> {
  await meter.pause()
  const read = measurePlan(plan) + (STAGES_OF_REQUEST.has(departure.stage) ? context.size : 0)
  return meter.takeBytes(read) ? departure.apply(plan, context) : []
}

/** Returns the pairs of a likelihood. In a pair, the earlier step comes first. */
function* createPairs(
  departures: readonly KnownDeparture[],
  {
    rarity,
    effective,
  }: { readonly rarity: number; readonly effective: ReadonlySet<KnownDeparture> },
): Generator<Pair> {
  // Malformed signatures were already tried with all other departures.
  const paired = departures.filter(({ stage }) => stage !== 'signature')
  for (const [index, first] of paired.entries()) {
    if (!effective.has(first)) continue
    for (const second of paired.slice(index + 1)) {
      // Encoded strings leave nothing to do for the encoding of the base string.
      const isAwoken = first.stage === 'encoding' && second.stage === 'base-string'
      const isTried = effective.has(second) || isAwoken
      if (isTried && first.rarity + second.rarity === rarity) yield [first, second]
    }
  }
}

function sortByRarity(departures: readonly KnownDeparture[]): readonly KnownDeparture[] {
  return [...departures].sort((a, b) => a.rarity - b.rarity)
}

/** Removes duplicates, and removes pairs if one departure is enough. */
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
