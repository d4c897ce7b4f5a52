import type { ConsumerStatus, Provider } from '@oauthplus/server'

import { isNaturalKey, readString } from './django-dump.js'
import type { DjangoRecord } from './django-dump.js'
import type { ImportReport } from './import-report.js'

const STATUSES: Readonly<Record<string, ConsumerStatus>> = {
  1: 'pending',
  2: 'accepted',
  3: 'canceled',
  4: 'rejected',
}
const OUT_OF_BAND = 'oob'
const HMACS = ['HMAC-SHA1', 'HMAC-SHA256', 'HMAC-SHA512']

/**
 * Registers the consumers of a dump. django-oauth-plus accepts any callback, so each consumer gets
 * the callbacks that its tokens have used.
 *
 * @returns The keys of registered consumers by their ids in the dump.
 */
export async function importConsumers(
  { consumers }: Provider<never>,
  records: readonly DjangoRecord[],
  {
    report,
    plaintextInQuery,
  }: { readonly report: ImportReport; readonly plaintextInQuery: boolean },
): Promise<ReadonlyMap<string, string>> {
  const callbacks = collectCallbacks(records)
  const methods = {
    signatureMethods: [...HMACS, ...(plaintextInQuery ? ['PLAINTEXT'] : [])],
    allowPlaintextInQuery: plaintextInQuery,
  }
  const keys = new Map<string, string>()
  for (const record of records.filter(({ model }) => model === 'consumer')) {
    const id = String(record.pk)
    const key = readString(record, 'key')
    const what = `Consumer ${key ?? id}`
    try {
      if (key === undefined) throw new TypeError('it has no key')
      if ((await consumers.find(key)) !== undefined) report.consumers.present += 1
      else {
        await consumers.register({ ...toConsumer(record), ...methods, key })
        report.consumers.taken += 1
        await addCallbacks(key, callbacks.get(id) ?? new Set())
      }
      keys.set(id, key)
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
      report.left.push({ what, why: describeReason(error) })
    }
  }
  return keys

  async function addCallbacks(key: string, used: ReadonlySet<string>): Promise<void> {
    const taken = [OUT_OF_BAND]
    for (const callback of used) {
      try {
        await consumers.update(key, { callbacks: [...taken, callback] })
        taken.push(callback)
      } catch (error) {
        if (!(error instanceof TypeError)) throw error
        report.left.push({
          what: `callback of consumer ${key}`,
          why: describeReason(error),
        })
      }
    }
    if (used.size === 0) {
      report.left.push({
        what: `callbacks of consumer ${key}`,
        why: 'no token has one: add them with oauthplus consumer update --callback',
      })
    }
  }
}

/** Returns the message of an error with this command's flag instead of the function. */
function describeReason({ message }: TypeError): string {
  return message.replace(/^[\w.]{1,60}: /, '').replace('nativeSchemes', '--native-scheme')
}

function toConsumer(record: DjangoRecord): Parameters<Provider<never>['consumers']['register']>[0] {
  const status = STATUSES[readString(record, 'status') ?? '']
  if (status === undefined) throw new TypeError('its status is not one of 1 to 4')
  if (isNaturalKey(record, 'user'))
    throw new TypeError('its user is a natural key: create the dump without --natural-foreign')
  // Without a secret, the provider would generate one that nobody knows.
  const secret = readString(record, 'secret') ?? ''
  return {
    name: readString(record, 'name') ?? '',
    description: readString(record, 'description') ?? '',
    ownerId: readString(record, 'user') ?? null,
    allowXauth: record.fields.xauth_allowed === true,
    status,
    secret,
  }
}

function collectCallbacks(
  records: readonly DjangoRecord[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>()
  for (const record of records.filter(({ model }) => model === 'token')) {
    const callback = readString(record, 'callback')
    const consumer = readString(record, 'consumer')
    if (callback === undefined || consumer === undefined || callback === OUT_OF_BAND) continue
    found.set(consumer, (found.get(consumer) ?? new Set()).add(callback))
  }
  return found
}
