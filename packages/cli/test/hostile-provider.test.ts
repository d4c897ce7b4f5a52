import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { terminalOf } from './on-terminal.js'
import { OAUTHPLUS, runOauthplus } from './run-oauthplus.js'

// Clears the screen, sets the window title, starts red text with C1, reverses the text direction,
// starts a line.
const HOSTILE = '\u001b[2J\u001b]0;gotcha\u0007\u009b31m\u202egnp.exe\u2028\r\nfake: line'
const RAW = /(?![\t\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u

let folder: string
let server: Server
let origin: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oauthplus-cli-hostile-'))
  await symlink(OAUTHPLUS, join(folder, 'oauthplus'))
  const problem = new URLSearchParams({
    oauth_problem: 'token_rejected',
    oauth_problem_advice: HOSTILE,
  })
  const answers: Readonly<Record<string, string>> = {
    '/oauth/access_token': new URLSearchParams({
      oauth_token: `key${HOSTILE}`,
      oauth_token_secret: 'token secret',
    }).toString(),
    '/page': `<p>${HOSTILE}</p>\r\nGr\u00fc\u00dfe\r\n`,
  }
  server = createServer((request, response) => {
    const body = answers[request.url ?? '']
    // Latin-1 can transport C1 in a header field.
    response.setHeader('x-note', '\u009b31m')
    response.statusCode = body === undefined ? 401 : 200
    response.end(body ?? problem.toString())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const added = await run(
    ['profile', 'add', 'default', '--site', origin, '--consumer-key', 'printer'],
    { OAUTHPLUS_CONSUMER_SECRET: 'consumer secret' },
  )
  expect(added.code).toBe(0)
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await rm(folder, { recursive: true, force: true })
})

function run(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  return runOauthplus(args, { folder, environment })
}

describe('a hostile provider', () => {
  it('cannot control the terminal with its advice or the header of its response', async () => {
    const { standardError, standardOutput } = await run(['request', '-i', `${origin}/refused`])
    expect(standardError).toContain('The provider reports token_rejected: \\u{1b}[2J')
    expect(standardError).not.toMatch(RAW)
    expect(standardError.trim().split('\n')).toHaveLength(1)
    const [head = ''] = standardOutput.split('\r\n\r\n')
    expect(head).toMatch(/^x-note: .*\\u\{9b\}31m/m)
    expect(head.replaceAll('\r\n', '\n')).not.toMatch(RAW)
  })

  it('cannot control it with the reason of a refused login', async () => {
    const refused = await run(['login', '--oob'])
    expect(refused.code).toBe(1)
    expect(refused.standardError).toContain('\\u{1b}[2J')
    expect(refused.standardError).not.toMatch(RAW)
    expect(refused.standardError.trim().split('\n')).toHaveLength(1)
  })

  it('cannot control it with the key of its token, in tables and JSON', async () => {
    const login = await run(['xauth', 'jane'], { OAUTHPLUS_PASSWORD: 'password' })
    expect(login.code).toBe(0)
    const [listed, shown, json] = await Promise.all([
      run(['profile', 'list']),
      run(['profile', 'show', 'default']),
      run(['profile', 'show', 'default', '--json']),
    ])
    for (const { standardOutput } of [listed, shown, json]) {
      expect(standardOutput).toContain('gotcha')
      expect(standardOutput).not.toMatch(RAW)
    }
    expect(JSON.parse(json.standardOutput)).toMatchObject({ token: `key${HOSTILE}` })
  })

  it('cannot control it with its response, which a pipe receives unchanged', async (test) => {
    const onTerminal = terminalOf(test)
    const { shown } = await onTerminal(`oauthplus request ${origin}/page`, { folder })
    expect(shown).toContain('\\u{1b}[2J')
    expect(shown).toContain('Gr\u00fc\u00dfe\n')
    expect(shown).not.toMatch(RAW)
    const piped = await run(['request', `${origin}/page`])
    expect(piped.standardOutput).toBe(`<p>${HOSTILE}</p>\r\nGr\u00fc\u00dfe\r\n`)
  })
})
