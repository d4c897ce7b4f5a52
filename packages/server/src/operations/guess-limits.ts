import { digest } from '@oauthplus/core/internal'

import { toCountedRange } from '../public-url/address-range.js'
import type { CheckedRequest } from '../checks/check-request.js'
import { normalizeUsername } from './normalize-username.js'
import type { Settings } from '../settings/settings.js'
import type { LimitSubject, LimitName } from '../settings/throttles.js'

/** One limit that a guess counts to. */
interface GuessLimit {
  readonly what: LimitName
  readonly counted: LimitSubject
}

/** The limits of an xAuth attempt. */
export interface GuessLimits {
  /** The limits that the attempt counts to, the narrowest first. */
  readonly all: readonly GuessLimit[]
  /** Takes the attempt back, because the password was right, and remembers the sender. */
  release(): Promise<void>
}

/**
 * Returns the limits that an xAuth attempt counts to: Consumer, username and address; Consumer and
 * username, for who guesses from many addresses; Consumer and network, for who tries many usernames.
 * The last two do not count who has logged in from this address before, so that an attacker cannot
 * lock a user out of where that user usually is. An address that several senders share is not
 * counted.
 */
export async function createGuessLimits<User>(
  { throttles, knownSenders }: Settings<User>,
  checked: CheckedRequest<User>,
  username: string,
): Promise<GuessLimits> {
  const address = checked.getSender()
  const consumer = ['consumer', checked.consumer.key] as const
  const user = ['username', normalizeUsername(username)] as const
  const sender = await digest(JSON.stringify([consumer, user, address]), 'SHA-256')
  const narrow: readonly GuessLimit[] =
    address === '' ? [] : [{ what: 'passwords', counted: [consumer, user, ['address', address]] }]
  const network: readonly GuessLimit[] =
    address === ''
      ? []
      : [{ what: 'passwordsByAddress', counted: [consumer, ['network', toCountedRange(address)]] }]
  const wide: readonly GuessLimit[] = knownSenders.has(sender)
    ? []
    : [{ what: 'passwordsByUsername', counted: [consumer, user] }, ...network]
  return {
    all: [...narrow, ...wide],
    async release() {
      for (const { what, counted } of narrow) await throttles.reset(what, counted)
      for (const { what, counted } of wide) await throttles.giveBack(what, counted)
      if (address !== '') knownSenders.add(sender)
    },
  }
}
