import { execFile, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'

import { sqliteStore } from '@oauthplus/store-sqlite'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { findProgram } from '../../../test/find-program.js'
import { commandOf } from '../../../test/interop/foreign-client.js'
import { freePort } from '../../../test/servers/free-port.js'
import { approve, startPhotoSite } from './photo-site.js'
import type { PhotoSite } from './photo-site.js'
import { homeIn, OAUTHPLUS, runOauthplus } from './run-oauthplus.js'
import type { EndedProcess } from './run-oauthplus.js'

let folder: string
let site: PhotoSite
let store: ReturnType<typeof sqliteStore>

const CONSUMER_SECRET = "se'cret & more"
const TOKEN = 'the-token'

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oauthplus-cli-'))
  store = sqliteStore(join(folder, 'provider.db'))
  await store.migrate()
  site = await startPhotoSite(store)
  const database = `sqlite:${join(folder, 'provider.db')}`
  await runOauthplus(
    [
      'consumer',
      'add',
      'Printer',
      '--key',
      'printer',
      '--own-secret',
      '--xauth',
      '--callback',
      'oob',
      '--callback',
      'http://127.0.0.1:*',
      '--store',
      database,
    ],
    { folder, environment: { OAUTHPLUS_CONSUMER_SECRET: CONSUMER_SECRET } },
  )
  await store.createAccessToken({
    kind: 'access',
    state: 'valid',
    grantedBy: 'consent',
    key: TOKEN,
    secret: 'token secret',
    consumerKey: 'printer',
    userId: 'jane',
    scopes: ['photos'],
    createdAtSeconds: 1,
  })
  await addProfile('default', '--token', TOKEN)
})
afterAll(async () => {
  site.close()
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

function addProfile(name: string, ...more: readonly string[]): Promise<EndedProcess> {
  const args = ['profile', 'add', name, '--site', site.origin, '--consumer-key', 'printer', ...more]
  return runOauthplus(args, {
    folder,
    environment: {
      OAUTHPLUS_CONSUMER_SECRET: CONSUMER_SECRET,
      OAUTHPLUS_TOKEN_SECRET: 'token secret',
    },
  })
}

async function request(...args: readonly string[]): Promise<Record<string, unknown>> {
  const { code, standardOutput, standardError } = await runOauthplus(['request', ...args], {
    folder,
  })
  expect([code, standardError]).toEqual([0, ''])
  return JSON.parse(standardOutput) as Record<string, unknown>
}

it('stores a profile that only its user can read, and shows none of its secrets', async () => {
  const file = join(folder, '.config/oauthplus/profiles/default.json')
  // Windows has no such modes.
  if (process.platform !== 'win32') {
    expect(((await stat(file)).mode & 0o777).toString(8)).toBe('600')
    expect(((await stat(join(file, '..'))).mode & 0o777).toString(8)).toBe('700')
  }
  const [listed, shown] = await Promise.all([
    runOauthplus(['profile', 'list'], { folder }),
    runOauthplus(['profile', 'show', 'default', '--json'], { folder }),
  ])
  expect(listed.standardOutput).toContain(
    `default\t${site.origin}/oauth/request_token\tprinter\t${TOKEN}`,
  )
  expect(shown.standardOutput).toContain('"consumerKey": "printer"')
  expect(listed.standardOutput + shown.standardOutput).not.toMatch(/se'cret|token secret/)
  expect((await addProfile('default')).code).toBe(2)
  expect((await addProfile('../up')).code).toBe(2)
})

it('sends the request that curl would send with the same options, signed', async () => {
  const photos = `${site.origin}/photos`
  const file = join(folder, 'body.txt')
  await writeFile(file, 'title=Sunset%20%2B\n')
  const query = await request(`${photos}?size=large&tag=a%2Cb&tag=c+d`)
  expect(query).toMatchObject({
    user: 'jane',
    method: 'GET',
    query: [
      ['size', 'large'],
      ['tag', 'a,b'],
      ['tag', 'c d'],
    ],
  })
  const form = await request(photos, '-d', `@${file}`, '-d', 'a=1', '--data-urlencode', 'b=é & c')
  expect(form).toMatchObject({
    method: 'POST',
    form: [
      ['title', 'Sunset +'],
      ['a', '1'],
      ['b', 'é & c'],
    ],
  })
  expect(await request(photos, '-X', 'PUT', '--json', '{"a": 1}')).toMatchObject({
    method: 'PUT',
    type: 'application/json',
    text: '{"a": 1}',
  })
  const multipart = await request(
    photos,
    '-F',
    'title=Sunset',
    '-F',
    `photo=@${file};type=text/x-photo`,
  )
  expect(multipart.type).toMatch(/^multipart\/form-data; boundary=/)
  expect(multipart.text).toContain('filename="body.txt"\r\nContent-Type: text/x-photo')
  const raw = await request(photos, '-H', 'Content-Type: text/plain', '--data-binary', `@${file}`)
  expect(raw).toMatchObject({ type: 'text/plain', text: 'title=Sunset%20%2B\n' })
})

it('follows redirects with new signatures, writes headers and files, and reports refusals', async () => {
  expect(await request(`${site.origin}/moved`)).toMatchObject({ query: [['moved', 'yes']] })
  const unfollowed = await runOauthplus(['request', '--no-follow', '-i', `${site.origin}/moved`], {
    folder,
  })
  expect(unfollowed.standardOutput).toMatch(
    /^HTTP 302 Found\r\n[\s\S]*location: \/photos\?moved=yes\r\n/,
  )

  const output = join(folder, 'answer.json')
  await runOauthplus(['request', '-o', output, `${site.origin}/photos`], { folder })
  expect(JSON.parse(await readFile(output, 'utf8'))).toMatchObject({ user: 'jane' })

  const refused = await runOauthplus(
    ['request', '-f', `${site.origin}/photos`, '--consumer-key', 'printer'],
    {
      folder,
      environment: { OAUTHPLUS_CONSUMER_SECRET: 'wrong' },
    },
  )
  expect(refused).toMatchObject({
    code: 1,
    standardError: expect.stringMatching(/^The provider reports parameter_absent/) as string,
  })
  const linked = await runOauthplus(
    ['request', `${site.origin}/photos`, '--consumer-key', 'printer'],
    {
      folder,
      environment: {
        OAUTHPLUS_CONSUMER_SECRET: 'wrong',
        OAUTHPLUS_DOCUMENTATION: 'https://docs.example/oauthplus',
      },
    },
  )
  expect(linked.standardError).toContain(
    '\nSee https://docs.example/oauthplus/documents/Errors.html#parameter_absent-400\n',
  )
  const nobody = await runOauthplus(['request', `http://127.0.0.1:${await freePort()}/photos`], {
    folder,
  })
  expect(nobody).toMatchObject({
    code: 3,
    standardError: expect.stringContaining('ECONNREFUSED') as string,
  })
})

it.each(['/photos', '/empty'])(
  'reports an unwritable response in one line, without a stack: %s',
  async (path) => {
    const output = join(folder, 'absent', 'answer.json')
    for (const more of [[], ['-i']]) {
      const ended = await runOauthplus(['request', ...more, '-o', output, site.origin + path], {
        folder,
      })
      expect(ended.code).not.toBe(0)
      expect(ended.standardError).toMatch(/^[^\n]*ENOENT[^\n]*\n$/)
    }
  },
)

it('prints curl commands that send exactly the signed request', async (context) => {
  const curl = commandOf(findProgram(['curl'], { debianPackage: 'curl' }), context)
  expect(curl).toMatch(/curl$/)
  const photos = `${site.origin}/photos`
  for (const args of [
    [`${photos}?q=it's&list[]={1}&empty=`],
    [photos, '-d', "title=it's+%26&b=%C3%A9", '--data-urlencode', 'c= $HOME `id`'],
    [photos, '-X', 'DELETE'],
    [
      photos,
      '--json',
      '{"it\'s": "$1"}',
      '--body-hash',
      '--consumer-key',
      'printer',
      '--token',
      TOKEN,
    ],
    [`${photos}?a=1`, '--transmission', 'query', '--consumer-key', 'printer', '--token', TOKEN],
    [photos, '-d', 'a=1', '--transmission', 'body', '--consumer-key', 'printer', '--token', TOKEN],
  ]) {
    const { standardOutput, standardError } = await runOauthplus(['sign', '--curl', ...args], {
      folder,
      environment: {
        OAUTHPLUS_CONSUMER_SECRET: CONSUMER_SECRET,
        OAUTHPLUS_TOKEN_SECRET: 'token secret',
      },
    })
    expect(standardError).toBe('')
    const { stdout } = await promisify(execFile)('sh', ['-c', `${standardOutput.trim()} --silent`])
    expect([args, JSON.parse(stdout)]).toMatchObject([args, { user: 'jane' }])
  }
})

/** Logs in, runs the given function with the URL, and returns the last line of the program. */
async function login(
  args: readonly string[],
  visit: (url: string) => Promise<string>,
  browser?: string,
): Promise<string | undefined> {
  const shown = browser === undefined ? ['--no-browser'] : []
  const child = spawn(process.execPath, [OAUTHPLUS, 'login', ...shown, ...args], {
    env: { PATH: process.env.PATH, ...homeIn(folder), BROWSER: browser },
    stdio: ['pipe', 'inherit', 'pipe'],
  })
  const ended = new Promise((resolve) => child.once('close', resolve))
  let last: string | undefined
  for await (const line of createInterface({ input: child.stderr })) {
    last = line
    const [, url] = /^Open (http\S+)$/.exec(line) ?? []
    if (url !== undefined) child.stdin.end(`${await visit(url)}\n`)
  }
  expect(await ended).toBe(0)
  return last
}

it('logs in with a callback on this machine', async () => {
  await addProfile('work')
  const last = await login(['-p', 'work', '--scope', 'photos'], async (url) => {
    expect(await (await approve(url)).text()).toContain('You can close this window')
    return ''
  })
  expect(last).toBe('Logged in. The token is stored in the profile work.')
  expect(await request('-p', 'work', `${site.origin}/photos`)).toMatchObject({ user: 'jane' })
})

it.runIf(process.platform === 'linux')("opens the user's browser", async () => {
  await addProfile('browsing')
  const [browser, opened] = [join(folder, 'browser'), join(folder, 'opened')]
  await writeFile(browser, `#!/bin/sh\nprintf %s "$1" > '${opened}'\n`, { mode: 0o755 })
  // A process that reads from this waits for the browser.
  await promisify(execFile)('mkfifo', [opened])
  const visit = async (url: string): Promise<string> => {
    expect(await readFile(opened, 'utf8')).toBe(url)
    await approve(url)
    return ''
  }
  expect(await login(['-p', 'browsing'], visit, browser)).toContain('Logged in.')
})

it('logs in with a typed code', async () => {
  await addProfile('remote')
  const last = await login(['-p', 'remote', '--oob'], async (url) => {
    const page = await (await approve(url)).text()
    return /id="oauth_verifier">([^<]+)</.exec(page)?.[1] ?? ''
  })
  expect(last).toContain('Logged in.')
  expect(await request('-p', 'remote', `${site.origin}/photos`)).toMatchObject({ user: 'jane' })
})

it('exchanges a password, which is not an argument, for a token', async () => {
  await addProfile('desktop')
  const login = (password: string) =>
    runOauthplus(['xauth', 'jane', '-p', 'desktop'], {
      folder,
      environment: { OAUTHPLUS_PASSWORD: password },
    })
  const wrong = await login('wrong')
  expect(wrong.code).toBe(1)
  expect(wrong.standardError).toMatch(/^oauthplus: [^\n]+\n$/)
  expect((await login('correct horse')).code).toBe(0)
  expect(await request('-p', 'desktop', `${site.origin}/photos`)).toMatchObject({ user: 'jane' })
  expect((await runOauthplus(['profile', 'remove', 'desktop', '--yes'], { folder })).code).toBe(0)
  expect(await runOauthplus(['request', '-p', 'desktop', site.origin], { folder })).toMatchObject({
    code: 1,
    standardError:
      'oauthplus: The profile desktop does not exist: create it with oauthplus profile add desktop\n',
  })
})

it('knows services by name, and their requirements', async () => {
  const add = (...args: string[]) =>
    runOauthplus(['profile', 'add', ...args, '--consumer-key', 'k'], {
      folder,
      environment: { OAUTHPLUS_CONSUMER_SECRET: 's' },
    })
  expect((await add('records', '--preset', 'discogs')).code).toBe(0)
  const signed = await runOauthplus(['sign', '-p', 'records', 'https://api.discogs.com/x'], {
    folder,
  })
  expect(signed.standardOutput).toContain('oauth_signature_method="PLAINTEXT"')
  expect((await add('shop', '--preset', 'magento2')).standardError).toBe(
    'oauthplus: The preset magento2 requires --site\n',
  )
  expect((await add('none', '--preset', 'nothing')).code).toBe(2)
})
