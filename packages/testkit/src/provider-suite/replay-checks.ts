import { randomBytes } from 'node:crypto'

import { accepted, answerOf, demand, hasStatus, refused } from './judge.js'
import { accepts, check, otherConsumer, refuses, replaced } from './provider-check.js'
import type { ProviderCheck } from './provider-check.js'
import type { ProviderContext, SignedOptions } from './provider-context.js'
import type { Protocol } from './signed-message.js'

const NONCE = 'RFC 5849 3.3'
const REPLAY = 'RFC 5849 3.2'
const SIMULTANEOUS = 10

/** Timestamps that are none: id, what it is, how it is made of the right one. */
const NOT_TIMESTAMPS: readonly (readonly [
  id: string,
  what: string,
  change: (value: string) => string,
])[] = [
  ['letters', 'is letters', () => 'abc'],
  ['fraction', 'has a fraction', (value) => `${value}.5`],
  ['negative', 'is negative', (value) => `-${value}`],
  ['zero', 'is zero', () => '0'],
  ['plus-sign', 'has a sign', (value) => `+${value}`],
  ['space', 'has a space before it', (value) => ` ${value}`],
  ['exponent', 'has an exponent', (value) => `${value}e0`],
  ['hexadecimal', 'is hexadecimal', (value) => `0x${Number(value).toString(16)}`],
  ['huge', 'has thirty digits', () => '9'.repeat(30)],
  ['milliseconds', 'counts milliseconds', (value) => `${value}000`],
  ['followed-by-letters', 'is followed by letters', (value) => `${value}abc`],
]

/** A timestamp and a nonce that were used once. */
async function used(
  context: ProviderContext,
  options: SignedOptions = {},
): Promise<(pairs: Protocol) => Protocol> {
  const again = fixed(context)
  accepted(
    await context.resource({ ...options, protocol: again }),
    'the first request to be accepted',
  )
  return again
}

function fixed(context: ProviderContext): (pairs: Protocol) => Protocol {
  const nonce = randomBytes(16).toString('hex')
  const timestamp = String(context.nowSeconds())
  return (pairs) => replaced('oauth_nonce', nonce)(replaced('oauth_timestamp', timestamp)(pairs))
}

