import { argumentError } from '@oauthplus/core/internal'

import { getFamily } from '../consumer/consumer-credentials.js'
import type { Settings } from '../settings/settings.js'
import type { ConsumerRecord } from '../store/consumer-record.js'
import { applyOptions, assertCallbacks, assertConsumer, assertScopes } from './consumer-options.js'
import type { ConsumerOptions } from './consumer-options.js'

/**
 * Creates the function that changes the fields of a consumer that the options name. Throws a `TypeError` for what
 * no consumer may have.
 */
export function createUpdate<User>(
  settings: Settings<User>,
  changes: Partial<ConsumerOptions>,
): (consumer: ConsumerRecord) => ConsumerRecord {
  const { signatureMethods } = changes
  assertCallbacks(settings, changes)
  assertScopes(settings, changes)
  return (current) => {
    if (signatureMethods) assertSameFamily(settings, current, signatureMethods)
    const changed = {
      ...applyOptions(current, changes),
      ...(signatureMethods && { signatureMethods }),
    }
    // Checked only here, so that the owner can disable a consumer whose callbacks a newer option forbids.
    assertConsumer(settings, changed)
    return changed
  }
}

function assertSameFamily<User>(
  settings: Settings<User>,
  { signatureMethods }: ConsumerRecord,
  changed: readonly string[],
): void {
  if (getFamily(settings, changed) === getFamily(settings, signatureMethods)) return
  throw argumentError(
    'signatureMethods must stay in their family (secrets or RSA): register another consumer instead',
  )
}
