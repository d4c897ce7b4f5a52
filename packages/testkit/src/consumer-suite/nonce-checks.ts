import { setTimeout as delay } from 'node:timers/promises'

import { assertThat } from '../checks/assert-that.js'
import { NotApplicable } from '../checks/not-applicable.js'
import {
  assertAllSigned,
  createCheck,
  createFetchCheck,
  formatValue,
  assertSucceeded,
} from './consumer-check.js'
import type { ConsumerCheck, ConsumerContext } from './consumer-check.js'
import { getProtocolParameter } from './received-request.js'

const NONCE = 'RFC 5849 3.3'
const REQUESTS = 20
const REQUESTS_AFTER_RESTART = 5
// Timestamps are whole seconds.
const WAIT_MILLISECONDS = 1100
const MIN_BITS = 64
// The client runs on the same machine.
const TOLERANCE_SECONDS = 60
// Nonces that begin with a time, as in a UUID of version 7, differ by more, because random bits follow.
const MAX_STEP = 2n ** 48n

/** Sends requests one after another and returns their nonces. */
async function collectNonces(
  { createScenario }: ConsumerContext,
  requests = REQUESTS,
): Promise<readonly string[]> {
  const scenario = createScenario()
  for (let count = 0; count < requests; count += 1) assertSucceeded(await scenario.fetch())
  return scenario
    .getReceived('resource')
    .map((received) => getProtocolParameter(received, 'oauth_nonce') ?? '')
}

/** Estimates the random bits of the shortest string, if each of its characters was chosen at random. */
function estimateBits(strings: readonly string[]): number {
  const all = strings.join('')
  const alphabet = /^[0-9]*$/.test(all) ? 10 : /^[0-9a-f-]*$/i.test(all) ? 16 : 64
  const shortest = Math.min(...strings.map((string) => string.replaceAll('-', '').length))
  return shortest * Math.log2(alphabet)
}

function countCommonCharacters(one: string, other: string): number {
  let length = 0
  while (length < one.length && one[length] === other[length]) length += 1
  return length
}

/** Reports whether nonces only count: each is later than the one before, by a small number. */
function isCounter(nonces: readonly string[]): boolean {
  return nonces.slice(1).every((nonce, index) => {
    const difference = toNumber(nonce) - toNumber(nonces[index] ?? '')
    return difference > 0n && difference < MAX_STEP
  })
}

/** Reads a nonce as a number; its characters are the digits. */
function toNumber(nonce: string): bigint {
  const digits = nonce.replaceAll('-', '')
  if (/^[0-9]+$/.test(digits)) return BigInt(digits)
  if (/^[0-9a-f]+$/i.test(digits)) return BigInt(`0x${digits}`)
  return BigInt(`0x${Buffer.from(nonce).toString('hex') || '0'}`)
}

function reverse(string: string): string {
  return Array.from(string).reverse().join('')
}

/** Timestamps and nonces, section 3.3. */
export const nonceChecks: readonly ConsumerCheck[] = [
  createFetchCheck(
    {
      id: 'timestamp.seconds',
      title: 'Sends the seconds since 1970 as digits',
      section: NONCE,
    },
    (received) => {
      const sent = getProtocolParameter(received, 'oauth_timestamp')
      assertThat(/^[1-9][0-9]*$/.test(sent ?? ''), 'a positive integer', formatValue(sent))
      const differenceSeconds = Math.abs(Number(sent) - Date.now() / 1000)
      assertThat(differenceSeconds < TOLERANCE_SECONDS, 'the current time', formatValue(sent))
    },
  ),
  createFetchCheck(
    { id: 'nonce.present', title: 'Sends a nonce that is not empty', section: NONCE },
    (received) => {
      const sent = getProtocolParameter(received, 'oauth_nonce')
      assertThat(Boolean(sent), 'a nonce', formatValue(sent))
    },
  ),
  createCheck(
    {
      id: 'nonce.unique',
      title: 'Sends another nonce with every request',
      section: NONCE,
      severity: 'high',
      needs: ['fetch'],
    },
    async (context) => {
      const sent = await collectNonces(context)
      assertThat(new Set(sent).size === sent.length, 'no nonce twice', sent.join(', '))
    },
  ),
  createCheck(
    {
      id: 'nonce.simultaneous',
      title: 'Sends another nonce with each of several requests at the same time',
      section: NONCE,
      severity: 'high',
      needs: ['fetch'],
    },
    async ({ createScenario }) => {
      const scenario = createScenario()
      const results = await Promise.all(Array.from({ length: 10 }, () => scenario.fetch()))
      results.forEach(assertSucceeded)
      const sent = scenario
        .getReceived('resource')
        .map((received) => getProtocolParameter(received, 'oauth_nonce'))
      assertThat(new Set(sent).size === sent.length, 'no nonce twice', sent.join(', '))
      assertAllSigned(scenario)
    },
  ),
  createCheck(
    {
      id: 'nonce.restart',
      title: 'Sends no nonce again after the program has been started again',
      section: NONCE,
      severity: 'high',
      needs: ['fetch'],
    },
    async (context) => {
      const sent: string[] = []
      for (let run = 0; run < 2; run += 1) {
        if (!context.restart()) throw new NotApplicable('a function cannot be started again')
        sent.push(...(await collectNonces(context, REQUESTS_AFTER_RESTART)))
      }
      assertThat(new Set(sent).size === sent.length, 'no nonce twice', sent.join(', '))
    },
  ),
  createCheck(
    {
      id: 'timestamp.advances',
      title: 'Sends the time of each request, not that of an earlier one',
      section: NONCE,
      needs: ['fetch'],
    },
    async ({ createScenario }) => {
      const scenario = createScenario()
      assertSucceeded(await scenario.fetch())
      await delay(WAIT_MILLISECONDS)
      assertSucceeded(await scenario.fetch())
      const [first = 0, second = 0] = scenario
        .getReceived('resource')
        .map((received) => Number(getProtocolParameter(received, 'oauth_timestamp')))
      assertThat(second > first, 'a later timestamp', `${first}, then ${second}`)
    },
  ),
  createCheck(
    {
      id: 'nonce.length',
      title: `Sends nonces that have room for ${MIN_BITS} random bits`,
      section: NONCE,
      // The RFC has no minimum length.
      level: 'MAY',
      needs: ['fetch'],
    },
    async (context) => {
      const sent = await collectNonces(context)
      const bits = Math.floor(estimateBits(sent))
      assertThat(bits >= MIN_BITS, `${MIN_BITS} bits`, `${bits} at most, as in ${sent[0] ?? ''}`)
    },
  ),
  createCheck(
    {
      id: 'nonce.random',
      title: 'Sends nonces that do not count, and have no more than half in common',
      section: NONCE,
      level: 'SHOULD',
      needs: ['fetch'],
    },
    async (context) => {
      const sent = await collectNonces(context)
      const [first = '', ...rest] = sent
      const found = `nonces that count: ${sent.slice(0, 3).join(', ')}`
      assertThat(!isCounter(sent), 'random nonces', found)
      const common = Math.min(
        ...rest.map(
          (nonce) =>
            countCommonCharacters(first, nonce) +
            countCommonCharacters(reverse(first), reverse(nonce)),
        ),
      )
      assertThat(common <= first.length / 2, 'random nonces', sent.slice(0, 3).join(', '))
    },
  ),
]
