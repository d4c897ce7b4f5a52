import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { runOauthplus } from './run-oauthplus.js'

const GOOD = { provider: {}, consumer: { key: 'printer', secret: 'secret' } }

let folder: string
const inFolder = (name: string): string => join(folder, '.config/oauthplus/profiles', name)
const run = (...args: readonly string[]) => runOauthplus(args, { folder })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oauthplus-edited-'))
  await mkdir(inFolder(''), { recursive: true, mode: 0o700 })
  await writeFile(inFolder('good.json'), JSON.stringify(GOOD), { mode: 0o600 })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe.each([
  ['{', 'JSON'],
  ['null', 'a profile'],
  ['[]', 'a profile'],
  ['{}', 'a profile'],
  [JSON.stringify({ ...GOOD, consumer: {} }), 'a profile'],
  [JSON.stringify({ ...GOOD, provider: { requestTokenUrl: 5 } }), 'a profile'],
  [JSON.stringify({ ...GOOD, provider: { requestTokenUrl: 'photos' } }), 'a profile'],
  [JSON.stringify({ ...GOOD, token: { key: 'k' } }), 'a profile'],
])('a profile file that contains %s', (text, what) => {
  it('is named by every command, does not hide others, and can be removed', async () => {
    const file = inFolder('odd.json')
    await writeFile(file, text, { mode: 0o600 })
    const line = `${file} is not ${what}: repair it, or run oauthplus profile remove odd`
    const ended = { code: 1, standardOutput: '', standardError: `oauthplus: ${line}\n` }
    expect(await run('sign', 'https://photos.example/', '-p', 'odd')).toEqual(ended)
    expect(await run('proxy', '-p', 'odd')).toEqual(ended)
    expect(await run('profile', 'list')).toEqual({
      code: 0,
      standardOutput: 'good\t\tprinter\t\n',
      standardError: `${line}\n`,
    })
    expect((await run('profile', 'remove', 'odd', '--yes')).code).toBe(0)
    expect((await run('profile', 'remove', 'odd', '--yes')).code).toBe(1)
  })
})
