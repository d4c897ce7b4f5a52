import { setImmediate as nextTurn } from 'node:timers/promises'

import { describe, expect, it } from 'vitest'

import { SLICE_BYTES } from '../src/budget.js'
import { DEFAULT_BUDGET, diagnose, formatDiagnosis } from '../src/index.js'
import type { Diagnosis } from '../src/index.js'
import { yieldToOtherWork } from '../src/yield-to-other-work.js'
import { MAX_CHARACTERS, MAX_PARAMETERS } from '../src/request-size.js'
import { PROTOCOL, SECRETS, send } from './planted-signer.js'
import type { Sample } from './planted-signer.js'

const KEYS = { secrets: [SECRETS.consumerSecret], tokenSecrets: [SECRETS.tokenSecret] }
const FORM = 'application/x-www-form-urlencoded'
const ROOM = MAX_CHARACTERS - 600

/**
 * A step reads a plan that is at most as large as the request, and writes up to nine times as much.
 */
const MOST_OF_ONE_STEP = 10 * MAX_CHARACTERS + 64 * (MAX_PARAMETERS + 1000)

const form = (body: string): Sample => ({
  method: 'POST',
  url: 'https://a.example/a',
  type: FORM,
  body,
})
const json = (value: unknown): Sample => ({
  ...form(JSON.stringify(value)),
  type: 'application/json',
})
const times = (count: number, write: (index: number) => string, separator = '&'): string =>
  Array.from({ length: count }, (_, index) => write(index)).join(separator)

const REQUESTS: Readonly<Record<string, Sample>> = {
  'a usual request': { method: 'GET', url: 'https://a.example/photos?size=large&a=b%20c' },
  'a usual form': form('title=foo+bar&ids[]=1&ids[]=2&e='),
  'as many parameters as are allowed': form(times(480, (i) => `parameter-${i}=a%20${i}`)),
  'parameters that differ at their end': form(times(220, (i) => `${'a'.repeat(60)}${i}=1`)),
  'parameters in a script whose comparison is slow': form(
    times(400, (i) => `%E4%B8%AD${i}=%C3%A9`),
  ),
  'one name with many values': form(times(480, (i) => `ids[]=${480 - i}`)),
  'brackets that match late': form(`${'[]'.repeat(ROOM / 2)}x=1`),
  'open brackets': form(`${'a['.repeat(ROOM / 2)}=1`),
  'one long value': form(`a=${'x'.repeat(ROOM)}`),
  'escapes in a value': form(`a=${'%2F'.repeat(ROOM / 3)}`),
  'separators in a value': form(`a=${'%26'.repeat(ROOM / 3)}`),
  'semicolons in the path': { method: 'GET', url: `https://a.example/${';a'.repeat(ROOM / 2)}` },
  'non-ASCII letters': form(`a=${'%C3%A9'.repeat(ROOM / 6)}`),
  'a long path': { method: 'GET', url: `https://a.example/${'a/'.repeat(ROOM / 2)}` },
  'a path of escapes': { method: 'GET', url: `https://a.example/${"'%41".repeat(ROOM / 4)}` },
  'a JSON body of many members': json(
    Object.fromEntries(Array.from({ length: 900 }, (_, i) => [`member${i}`, { a: [i] }])),
  ),
  'a JSON body that is nested deeply': {
    ...json({}),
    body: `{"a":${'['.repeat(ROOM / 2)}${']'.repeat(ROOM / 2)}}`,
  },
  'a JSON body whose members have a toString': json({ a: { toString: 1 } }),
  'a body of text': { ...form('=!'.repeat(ROOM / 2)), type: 'text/plain' },
  'a boundary that matches late': {
    ...form('a'.repeat(ROOM)),
    type: `multipart/form-data; boundary=b${'a'.repeat(8000)}`,
  },
  'a signature of padding': {
    ...form(''),
    protocol: [...PROTOCOL, ['oauth_a', '='.repeat(ROOM / 4)]],
  },
  'hosts from a header': {
    ...form(''),
    headers: [['Forwarded', 'host=a.example;'.repeat(ROOM / 20)]],
  },
}

/** 5 ms on an idle machine. The engine's compiler and garbage collector threads count as well. */
const MOST_MILLISECONDS = 20