/** Nonces and timestamps, section 3.3. */
export const replayChecks: readonly ProviderCheck[] = [
  ...NOT_TIMESTAMPS.map(([id, what, change]) =>
    refuses(
      { id: `timestamp.${id}`, title: `Refuses a timestamp that ${what}`, section: NONCE },
      { protocol: replaced('oauth_timestamp', change) },
    ),
  ),
  refuses(
    {
      id: 'timestamp.day-old',
      title: 'Refuses a timestamp of yesterday',
      section: NONCE,
      level: 'MAY',
    },
    { protocol: replaced('oauth_timestamp', (value) => String(Number(value) - 86_400)) },
  ),
  refuses(
    {
      id: 'timestamp.year-old',
      title: 'Refuses a timestamp of last year, whose nonce it cannot remember',
      section: NONCE,
      level: 'MAY',
      severity: 'medium',
    },
    { protocol: replaced('oauth_timestamp', (value) => String(Number(value) - 31_536_000)) },
  ),
  refuses(
    {
      id: 'timestamp.far-future',
      title: 'Refuses a timestamp three years ahead, whose nonce it would have to keep as long',
      section: NONCE,
      level: 'MAY',
      severity: 'medium',
    },
    { protocol: replaced('oauth_timestamp', (value) => String(Number(value) + 94_608_000)) },
  ),
  accepts(
    {
      id: 'timestamp.slow-clock',
      title: 'Bears with a clock that is a minute slow',
      section: NONCE,
      level: 'SHOULD',
    },
    { protocol: replaced('oauth_timestamp', (value) => String(Number(value) - 60)) },
  ),
  accepts(
    {
      id: 'timestamp.fast-clock',
      title: 'Bears with a clock that is half a minute fast',
      section: NONCE,
      level: 'SHOULD',
    },
    { protocol: replaced('oauth_timestamp', (value) => String(Number(value) + 30)) },
  ),
  accepts(
    {
      id: 'timestamp.out-of-order',
      title: 'Accepts requests whose timestamps come out of order',
      section: NONCE,
      level: 'SHOULD',
    },
    async (context) => {
      accepted(await context.resource())
      return { protocol: replaced('oauth_timestamp', (value) => String(Number(value) - 5)) }
    },
  ),
  check(
    {
      id: 'nonce.replayed',
      title: 'Refuses a request that it has received before',
      section: REPLAY,
      severity: 'critical',
    },
    async (context) => {
      refused(await context.resource({ protocol: await used(context) }))
    },
  ),
  check(
    {
      id: 'nonce.replayed-status',
      title: 'Refuses a used nonce by status 401',
      section: REPLAY,
      level: 'SHOULD',
    },
    async (context) => {
      hasStatus(await context.resource({ protocol: await used(context) }), [401])
    },
  ),
  check(
    {
      id: 'nonce.reused-on-another-request',
      title: 'Refuses a used nonce on another request',
      section: NONCE,
      severity: 'critical',
    },
    async (context) => {
      const again = await used(context)
      refused(await context.resource({ method: 'POST', form: 'a=1', protocol: again }))
    },
  ),
  check(
    {
      id: 'nonce.reused-by-query',
      title: 'Refuses a used nonce that comes in the query',
      section: NONCE,
      severity: 'critical',
      needs: ['query-transmission'],
    },
    async (context) => {
      const again = await used(context)
      refused(await context.resource({ transmission: 'query', protocol: again }))
    },
  ),
  check(
    {
      id: 'nonce.reused-by-form',
      title: 'Refuses a used nonce that comes in a form',
      section: NONCE,
      severity: 'critical',
      needs: ['form-transmission'],
    },
    async (context) => {
      const again = await used(context)
      refused(await context.resource({ method: 'POST', transmission: 'form', protocol: again }))
    },
  ),
  check(
    {
      id: 'nonce.reused-in-other-escapes',
      title: 'Recognizes a used nonce when it is written with other escapes',
      section: NONCE,
      severity: 'critical',
    },
    async (context) => {
      const again = await used(context)
      refused(
        await context.resource({
          protocol: again,
          writeHeader: (pairs) =>
            `OAuth ${pairs.map(([name, value]) => `${name}="${name === 'oauth_nonce' ? escaped(value) : encodeURIComponent(value)}"`).join(', ')}`,
        }),
      )
    },
  ),
  check(
    {
      id: 'nonce.simultaneous',
      title: 'Lets one of ten simultaneous replays through',
      section: NONCE,
      severity: 'high',
    },
    async (context) => {
      const token = await context.token()
      const again = fixed(context)
      const exchanges = await Promise.all(
        Array.from({ length: SIMULTANEOUS }, () => context.resource({ token, protocol: again })),
      )
      const passed = exchanges.filter((exchange) => answerOf(exchange).status < 300).length
      demand(passed === 1, 'one request to pass', `${passed} passed`)
    },
  ),
  check(
    {
      id: 'nonce.other-timestamp',
      title: 'Accepts a nonce again with another timestamp',
      section: NONCE,
    },
    async (context) => {
      const again = await used(context)
      const later = (pairs: Protocol): Protocol =>
        replaced('oauth_timestamp', (value) => String(Number(value) - 1))(again(pairs))
      accepted(await context.resource({ protocol: later }))
    },
  ),
  check(
    { id: 'nonce.other-token', title: 'Accepts a nonce again with another token', section: NONCE },
    async (context) => {
      const again = await used(context)
      accepted(await context.resource({ protocol: again, token: await context.newToken() }))
    },
  ),
  check(
    {
      id: 'nonce.other-consumer',
      title: 'Accepts the nonce of another Consumer',
      section: NONCE,
      needs: ['otherConsumer'],
    },
    async (context) => {
      const again = await used(context)
      accepted(await context.resource({ protocol: again, consumer: otherConsumer(context) }))
    },
  ),
  check(
    {
      id: 'nonce.not-burnt-by-strangers',
      title: 'Remembers a nonce only when the signature is right',
      section: REPLAY,
      level: 'MAY',
      severity: 'medium',
    },
    async (context) => {
      const again = fixed(context)
      refused(
        await context.resource({ protocol: again, sent: replaced('oauth_signature', 'wrong') }),
      )
      accepted(
        await context.resource({ protocol: again }),
        'the right request to be accepted after a forged one',
      )
    },
  ),
  check(
    {
      id: 'nonce.request-token',
      title: 'Refuses a replay where Request Tokens are issued',
      section: REPLAY,
      severity: 'high',
    },
    async (context) => {
      const again = fixed(context)
      accepted(await context.requestToken({ protocol: again }))
      refused(await context.requestToken({ protocol: again }))
    },
  ),
  check(
    {
      id: 'nonce.second-of-a-second',
      title: 'Remembers every nonce of a second, not the last one alone',
      section: NONCE,
      severity: 'critical',
    },
    async (context) => {
      const first = await used(context)
      const timestamp = String(context.nowSeconds())
      accepted(await context.resource({ protocol: replaced('oauth_timestamp', timestamp) }))
      refused(await context.resource({ protocol: first }))
    },
  ),
  ...(
    [
      ['short', 'of one character', 'a', 'MUST'],
      ['long', 'of 64 characters', 'a'.repeat(64), 'MUST'],
      ['reserved', 'with characters that are encoded', '+/= &"é', 'MUST'],
    ] as const
  ).map(([id, what, nonce, level]) =>
    accepts(
      { id: `nonce.${id}`, title: `Accepts a nonce ${what}`, section: NONCE, level },
      (context) => ({
        protocol: (pairs) =>
          replaced(
            'oauth_nonce',
            nonce,
          )(replaced('oauth_timestamp', String(context.nowSeconds() - 7))(pairs)),
      }),
    ),
  ),
]

function escaped(text: string): string {
  return text.replaceAll(
    /./g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
