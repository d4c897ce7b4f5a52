import type { AuditEntry, Store } from '@oauthplus/server'
import { assertEqual } from './assert-equal.js'
import type { StoreCase } from './contract-case.js'
import { CONSUMER_KEY, makeConsumer } from './sample-records.js'
import { tamperWith } from './tamper-with.js'

// Keys that patterns, prefixes and collations confuse with the key of the sample consumer.
const SIMILAR_KEYS = [`${CONSUMER_KEY}-2`, 'print', 'Printer', '%']

/** Promises about the audit logs of consumers. */
export const auditCases: readonly StoreCase[] = [
  {
    name: 'every change of a consumer can have an entry, which are listed newest first and whole',
    async run(store, nowSeconds) {
      const entries = await changeThrice(store, nowSeconds, 'camera')
      const page = { limit: 10 }
      assertEqual(
        await store.listAuditEntries('camera', page),
        [...entries].reverse(),
        'the entries',
      )
      assertEqual(await store.listAuditEntries(CONSUMER_KEY, page), [], 'without any')
      assertEqual(await store.listAuditEntries('unknown', page), [], 'of an unknown consumer')
    },
  },
  {
    name: 'a change of a consumer that is not made leaves no entry',
    async run(store, nowSeconds) {
      const entry = makeEntry(nowSeconds, CONSUMER_KEY, 1)
      const consumer = makeConsumer(nowSeconds)
      assertEqual(await store.createConsumer(consumer, entry), 'exists', 'the registration')
      const skipped = { ...consumer, revision: 5 }
      assertEqual(await store.replaceConsumer(skipped, entry), 'conflict', 'the replacement')
      const unknown = { ...consumer, key: 'unknown', revision: 1 }
      const unknownEntry = { ...entry, consumerKey: 'unknown' }
      assertEqual(await store.replaceConsumer(unknown, unknownEntry), 'absent', 'of an unknown one')
      assertEqual(await store.removeConsumer('unknown', unknownEntry), 'absent', 'the removal')
      for (const key of [CONSUMER_KEY, 'unknown']) {
        assertEqual(await store.listAuditEntries(key, { limit: 10 }), [], `the entries of ${key}`)
      }
    },
  },
  {
    name: 'an audit log is listed page by page, and contains no entry of another consumer',
    async run(store, nowSeconds) {
      for (const key of SIMILAR_KEYS) await changeThrice(store, nowSeconds, key)
      const entries: AuditEntry[] = []
      for (let revision = 1; revision <= 7; revision++) {
        const entry = makeEntry(nowSeconds, CONSUMER_KEY, revision)
        const consumer = makeConsumer(nowSeconds, { revision })
        assertEqual(await store.replaceConsumer(consumer, entry), 'replaced', 'a replacement')
        entries.unshift(entry)
      }
      const listed: AuditEntry[] = []
      for (const size of [3, 3, 1, 0]) {
        const page = await store.listAuditEntries(CONSUMER_KEY, {
          before: listed.at(-1)?.id,
          limit: 3,
        })
        assertEqual(page.length, size, 'the size of a page')
        listed.push(...page)
      }
      assertEqual(listed, entries, 'all pages')
    },
  },
  {
    name: 'an audit log outlasts its consumer, and goes on with the next one of the key',
    async run(store, nowSeconds) {
      const first = await changeThrice(store, nowSeconds, 'camera')
      const second = await changeThrice(store, nowSeconds + 1, 'camera')
      assertEqual(
        await store.listAuditEntries('camera', { limit: 10 }),
        [...first, ...second].reverse(),
        'the entries',
      )
    },
  },
  {
    name: 'of 20 replacements at the same moment one leaves an entry',
    async run(store, nowSeconds) {
      const entries = Array.from({ length: 20 }, (_none, index) => ({
        ...makeEntry(nowSeconds, CONSUMER_KEY, 1),
        id: `1-${String(index).padStart(2, '0')}`,
      }))
      const consumer = makeConsumer(nowSeconds, { revision: 1 })
      const outcomes = await Promise.all(
        entries.map((entry) => store.replaceConsumer(consumer, entry)),
      )
      const winner = entries[outcomes.indexOf('replaced')]
      const page = { limit: 30 }
      assertEqual(await store.listAuditEntries(CONSUMER_KEY, page), [winner], 'the entries')
    },
  },
  {
    name: 'an entry of an audit log is kept and listed as a copy',
    async run(store, nowSeconds) {
      const entry = makeEntry(nowSeconds, CONSUMER_KEY, 1)
      const given = structuredClone(entry)
      const consumer = makeConsumer(nowSeconds, { revision: 1 })
      assertEqual(await store.replaceConsumer(consumer, given), 'replaced', 'the replacement')
      tamperWith(given)
      const [found] = await store.listAuditEntries(CONSUMER_KEY, { limit: 1 })
      assertEqual(found, entry, 'the entry')
      tamperWith(found)
      assertEqual(await store.listAuditEntries(CONSUMER_KEY, { limit: 1 }), [entry], 'afterwards')
    },
  },
]

/** Registers, replaces and removes a consumer, and returns the entries of it, the oldest first. */
async function changeThrice(
  store: Store,
  nowSeconds: number,
  key: string,
): Promise<readonly [AuditEntry, AuditEntry, AuditEntry]> {
  const [created, replaced, removed] = [0, 1, 2].map((revision) =>
    makeEntry(nowSeconds, key, revision),
  ) as [AuditEntry, AuditEntry, AuditEntry]
  const consumer = makeConsumer(nowSeconds, { key })
  assertEqual(await store.createConsumer(consumer, created), 'created', 'the registration')
  const changed = { ...consumer, revision: 1 }
  assertEqual(await store.replaceConsumer(changed, replaced), 'replaced', 'the replacement')
  assertEqual(await store.removeConsumer(key, removed), 'removed', 'the removal')
  return [created, replaced, removed]
}

function makeEntry(nowSeconds: number, consumerKey: string, revision: number): AuditEntry {
  const common = {
    id: `${String(nowSeconds).padStart(12, '0')}-${String(revision).padStart(8, '0')}-${consumerKey}`,
    consumerKey,
    atSeconds: nowSeconds,
  }
  if (revision === 0) return { ...common, action: 'registered', changes: [] }
  return {
    ...common,
    actorId: 'jane',
    action: revision === 1 ? 'rejected' : 'removed',
    reason: 'The website cannot be reached: "404"\n— Grüße, 写真 📷',
    changes: [
      { field: 'status', before: '"accepted"', after: '"rejected"' },
      { field: 'scopes', after: '["photos"]' },
      { field: 'website', before: '"https://camera.example/"' },
    ],
  }
}
