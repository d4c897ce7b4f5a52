import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { once } from 'node:events'

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

import { DEFAULT_SEED } from '../../examples/photo-provider-express/src/seed.js'
import type { SeedConsumer } from '../../examples/photo-provider-express/src/seed.js'
import { startPhotoProvider } from '../../examples/photo-provider-express/src/start-photo-provider.js'
import { createNarrator } from '../../examples/tour/src/narrator.js'
import { runTour } from '../../examples/tour/src/run-tour.js'
import { exampleCommand, runExample } from './run-example.js'

const SLOW = { timeout: 60_000 }
const FREE_PORTS = ['--provider-port', '0', '--consumer-port', '0']

let directory: string
let takenPort: string
const squatter = createServer()

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'oauthplus-examples-'))
  squatter.listen(0, '127.0.0.1')
  await once(squatter, 'listening')
  takenPort = String((squatter.address() as AddressInfo).port)
})

afterAll(async () => {
  squatter.close()
  await rm(directory, { recursive: true, force: true })
})

describe('the tour', () => {
  it('exits with status 0 when every step succeeded, and shows no secret', SLOW, async () => {
    const store = `sqlite:${join(directory, 'tour.db')}`
    const args = ['--once', '--verbose', ...FREE_PORTS, '--store', store]
    const { code, standardOutput, standardError } = await runExample('tour', args)
    expect(standardError).toBe('')
    expect(standardOutput).toContain('Every step succeeded.')
    expect(code).toBe(0)
    expect(standardOutput).not.toContain('kd94hf93k423kf44')
    // Jane's password is her name, so the test looks for it after its parameter name, however often encoded.
    expect(standardOutput).not.toMatch(/password(?:=|%(?:25)*3D)(?!\*\*\*)/)
    expect(standardOutput).not.toMatch(
      /(?:token_secret|oauth_verifier|csrf|_session)(?:=|%(?:25)*3D)"?(?!"?\*\*\*)/,
    )
    // No escape sequences without a terminal.
    expect(standardOutput).not.toContain('\u001b')
  })

  it(
    'prints at most 120 lines, of which the last have the link and the password',
    SLOW,
    async () => {
      const child = spawn(...exampleCommand('tour', FREE_PORTS), { stdio: 'pipe' })
      let warnings = ''
      let output = ''
      child.stderr.setEncoding('utf8').on('data', (text: string) => (warnings += text))
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        output += text
        if (/Password: .*\n/.test(output)) child.kill('SIGTERM')
      })
      await once(child, 'close')
      const lines = output.trimEnd().split('\n')
      expect(lines.length).toBeGreaterThan(60)
      expect(lines.length).toBeLessThanOrEqual(120)
      expect(output).not.toContain('Signature base string')
      expect(output).toContain('→ 401 Unauthorized, nonce_used')
      expect(lines.slice(-2).join('\n')).toMatch(
        /^ {3}Open http:\/\/127\.0\.0\.1:\d+\/\n {3}Username: jane {3}Password: jane$/,
      )
      expect(warnings).toBe('')
    },
  )

  it('names the port that is taken', SLOW, async () => {
    const byProvider = await runExample('tour', ['--once', '--provider-port', takenPort])
    expect(byProvider.code).toBe(1)
    expect(byProvider.standardError).toContain(`Port ${takenPort} is in use.`)
    const ports = ['--provider-port', '0', '--consumer-port', takenPort]
    const byConsumer = await runExample('tour', ['--once', ...ports])
    expect(byConsumer.code).toBe(1)
    expect(byConsumer.standardError).toContain(`Port ${takenPort} is in use.`)
  })

  it('shows neither password nor secret of any participant', async () => {
    const password = 'sesame & 0pen=%'
    const secret = 'a consumer secret/+'
    const lines: string[] = []
    const secrets = new Set<string>()
    const send = globalThis.fetch
    const listening = vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
      const response = await send(input, init)
      for (const found of secretsOf([...response.headers].join('\n'))) secrets.add(found)
      for (const found of secretsOf(await response.clone().text())) secrets.add(found)
      return response
    })
    const tour = await runTour({
      providerPort: 0,
      printerPort: 0,
      narrator: createNarrator(
        (line) => lines.push(line),
        (_look, text) => text,
        { isVerbose: true },
      ),
      seed: {
        consumers: [
          {
            key: 'key',
            secret,
            name: 'Printer',
            callbacks: ['http://127.0.0.1:*'],
            allowXauth: true,
          },
        ],
        users: [{ username: 'jane', password }],
      },
    })
    await tour.close()
    listening.mockRestore()
    // Two token secrets and one more by xAuth, a verifier, a CSRF value, three cookies.
    expect(secrets.size).toBe(8)
    let transcript = lines.join('\n')
    for (let encodings = 0; encodings < 4; encodings++) {
      expect([...secrets].filter((secret) => transcript.includes(secret))).toEqual([])
      expect(transcript).not.toMatch(/sesame|0pen|consumer.secret/)
      transcript = transcript.replace(/%[0-9A-F]{2}/g, (escape) =>
        String.fromCharCode(parseInt(escape.slice(1), 16)),
      )
    }
  })

  it('says which step failed', async () => {
    const narrator = createNarrator(
      () => undefined,
      (_look, text) => text,
    )
    const exchange = {
      request: { method: 'GET', url: 'http://127.0.0.1/', headers: [], body: '' },
      response: { status: 200, statusText: 'OK', headers: [], body: '' },
      baseString: undefined,
    }
    narrator.step('First.', exchange, [['all is well', true]])
    const fail = (): void => {
      narrator.step('Second.', exchange, [
        ['all is well', true],
        ['it rains', false],
      ])
    }
    expect(fail).toThrow('Step 2 failed: not so: it rains.')
  })

  it('says which step could not be done', async () => {
    const narrator = createNarrator(
      () => undefined,
      (_look, text) => text,
    )
    const withoutXauth = { ...DEFAULT_SEED.consumers[0], allowXauth: false } as SeedConsumer
    const seed = { ...DEFAULT_SEED, consumers: [withoutXauth] }
    const tour = runTour({ providerPort: 0, printerPort: 0, narrator, seed })
    await expect(tour).rejects.toThrow(/^Step 17 failed: .*permission_denied/)
  })
})

