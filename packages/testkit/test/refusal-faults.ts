import { also } from './fault.js'
import type { Fault } from './fault.js'

const ADDED_UP = 'refusals are added up by consumer, day and code, and listed in that order'
const IN_ONE_CALL =
  'refusals of one call may be for the same consumer, day and code, or none at all'
const OF_OTHERS = 'refusals are listed without those of another consumer, and need none that exists'
const AT_THE_SAME_MOMENT = 'of 20 additions at the same moment none is lost'
const PURGED = 'a purge forgets refusals of more than 14 days before, without counting them'
const COPIED = 'refusals are kept and listed as copies'

/** Ways of breaking what the contract says of counts of refusals. */
export const REFUSAL_FAULTS: readonly Fault[] = [
  {
    name: 'replaces a count of refusals',
    broken: also('addRefusals', ({ tables }) => tables.refusals.clear()),
    caughtBy: ADDED_UP,
  },
  {
    name: 'lists refusals in the order in which they were added',
    broken: ({ tables }) => ({
      listRefusals: async (key, sinceDay) =>
        structuredClone(
          [...tables.refusals.values()].filter(
            ({ consumerKey, day }) => consumerKey === key && day >= sinceDay,
          ),
        ),
    }),
    caughtBy: ADDED_UP,
  },
  {
    name: 'lists the refusals of every day',
    broken: ({ store }) => ({ listRefusals: (key) => store.listRefusals(key, 0) }),
    caughtBy: ADDED_UP,
  },
  {
    name: 'adds to a count of refusals once in a call',
    broken: ({ store }) => ({
      addRefusals: (counts) => store.addRefusals(counts.slice(0, 1)),
    }),
    caughtBy: IN_ONE_CALL,
  },
  {
    name: 'finds refusals by the beginning of a key',
    broken: ({ tables }) => ({
      listRefusals: async (key, sinceDay) =>
        structuredClone(
          [...tables.refusals.values()].filter(
            ({ consumerKey, day }) => consumerKey.startsWith(key) && day >= sinceDay,
          ),
        ),
    }),
    caughtBy: OF_OTHERS,
  },
  {
    name: 'adds no refusals of an unknown consumer',
    broken: ({ store, tables: { consumers } }) => ({
      addRefusals: (counts) =>
        store.addRefusals(counts.filter(({ consumerKey }) => consumers.has(consumerKey))),
    }),
    caughtBy: OF_OTHERS,
  },
  {
    name: 'loses refusals that are added at the same moment',
    racy: ['addRefusals'],
    caughtBy: AT_THE_SAME_MOMENT,
  },
  {
    name: 'never forgets refusals',
    broken: ({ store, tables: { refusals } }) => ({
      purge: async (nowSeconds) => {
        const kept = [...refusals]
        const count = await store.purge(nowSeconds)
        for (const [key, refusal] of kept) refusals.set(key, refusal)
        return count
      },
    }),
    caughtBy: PURGED,
  },
  {
    name: 'forgets all refusals in a purge',
    broken: also('purge', ({ tables }) => tables.refusals.clear()),
    caughtBy: PURGED,
  },
  {
    name: 'counts refusals as purged records',
    broken: ({ store, tables: { refusals } }) => ({
      purge: async (nowSeconds) => {
        const sizeBefore = refusals.size
        return (await store.purge(nowSeconds)) + sizeBefore - refusals.size
      },
    }),
    caughtBy: PURGED,
  },
  {
    name: 'lists the counts of refusals themselves',
    broken: ({ tables }) => ({ listRefusals: async () => [...tables.refusals.values()] }),
    caughtBy: COPIED,
  },
]
