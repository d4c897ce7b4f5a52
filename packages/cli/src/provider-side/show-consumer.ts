import type { ConsumerDetails, ConsumerWithSecret } from '@oauthplus/server'

import { note, printJson } from '../output/print.js'
import { formatTime, printFields } from '../output/table.js'

/** Shows a consumer, and its secret if it is new. */
export function showConsumer(
  consumer: ConsumerDetails | ConsumerWithSecret,
  { json }: { readonly json?: true },
): void {
  const secret = 'secret' in consumer ? consumer.secret : undefined
  if (json === true) printJson(consumer)
  else {
    printFields([
      ['Consumer key', consumer.key],
      ['Consumer secret', secret ?? ''],
      ['name', consumer.name],
      ['status', consumer.status],
      ['reason', consumer.statusReason ?? ''],
      ['description', consumer.description],
      ['website', consumer.website ?? ''],
      ['icon', consumer.iconUrl ?? ''],
      ['owner', consumer.ownerId ?? ''],
      ['signature methods', consumer.signatureMethods.join(' ')],
      ['callbacks', consumer.callbacks.join(' ')],
      ['scopes', consumer.scopes?.join(' ') ?? ''],
      ['default callback', consumer.defaultCallback ?? ''],
      ['may', listPermissions(consumer).join(', ')],
      ['must', consumer.requireBodyHash ? 'send oauth_body_hash' : ''],
      ['addresses', consumer.addressRanges.join(' ')],
      ['public keys', consumer.publicKeys.length === 0 ? '' : String(consumer.publicKeys.length)],
      ['since', formatTime(consumer.createdAtSeconds)],
    ])
  }
  if (secret !== undefined) note('The secret is shown only once.')
}

function listPermissions(consumer: ConsumerDetails): readonly string[] {
  return [
    ...(consumer.allowXauth ? ['use xAuth'] : []),
    ...(consumer.allowTwoLegged ? ['send requests without a token'] : []),
    ...(consumer.allowPlaintextInQuery ? ['send PLAINTEXT in the query'] : []),
  ]
}
