import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { commandOf, findPython, findRuby, runClient } from './foreign-client.js'
import type { Interpreter, Step } from './foreign-client.js'
import type { ListeningProcess } from './listening-process.js'
import { startOauthlibProvider } from './start-foreign-provider.js'
import type { ForeignProvider } from './start-foreign-provider.js'
import { startProvider } from './start-provider.js'
import type { Endpoints } from './start-provider.js'

const START = 200_000
const CLIENT_RUN = { timeout: 150_000 }

const CALLBACKS = ['oob', 'http://127.0.0.1:*']
const HMAC_CONSUMER = {
  key: 'dpf43f3p2l4k3l03',
  // Every kind of character that the signing key has to percent-encode.
  secret: "kd94 hf+93&k4/23%kf=44'(☃)*~",
}
const RSA_CONSUMER = { key: 'rsa-f3p2l4k3l03' }
const USER = { username: 'jane', password: 'jane & her passw0rd' }
const keys = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})

// Requests that Ruby's oauth gem 0.5.4 does not sign or send as RFC 5849 says; its steps show the reasons.
const RUBY_SENDS_WRONGLY = ['POST with a form from a Hash']
const RUBY_SIGNS_WRONGLY = [
  'GET with equal names whose encoded values sort otherwise',
  'GET with a semicolon in a value',
  'PATCH with a form',
  'DELETE with a form',
  'POST with nothing',
]
// Requests that oauthlib 3.2.2 signs in another way, in addition to every method except those with SHA-1.
const PYTHON_SIGNS_WRONGLY = ['PUT with JSON and a body hash']
// It asks for no consent.
const OAUTHLIB_PROVIDER_LACKS = ['a denied Request Token gets no Access Token']

/** Fails with the failed steps' own words, and when a step is left out that is not known to be impossible. */
function expectSteps(
  steps: readonly Step[],
  { impossible }: { impossible: readonly string[] },
): void {
  expect(
    steps.filter(({ ok, step }) => ok === false || (ok === null && !impossible.includes(step))),
  ).toEqual([])
  // A script that breaks off early must not pass for one that had nothing to complain of.
  expect(steps.at(-1)?.step).toMatch(/ is refused$/)
}

let python: Interpreter
let ruby: Interpreter
let directory: string
let rsaKeyFile: string

beforeAll(async () => {
  ;[python, ruby] = await Promise.all([findPython(), findRuby()])
  directory = await mkdtemp(join(tmpdir(), 'oauthplus-interop-'))
  rsaKeyFile = join(directory, 'private.pem')
  await writeFile(rsaKeyFile, keys.privateKey, { mode: 0o600 })
})

afterAll(() => rm(directory, { recursive: true, force: true }))

describe.each(['express', 'koa'] as const)('the example provider with %s', (framework) => {
  let provider: ListeningProcess<Endpoints> | undefined

  beforeAll(async () => {
    provider = await startProvider(
      {
        consumers: [
          {
            ...HMAC_CONSUMER,
            name: 'Printer',
            callbacks: CALLBACKS,
            signatureMethods: ['HMAC-SHA1', 'HMAC-SHA256', 'HMAC-SHA512', 'PLAINTEXT'],
            allowXauth: true,
          },
          {
            ...RSA_CONSUMER,
            name: 'Printer with a key pair',
            callbacks: CALLBACKS,
            signatureMethods: ['RSA-SHA1', 'RSA-SHA256', 'RSA-SHA512'],
            rsaPublicKey: keys.publicKey,
            allowXauth: true,
          },
        ],
        users: [USER],
      },
      framework,
    )
  }, START)

  afterAll(() => provider?.stop())

  function clientArguments(signatureMethod: string): string[] {
    const usesRsa = signatureMethod.startsWith('RSA-')
    const consumer = usesRsa ? RSA_CONSUMER : HMAC_CONSUMER
    return [
      JSON.stringify({ ...provider?.endpoints, consumer, user: USER }),
      '--signature-method',
      signatureMethod,
      ...(usesRsa ? ['--rsa-key', rsaKeyFile] : []),
    ]
  }

  it.for([
    'HMAC-SHA1',
    'HMAC-SHA256',
    'HMAC-SHA512',
    'RSA-SHA1',
    'RSA-SHA256',
    'RSA-SHA512',
    'PLAINTEXT',
  ])(
    "serves Python's requests-oauthlib that signs with %s",
    CLIENT_RUN,
    async (signatureMethod, context) => {
      const command = commandOf(python, context)
      const steps = await runClient(
        command,
        'requests_oauthlib_client.py',
        clientArguments(signatureMethod),
      )
      expectSteps(steps, {
        impossible: /SHA(256|512)$/.test(signatureMethod) ? PYTHON_SIGNS_WRONGLY : [],
      })
    },
  )

  it.for(['HMAC-SHA1', 'RSA-SHA1', 'PLAINTEXT'])(
    "serves Ruby's oauth gem that signs with %s",
    CLIENT_RUN,
    async (signatureMethod, context) => {
      const command = commandOf(ruby, context)
      const steps = await runClient(
        command,
        'ruby_oauth_client.rb',
        clientArguments(signatureMethod),
      )
      expectSteps(steps, {
        // A PLAINTEXT signature covers no request, so none is signed wrongly.
        impossible: [
          ...RUBY_SENDS_WRONGLY,
          ...(signatureMethod === 'PLAINTEXT' ? [] : RUBY_SIGNS_WRONGLY),
        ],
      })
    },
  )
})

// The control of the experiment: the same scripts with a provider of another project.
describe('a provider made with oauthlib', () => {
  let provider: ForeignProvider | undefined

  beforeAll(async () => {
    const rsaPublicKeyFile = join(directory, 'public.pem')
    await writeFile(rsaPublicKeyFile, keys.publicKey)
    provider = await startOauthlibProvider(rsaPublicKeyFile)
  }, START)

  afterAll(() => (provider && 'stop' in provider ? provider.stop() : undefined))

  function endpoints(): string {
    return JSON.stringify(provider && 'endpoints' in provider ? provider.endpoints : {})
  }

  it("serves Python's requests-oauthlib just so", CLIENT_RUN, async (context) => {
    const command = commandOf(python, context)
    const steps = await runClient(command, 'requests_oauthlib_client.py', [endpoints()])
    expectSteps(steps, { impossible: OAUTHLIB_PROVIDER_LACKS })
  })

  it("serves Ruby's oauth gem just so", CLIENT_RUN, async (context) => {
    commandOf(python, context)
    const command = commandOf(ruby, context)
    const steps = await runClient(command, 'ruby_oauth_client.rb', [endpoints()])
    expectSteps(steps, {
      impossible: [...RUBY_SENDS_WRONGLY, ...RUBY_SIGNS_WRONGLY, ...OAUTHLIB_PROVIDER_LACKS],
    })
  })
})
