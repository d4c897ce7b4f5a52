import { argumentError, isInteger, isPublicKey, optionChecks } from '@oauthplus/core/internal'
import type { RsaKey } from '@oauthplus/core'
import type { OptionChecks } from '@oauthplus/core/internal'

import {
  addCredential,
  createSecret,
  getFamily,
  readPublicKey,
} from '../consumer/consumer-credentials.js'
import type { Settings } from '../settings/settings.js'
import type { ConsumerRecord } from '../store/consumer-record.js'
import { isStorableName } from '../store/storable.js'

const OVERLAP_SECONDS = 86_400

/** How a secret, or a public key, is replaced. */
export interface RotateConsumerOptions {
  /** The new secret; made up by default. Not for a consumer that signs with RSA. */
  readonly secret?: string | undefined
  /** The new public key, for a consumer that signs with RSA. It is kept as SPKI PEM. */
  readonly publicKey?: RsaKey | undefined
  /** How long the old one works in addition to the new one. A day by default; 0 for not at all. */
  readonly overlapSeconds?: number | undefined
}

/** The options of a rotation. */
export const ROTATE_OPTIONS: OptionChecks = optionChecks<RotateConsumerOptions>({
  required: {},
  optional: { secret: isStorableName, publicKey: isPublicKey, overlapSeconds: isInteger(0) },
})

/** Creates the function that gives a consumer a new secret or a new public key. */
export async function createRotation<User>(
  settings: Settings<User>,
  options: RotateConsumerOptions,
): Promise<(consumer: ConsumerRecord) => ConsumerRecord> {
  const { publicKey, overlapSeconds = OVERLAP_SECONDS } = options
  const newKey = publicKey && (await readPublicKey(publicKey, 'publicKey'))
  const secret = createSecret(settings, options.secret)
  return (current) => {
    const times = { nowSeconds: settings.nowSeconds(), overlapSeconds }
    const { secrets, publicKeys } = current
    if (getFamily(settings, current.signatureMethods) === 'shared-secret') {
      if (newKey !== undefined)
        throw argumentError('publicKey must be left out, because this consumer signs with a secret')
      return { ...current, secrets: addCredential(secrets, secret, times) }
    }
    if (newKey === undefined || options.secret !== undefined) {
      throw argumentError(
        'publicKey must be given, and secret left out, because this consumer signs with RSA',
      )
    }
    return { ...current, publicKeys: addCredential(publicKeys, newKey, times) }
  }
}
