import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import { createInitCommand } from '../src/command/init-command.js'
import { readConfigFile } from '../src/command/read-config-file.js'
import { runCommand } from '../src/command/run-command.js'

const URLS = {
  '--request-token-url': 'http://localhost:3000/oauth/request_token',
  '--authorize-url': 'http://localhost:3000/oauth/authorize',
  '--access-token-url': 'http://localhost:3000/oauth/access_token',
  '--resource-url': 'http://localhost:3000/api/echo',
}
const FLAGS = [...Object.entries(URLS).flat(), '--consumer-key', 'the-key']

let directory: string
let file: string
let errors: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'oauthplus-testkit-'))
  file = join(directory, 'provider.json')
  errors = ''
  vi.stubEnv('OAUTHPLUS_CONSUMER_SECRET', 'the-secret')
  vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    errors += String(text)
    return true
  })
})

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  rmSync(directory, { recursive: true })
})

function init(...options: readonly string[]): Promise<number> {
  return runCommand(['node', 'x', 'init', '--file', file, ...options])
}

it('writes a configuration from options, that only the owner can read', async () => {
  expect(await init(...FLAGS, '--callback', 'http://127.0.0.1:9/ready')).toBe(0)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readConfigFile(file)).toEqual({
    requestTokenUrl: URLS['--request-token-url'],
    authorizeUrl: URLS['--authorize-url'],
    accessTokenUrl: URLS['--access-token-url'],
    resourceUrl: URLS['--resource-url'],
    callback: 'http://127.0.0.1:9/ready',
    consumer: { key: 'the-key', secret: 'the-secret' },
    approve: { person: true },
  })
})

it.each([
  [
    ['--approve-url', 'http://a.example/?t={oauth_token}'],
    { url: 'http://a.example/?t={oauth_token}' },
  ],
  [['--approve-command', 'node approve.mjs'], { command: 'node approve.mjs' }],
])('takes how a user approves from %j', async (options, approve) => {
  expect(await init(...FLAGS, ...options)).toBe(0)
  expect(readConfigFile(file).approve).toEqual(approve)
})

it('asks for what no option says, and hides the secret', async () => {
  vi.stubEnv('OAUTHPLUS_CONSUMER_SECRET', undefined)
  const asked: (readonly [string, boolean])[] = []
  const answers = [...Object.values(URLS), 'asked-key', 'asked-secret', '']
  const command = createInitCommand(() => async (question, { isSecret = false } = {}) => {
    asked.push([question, isSecret])
    return Promise.resolve(answers.shift() ?? '')
  })
  await command.parseAsync(['--file', file], { from: 'user' })
  expect(readConfigFile(file)).toMatchObject({
    consumer: { key: 'asked-key', secret: 'asked-secret' },
    approve: { person: true },
  })
  expect(asked.filter(([, isSecret]) => isSecret)).toEqual([['Consumer secret', true]])
  expect(asked).toHaveLength(7)
})

it('never overwrites a file', async () => {
  writeFileSync(file, 'mine')
  expect(await init(...FLAGS)).toBe(2)
  expect(readFileSync(file, 'utf8')).toBe('mine')
  expect(errors).toContain('exists, and is not overwritten')
})

it('writes nothing that is not a configuration', async () => {
  expect(await init(...FLAGS, '--resource-url', '/relative')).toBe(2)
  expect(errors).toMatch(/resourceUrl must be an absolute http or https URL/)
  expect(() => statSync(file)).toThrow('ENOENT')
})

it('exits with status 2 without a terminal when an option is missing', async () => {
  expect(await init('--consumer-key', 'the-key')).toBe(2)
  expect(errors).toBe('There is no terminal to ask on: set --request-token-url\n')
})

const CONFIG = {
  requestTokenUrl: 'http://localhost:1/',
  authorizeUrl: 'http://localhost:1/',
  accessTokenUrl: 'http://localhost:1/',
  resourceUrl: 'http://localhost:1/',
  consumer: { key: 'a', secret: 'hunter2hunter2' },
  approve: { person: true },
}

it.each([
  ['{"consumer":{"secret":"hunter2hunter2"}, x}', /it is not JSON/],
  [JSON.stringify({ ...CONFIG, requestTokenURL: 'x' }), /requestTokenURL is not an option/],
  [JSON.stringify({ ...CONFIG, approve: {} }), /approve must have a command, a url, or person/],
  [JSON.stringify({ ...CONFIG, features: ['rsa'] }), /features: "rsa" is not one of/],
  [
    JSON.stringify({ ...CONFIG, rsaConsumer: { key: 'r', privateKeyFile: 'none.pem' } }),
    /none\.pem/,
  ],
])('names the file and the fault of a wrong configuration: %s', async (json, message) => {
  writeFileSync(file, json)
  expect(await runCommand(['node', 'x', 'provider', '--config', file])).toBe(2)
  expect(errors.startsWith(`${file}: `)).toBe(true)
  expect(errors).toMatch(message)
  expect(errors).not.toContain('hunter2')
  expect(errors.trimEnd()).not.toContain('\n')
})

it('proposes init if there is no configuration', async () => {
  expect(await runCommand(['node', 'x', 'provider', '--config', file])).toBe(2)
  expect(errors).toContain('Write a configuration with: oauthplus-testkit init')
})

it('refuses a report that it cannot write before it sends a request', async () => {
  writeFileSync(file, JSON.stringify(CONFIG))
  const report = join(directory, 'none', 'report.html')
  expect(await runCommand(['node', 'x', 'provider', '--config', file, '--html', report])).toBe(2)
  expect(errors).toBe(`${report} cannot be written\n`)
})

it.each(['0', '65', '1.5', 'x', ''])('refuses --parallel %j', async (parallel) => {
  const argv = ['node', 'x', 'provider', '--config', file, '--parallel', parallel]
  expect(await runCommand(argv)).toBe(2)
  expect(errors).toContain('an integer from 1 to 64 was expected')
})
