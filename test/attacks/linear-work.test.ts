import { Session } from 'node:inspector/promises'
import { Readable } from 'node:stream'

import {
  collectRequest,
  HMAC_SHA1,
  normalizeParameters,
  parseAuthorizationHeader,
  parseForm,
  percentDecode,
  signatureBaseString,
} from '@oauthplus/core'
import type { HeaderList } from '@oauthplus/core'
import { parseProblem, isSignatureValid } from '@oauthplus/core/internal'
import { createProvider, memoryStore } from '@oauthplus/server'
import type { ProviderRequest } from '@oauthplus/server'
import { readNodeRequest } from '@oauthplus/server/node'
import { getParsedBody } from '@oauthplus/server/adapter'
import { afterAll, beforeAll, expect, it } from 'vitest'

// No time decides here: V8 counts how often each block of the sources is entered.
// This project's own, and what reads headers for it.
const SOURCES = /\/packages\/(?:core|server)\/|\/(?:forwarded-parse|ipaddr\.js)\//
const FEW = 200
const FORM = ['Content-Type', 'application/x-www-form-urlencoded'] as const
const URL_OF_PHOTOS = 'https://photos.example/photos'
// Four times the input is four times the work; sorting adds a fifth, squaring would make it sixteen.
const AT_MOST = 5.5

const session = new Session()

beforeAll(async () => {
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
})

afterAll(() => {
  session.disconnect()
})

/** Counts how many blocks of this project's sources a call enters. */
async function workOf(call: () => unknown): Promise<number> {
  // Each call returns the counts since the previous call.
  await session.post('Profiler.takePreciseCoverage')
  try {
    await call()
  } catch {
    // A refusal is fine: only its cost matters.
  }
  const { result } = await session.post('Profiler.takePreciseCoverage')
  return result
    .filter(({ url }) => SOURCES.test(url))
    .flatMap(({ functions }) => functions)
    .flatMap(({ ranges }) => ranges)
    .reduce((sum, { count }) => sum + count, 0)
}

const provider = createProvider({
  publicUrl: 'https://photos.example',
  store: memoryStore(),
  findUser: () => ({}),
  trustedProxies: ['127.0.0.1', '10.0.0.0/8'],
  // The usual limits would end it early, which is not what is looked at.
  parameterLimit: 1_000_000,
  bodyLimitBytes: 100_000_000,
})

function ask(given: Partial<ProviderRequest> & { readonly body?: string }): Promise<unknown> {
  return provider.authenticate({
    method: 'POST',
    url: '/photos',
    headers: [],
    peer: { address: '127.0.0.1', secure: true },
    readBody: async () => Buffer.from(given.body ?? ''),
    ...given,
  })
}

function authorization(value: string): HeaderList {
  return [['Authorization', value]]
}

const PROTOCOL =
  'oauth_consumer_key="k", oauth_token="t", oauth_signature_method="HMAC-SHA1", oauth_signature="s", oauth_timestamp="1", oauth_nonce="n"'

const repeated = (text: string) => (times: number) => text.repeat(times)
const numbered = (write: (index: number) => string) => (times: number) =>
  Array.from({ length: times }, (_, index) => write(index)).join('')

const TEXTS: Readonly<Record<string, (times: number) => string>> = {
  'different names': numbered((index) => `name${index}=value&`),
  'names in reverse': (times) =>
    numbered((index) => `name${String(times - index).padStart(9, '0')}=&`)(times),
  'one name': repeated('a=1&'),
  'one name and value of long common beginnings': numbered(
    (index) => `${'a'.repeat(50)}=${'b'.repeat(50)}${index}&`,
  ),
  'protocol names': numbered((index) => `oauth_${index}=1&`),
  'one protocol name': repeated('oauth_token=1&'),
  'no separators': repeated('a'),
  'separators only': repeated('&'),
  'equals signs': repeated('='),
  'names without values': repeated('a&'),
  escapes: repeated('%41'),
  'escapes of escapes': (times) => `%${'25'.repeat(times)}41`,
  'broken escapes': repeated('%'),
  'a broken escape behind many': (times) => `${'%41'.repeat(times)}%`,
  'escapes of no UTF-8': repeated('%E9'),
  'plus signs': repeated('+'),
  'deep brackets': (times) => `a${'[a]'.repeat(times)}=1`,
  'open brackets': repeated('['),
  'names of prototypes': repeated('__proto__=1&constructor=2&'),
}

const HEADERS: Readonly<Record<string, (times: number) => string>> = {
  'many parameters': (times) => `OAuth ${numbered((index) => `a${index}="1", `)(times)}`,
  'many protocol parameters': (times) =>
    `OAuth ${numbered((index) => `oauth_${index}="1", `)(times)}`,
  'one parameter again and again': (times) => `OAuth ${'oauth_token="1", '.repeat(times)}`,
  'quoted pairs': (times) => `OAuth a="${'\\"'.repeat(times)}"`,
  'backslashes without an end': (times) => `OAuth a="${'\\'.repeat(times)}`,
  quotes: (times) => `OAuth ${'"'.repeat(times)}`,
  'opening quotes': (times) => `OAuth ${'a="'.repeat(times)}`,
  'bare values': (times) => `OAuth ${'a=b, '.repeat(times)}`,
  commas: (times) => `OAuth ${','.repeat(times)}`,
  spaces: (times) => `OAuth${' '.repeat(times)}a="1"${' '.repeat(times)}`,
  'spaces before it': (times) => `${' '.repeat(times)}OAuth`,
  'equals signs': (times) => `OAuth ${'='.repeat(times)}`,
  escapes: (times) => `OAuth a="${'%41'.repeat(times)}"`,
  realms: (times) => `OAuth ${'realm="a", '.repeat(times)}`,
  'much beside the protocol': (times) =>
    `OAuth ${PROTOCOL}${numbered((index) => `, a${index}="1"`)(times)}`,
}