describe('the photo provider, started by itself', () => {
  it.for([
    ['nothing that is JSON', '{"secret', 'the seed is not JSON'],
    ['no users', '{"consumers":[]}', 'users must be an array'],
    ['a Consumer without a name', seed({ key: 'k', secret: 's' }), 'consumers[0].name must be'],
    [
      'a callback that is none',
      seed({ key: 'k', secret: 's', name: 'n', callbacks: ['*'] }),
      'Consumer k: ',
    ],
    [
      'a method that there is not',
      seed({ key: 'k', secret: 's', name: 'n', signatureMethods: ['MD5'] }),
      'Consumer k: ',
    ],
  ] as const)('refuses a seed with %s', SLOW, async ([, json, reason]) => {
    const file = join(directory, 'seed.json')
    await writeFile(file, json)
    const { code, standardOutput, standardError } = await runExample('photo-provider-express', [
      '--port',
      '0',
      '--seed',
      file,
    ])
    expect(code).toBe(1)
    expect(standardOutput).toBe('')
    expect(standardError).toContain(`The photo provider did not start: ${reason}`)
  })

  it(
    'prints at most 120 lines, of which the last have the link and the password',
    SLOW,
    async () => {
      const child = spawn(...exampleCommand('tour', FREE_PORTS), { stdio: 'pipe' })
      let warnings = ''
      let output = ''
      child.stderr.setEncoding('utf8').on('data', (text: string) => (warnings += text))
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        output += text
        if (/Password: .*\n/.test(output)) child.kill('SIGTERM')
      })
      await once(child, 'close')
      const lines = output.trimEnd().split('\n')
      expect(lines.length).toBeGreaterThan(60)
      expect(lines.length).toBeLessThanOrEqual(120)
      expect(output).not.toContain('Signature base string')
      expect(output).toContain('→ 401 Unauthorized, nonce_used')
      expect(lines.slice(-2).join('\n')).toMatch(
        /^ {3}Open http:\/\/127\.0\.0\.1:\d+\/\n {3}Username: jane {3}Password: jane$/,
      )
      expect(warnings).toBe('')
    },
  )

  it('names the port that is taken', SLOW, async () => {
    const { code, standardError } = await runExample('photo-provider-express', [
      '--port',
      takenPort,
    ])
    expect(code).toBe(1)
    expect(standardError).toContain(`port ${takenPort} is in use`)
  })
})

describe('the desktop application', () => {
  it('shows the photos of whom it is given the password of', SLOW, async () => {
    const provider = await startPhotoProvider({ port: 0 })
    const args = ['--origin', provider.origin]
    const right = await runExample('xauth-desktop', args, { input: 'jane\njane\n' })
    expect(right.standardOutput).toBe('Logged in as jane.\n- Vacation\n- The last evening\n')
    expect(right.code).toBe(0)
    const wrong = await runExample('xauth-desktop', args, { input: 'jane\njohn\n' })
    expect(wrong.standardError).toBe(
      'The photo site refused: The username or the password is wrong.\n',
    )
    expect(wrong.code).toBe(1)
    const silent = await runExample('xauth-desktop', args)
    expect(silent.code).toBe(1)
    await provider.close()
    const lonely = await runExample('xauth-desktop', args, { input: 'jane\njane\n' })
    expect(lonely.standardError).toContain(provider.origin)
    expect(lonely.code).toBe(1)
  })
})

function seed(consumer: unknown): string {
  return JSON.stringify({ consumers: [consumer], users: [] })
}

/** Finds the secrets in a response, which no transcript may show. */
function secretsOf(text: string): string[] {
  const found = text.matchAll(
    /(?:oauth_token_secret=|oauth_verifier=|name="csrf" value="|set-cookie,[^=]+=)([\w+/=-]+)/g,
  )
  return [...found].map(([, secret = '']) => secret)
}