function refused(sample: Sample): Promise<Diagnosis> {
  const request = send(sample, (signer) => ({ ...signer, consumerSecret: 'unknown' }))
  return diagnose(request, KEYS)
}

describe('diagnose in slices', () => {
  it.each(Object.entries(REQUESTS))('works in slices of limited size: %s', async (_, sample) => {
    const { verdict, cost } = await refused(sample)
    expect(verdict).toBe('unexplained')
    expect(cost.bytes).toBeLessThanOrEqual(DEFAULT_BUDGET.bytes)
    expect(cost.slices).toBeGreaterThan(1)
    expect(cost.largestSliceBytes).toBeLessThan(SLICE_BYTES + MOST_OF_ONE_STEP)
  })

  it('lets the event loop run between its slices', async () => {
    const state = { isDone: false }
    let turns = 0
    const diagnosis = refused(form('a=1')).then(({ cost }) => {
      state.isDone = true
      return cost
    })
    while (!state.isDone) {
      await nextTurn()
      turns++
    }
    expect(turns).toBeGreaterThanOrEqual((await diagnosis).slices - 1)
  })

  it.each(Object.entries(REQUESTS))('does not block other work for long: %s', async (_, sample) => {
    let shortest = Infinity
    for (let run = 0; run < 5 && shortest >= MOST_MILLISECONDS; run++) {
      shortest = Math.min(shortest, await longestTurnOf(() => refused(sample)))
    }
    expect(shortest).toBeLessThan(MOST_MILLISECONDS)
  })

  it('counts departures that do not apply', async () => {
    const few = await refused(form('a=1'))
    const many = await refused(form(`a=1&${'x'.repeat(ROOM)}`))
    expect(few.cost.bytes).toBeLessThan(many.cost.bytes)
    expect(many).toMatchObject({ isCutShort: true })
  })
})

/** Measures the longest CPU time between two turns of the event loop. */
async function longestTurnOf(run: () => Promise<unknown>): Promise<number> {
  const state = { isDone: false }
  let longest = 0
  let last = process.cpuUsage()
  const running = run().finally(() => {
    state.isDone = true
  })
  while (!state.isDone) {
    await nextTurn()
    const { user, system } = process.cpuUsage(last)
    longest = Math.max(longest, (user + system) / 1000)
    last = process.cpuUsage()
  }
  await running
  return longest
}

describe('diagnose with a request that is too large', () => {
  it.each([
    ['a form', form(`a=${'x'.repeat(MAX_CHARACTERS)}`), /16\d{3} characters; the limit is 16384/],
    ['a form of 16 MB', form('a'.repeat(16_777_216)), /the limit is 16384/],
    [
      'many parameters',
      form(times(MAX_PARAMETERS, () => 'a=')),
      /507 parameters; the limit is 500/,
    ],
    ['a URL', { method: 'GET', url: `https://a.example/${'a'.repeat(40_000)}` }, /characters/],
  ] as const)('does not diagnose %s, and reports the reason', async (_, sample, remark) => {
    const diagnosis = await refused(sample)
    expect(diagnosis).toMatchObject({
      verdict: 'unexplained',
      isCutShort: true,
      ruledOut: [],
      cost: { signatures: 0, bytes: 0, slices: 1 },
    })
    expect(diagnosis.summary).toMatch(remark)
    expect(formatDiagnosis(diagnosis)).toBe(diagnosis.summary)
  })

  it('ignores the body if it is not a form, and reports it', async () => {
    const sample = { ...form('x'.repeat(1_000_000)), type: 'application/octet-stream' }
    const { summary } = await refused(sample)
    expect(summary).toMatch(/ruled out.*The body was ignored/)
    const found = await diagnose(
      send({ ...sample, url: 'https://a.example/?a=1' }, (signer) => ({ ...signer, query: [] })),
      KEYS,
    )
    expect(found).toMatchObject({
      verdict: 'explained',
      explanations: [[{ id: 'query-left-out' }]],
    })
  })
})

describe('yieldToOtherWork', () => {
  const platforms = {
    'scheduler.yield': { scheduler: { yield: () => Promise.resolve() } },
    setImmediate: { setImmediate },
    MessageChannel: { MessageChannel },
    setTimeout: {},
  }
  it.each(Object.entries(platforms))('runs other work with %s', async (_, platform) => {
    await expect(yieldToOtherWork({ ...platform, setTimeout })).resolves.toBeUndefined()
  })
})
