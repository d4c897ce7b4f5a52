import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { runOauthplus } from './run-oauthplus.js'

describe.skipIf(process.platform === 'win32')('a profile that other users can access', () => {
  let home: string
  const profiles = () => join(home, '.config/oauthplus/profiles')
  const file = () => join(profiles(), 'default.json')
  const run = (...args: readonly string[]) =>
    runOauthplus(args, { folder: home, environment: { OAUTHPLUS_CONSUMER_SECRET: 's3cret' } })
  const add = (name: string) =>
    run('profile', 'add', name, '--site', 'https://photos.example', '--consumer-key', 'printer')

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'oauthplus-cli-permissions-'))
    expect((await add('default')).standardError).not.toContain('Other users')
  })
  afterEach(() => rm(home, { recursive: true, force: true }))

  it('becomes private when the command line writes it', async () => {
    expect(await run('profile', 'show', 'default')).toMatchObject({ code: 0, standardError: '' })
  })

  it.each(['755', '750', '701', '720'])(
    'causes a warning about its folder: mode %s',
    async (mode) => {
      await chmod(profiles(), Number.parseInt(mode, 8))
      const warning = `Other users may list or change ${profiles()}, which contains secrets: run chmod 700 on it\n`
      const shown = await run('profile', 'show', 'default')
      expect(shown).toMatchObject({ code: 0, standardError: warning })
      expect(shown.standardOutput).not.toContain('Other users')
      expect((await run('profile', 'list')).standardError).toBe(warning)
      expect((await add('another')).standardError).toContain(warning)
    },
  )

  it.each(['644', '640', '602'])('causes a warning about its file: mode %s', async (mode) => {
    await chmod(file(), Number.parseInt(mode, 8))
    expect(await run('profile', 'show', 'default')).toMatchObject({
      code: 0,
      standardError: `Other users may read or change ${file()}, which contains secrets: run chmod 600 on it\n`,
    })
  })
})
