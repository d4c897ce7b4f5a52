import type { Level } from '../checks/check.js'
import { assertAccepted } from './assertions.js'
import { createAcceptedCheck, createRefusedCheck, replaceParameter } from './provider-check.js'
import type { ProviderCheck } from './provider-check.js'

const NONCE = 'RFC 5849 3.3'

/** Wrong timestamps: id, description, how to create it from the correct one, and the level of its refusal. */
const NOT_TIMESTAMPS: readonly (readonly [
  id: string,
  what: string,
  change: (value: string) => string,
  level?: Level,
])[] = [
  ['letters', 'is letters', () => 'abc'],
  ['fraction', 'has a fraction', (value) => `${value}.5`],
  ['negative', 'is negative', (value) => `-${value}`],
  ['zero', 'is zero', () => '0'],
  ['plus-sign', 'has a sign', (value) => `+${value}`],
  ['space', 'has a space before it', (value) => ` ${value}`],
  ['exponent', 'has an exponent', (value) => `${value}e0`],
  ['hexadecimal', 'is hexadecimal', (value) => `0x${Number(value).toString(16)}`],
  ['huge', 'has thirty digits', () => '9'.repeat(30), 'MAY'],
  ['milliseconds', 'counts milliseconds', (value) => `${value}000`, 'MAY'],
  ['followed-by-letters', 'is followed by letters', (value) => `${value}abc`],
]

/** Timestamps, section 3.3. */
export const timestampChecks: readonly ProviderCheck[] = [
  // Section 3.3 binds the client to a positive integer. Only the refusal of an old timestamp is mentioned, as a MAY.
  ...NOT_TIMESTAMPS.map(([id, what, change, level = 'SHOULD']) =>
    createRefusedCheck(
      { id: `timestamp.${id}`, title: `Refuses a timestamp that ${what}`, section: NONCE, level },
      { protocol: replaceParameter('oauth_timestamp', change) },
    ),
  ),
  createRefusedCheck(
    {
      id: 'timestamp.day-old',
      title: 'Refuses a timestamp of yesterday',
      section: NONCE,
      level: 'MAY',
    },
    { protocol: replaceParameter('oauth_timestamp', (value) => String(Number(value) - 86_400)) },
  ),
  createRefusedCheck(
    {
      id: 'timestamp.year-old',
      title: 'Refuses a timestamp of last year, whose nonce it cannot remember',
      section: NONCE,
      level: 'MAY',
    },
    {
      protocol: replaceParameter('oauth_timestamp', (value) => String(Number(value) - 31_536_000)),
    },
  ),
  createRefusedCheck(
    {
      id: 'timestamp.far-future',
      title: 'Refuses a timestamp three years ahead, whose nonce it would have to keep as long',
      section: NONCE,
      level: 'MAY',
    },
    {
      protocol: replaceParameter('oauth_timestamp', (value) => String(Number(value) + 94_608_000)),
    },
  ),
  createAcceptedCheck(
    {
      id: 'timestamp.slow-clock',
      title: 'Bears with a clock that is a minute slow',
      section: NONCE,
      level: 'SHOULD',
    },
    { protocol: replaceParameter('oauth_timestamp', (value) => String(Number(value) - 60)) },
  ),
  createAcceptedCheck(
    {
      id: 'timestamp.fast-clock',
      title: 'Bears with a clock that is half a minute fast',
      section: NONCE,
      level: 'SHOULD',
    },
    { protocol: replaceParameter('oauth_timestamp', (value) => String(Number(value) + 30)) },
  ),
  createAcceptedCheck(
    {
      id: 'timestamp.out-of-order',
      title: 'Accepts requests whose timestamps come out of order',
      section: NONCE,
      level: 'SHOULD',
    },
    async (context) => {
      assertAccepted(await context.sendResourceRequest())
      return { protocol: replaceParameter('oauth_timestamp', (value) => String(Number(value) - 5)) }
    },
  ),
]