const LISTS: Readonly<Record<string, (times: number) => HeaderList>> = {
  'many headers': (times) =>
    Array.from({ length: times }, (_, index) => [`X-${index}`, 'a'] as const),
  'many Authorization headers': (times) =>
    Array.from({ length: times }, () => ['Authorization', `OAuth ${PROTOCOL}`] as const),
  'many cookies': (times) => [['Cookie', 'a=b; '.repeat(times)]],
  'many Cookie headers': (times) => Array.from({ length: times }, () => ['Cookie', 'a=b'] as const),
  'X-Forwarded-For': (times) => [['X-Forwarded-For', '10.0.0.1, '.repeat(times)]],
  'many X-Forwarded-For': (times) =>
    Array.from({ length: times }, () => ['X-Forwarded-For', '10.0.0.1'] as const),
  'X-Forwarded-Host': (times) => [['X-Forwarded-Host', 'a.example,'.repeat(times)]],
  'X-Forwarded-Prefix': (times) => [['X-Forwarded-Prefix', '/a'.repeat(times)]],
  Forwarded: (times) => [['Forwarded', `${'for=10.0.0.1, '.repeat(times)}for=10.0.0.1`]],
  'quotes in Forwarded': (times) => [['Forwarded', `for="${'\\"'.repeat(times)}"`]],
  'Content-Type parameters': (times) => [[FORM[0], `${FORM[1]}${'; a=b'.repeat(times)}`]],
  'content codings': (times) => [
    FORM,
    ...Array.from({ length: times }, () => ['Content-Encoding', 'identity'] as const),
  ],
}

const named = (values: Readonly<Record<string, (times: number) => unknown>>, what: string) =>
  Object.entries(values).map(([name, make]) => [`${name} in ${what}`, make] as const)

function textCases(what: string, use: (text: string) => unknown) {
  return named(
    Object.fromEntries(
      Object.entries(TEXTS).map(([name, make]) => [name, (times: number) => use(make(times))]),
    ),
    what,
  )
}

const cases = [
  ...textCases('a text to decode', percentDecode),
  ...textCases('a form read alone', parseForm),
  ...textCases('a form to normalise', (text) => normalizeParameters(parseForm(text))),
  ...textCases('a base string', (text) =>
    signatureBaseString({ method: 'GET', url: `${URL_OF_PHOTOS}?${text}`, parameters: [] }),
  ),
  ...textCases('a query', (text) => ask({ url: `/photos?${text}` })),
  ...textCases('a query beside the protocol', (text) =>
    isSignatureValid(
      collectRequest({
        method: 'GET',
        url: `${URL_OF_PHOTOS}?${text}`,
        headers: authorization(`OAuth ${PROTOCOL}`),
      }),
      { method: HMAC_SHA1, secrets: ['a'], tokenSecrets: ['b'] },
    ),
  ),
  ...textCases('a form', (text) => ask({ headers: [FORM], body: text })),
  ...textCases('a form for a body parser', (text) =>
    getParsedBody({ headers: [FORM] }, { body: new Uint8Array(1), form: parseForm(text) }),
  ),
  ...textCases('a path', (text) => ask({ url: `/${text}` })),
  ...textCases('a report of a problem', (text) =>
    parseProblem([
      ['oauth_problem', 'parameter_rejected'],
      ['oauth_parameters_absent', text],
      ['oauth_parameters_rejected', text],
      ['oauth_acceptable_timestamps', text],
      ['oauth_acceptable_versions', text],
    ]),
  ),
  ...Object.entries(HEADERS).flatMap(([name, make]) => [
    [`${name} in a header read alone`, (times: number) => parseAuthorizationHeader(make(times))],
    [
      `${name} in an Authorization header`,
      (times: number) => ask({ headers: authorization(make(times)) }),
    ],
  ]),
  ...Object.entries(LISTS).flatMap(([name, make]) => [
    [`${name}, authenticated`, (times: number) => ask({ headers: make(times) })],
    [
      `${name}, from Node`,
      (times: number) =>
        ask(
          readNodeRequest(
            Object.assign(Readable.from([]), {
              method: 'POST',
              url: '/photos',
              rawHeaders: make(times).flat(),
              socket: { remoteAddress: '127.0.0.1', encrypted: true },
            }),
          ),
        ),
    ],
  ]),
] as readonly (readonly [name: string, use: (times: number) => unknown])[]

it.each(cases)('does linear work for %s', async (_name, use) => {
  const [once, fourTimes] = [await workOf(() => use(FEW)), await workOf(() => use(4 * FEW))]
  expect(once).toBeGreaterThan(0)
  expect(fourTimes / once).toBeLessThan(AT_MOST)
})

it('would see work that is squared', async () => {
  // Each call of a function of core is counted.
  const squared = (times: number) => {
    for (let index = 0; index < times * times; index++) percentDecode('a')
  }
  const once = await workOf(() => {
    squared(20)
  })
  const fourTimes = await workOf(() => {
    squared(80)
  })
  expect(fourTimes / once).toBeGreaterThan(10)
})
