import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { terminalOf } from './on-terminal.js'
import { OAUTHPLUS, runOauthplus } from './run-oauthplus.js'
import type { EndedProcess, RunOptions } from './run-oauthplus.js'

const SCHEMA = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oauthplus-cli-import-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function keep(name: string, content: unknown): Promise<string> {
  await writeFile(
    join(folder, name),
    typeof content === 'string' ? content : JSON.stringify(content),
  )
  return name
}

function run(args: readonly string[], options: RunOptions = {}): Promise<EndedProcess> {
  return runOauthplus(['profile', 'import', ...args], { folder, ...options })
}

async function importOf(content: unknown, ...args: readonly string[]): Promise<EndedProcess> {
  return run([await keep('export.json', content), ...args])
}

async function profileOf(name: string): Promise<unknown> {
  const file = join(folder, '.config', 'oauthplus', 'profiles', `${name}.json`)
  return JSON.parse(await readFile(file, 'utf8')) as unknown
}

/** Postman settings, in the order and with the types of its exports. */
function oauth1(settings: Readonly<Record<string, string | boolean>>): object {
  const list = Object.entries(settings).map(([key, value]) => ({ key, value, type: typeof value }))
  return { type: 'oauth1', oauth1: list }
}

function collection(more: object): object {
  const info = { _postman_id: '9f5d8c8e-5b7c-4c39', name: 'Photo API', schema: SCHEMA }
  return { info, item: [], ...more }
}

const KEYS = {
  consumerKey: 'printer',
  consumerSecret: "se'cret & more",
  token: 'the-token',
  tokenSecret: 'token secret',
}

describe('a Postman collection', () => {
  it('is refused with an invalid --name before it asks for a secret', async () => {
    const ended = await importOf(
      collection({ auth: oauth1({ consumerKey: 'k' }) }),
      '--name',
      'a/b',
    )
    expect(ended).toMatchObject({
      code: 2,
      standardError: expect.stringContaining('The name of a profile must') as string,
    })
  })

  it('becomes a profile whose secrets nobody else can read and nothing prints', async () => {
    const settings = {
      realm: 'Photos',
      includeBodyHash: true,
      addParamsToHeader: true,
      signatureMethod: 'HMAC-SHA256',
      ...KEYS,
    }
    const ended = await importOf(collection({ auth: oauth1(settings) }))
    const file = join(folder, '.config', 'oauthplus', 'profiles', 'photo-api.json')
    expect(ended).toEqual({ code: 0, standardOutput: '', standardError: `Stored in ${file}.\n` })
    expect(await profileOf('photo-api')).toEqual({
      provider: { signatureMethod: 'HMAC-SHA256', realm: 'Photos', sendBodyHash: true },
      consumer: { key: 'printer', secret: KEYS.consumerSecret },
      token: { key: 'the-token', secret: KEYS.tokenSecret },
    })
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    const signed = await runOauthplus(['sign', '-p', 'photo-api', 'https://photos.example/'], {
      folder,
    })
    expect(signed.standardOutput).toContain('realm="Photos"')
    expect(signed.standardOutput).toContain('oauth_token="the-token"')
  })

  it('uses its variables, and those of folders and an environment', async () => {
    const auth = oauth1({
      consumerKey: '{{key}}',
      consumerSecret: '{{secret}}',
      token: '{{tokens.first}}',
      tokenSecret: '{{ tokenSecret }}',
      addParamsToHeader: true,
    })
    const file = await keep(
      'Photos.postman_collection.json',
      collection({
        item: [{ name: 'Folder', auth, variable: [{ key: 'tokenSecret', value: 'ts' }], item: [] }],
        variable: [
          { key: 'key', value: 'of the collection' },
          { key: 'secret', value: 'prefix-{{rest}}' },
          { key: 'rest', value: 'wrong', disabled: true },
          { key: 'tokens.first', value: 't' },
        ],
      }),
    )
    const environment = await keep('Staging.postman_environment.json', {
      id: '6d3b9b2e',
      name: 'Staging',
      values: [
        { key: 'key', value: 'of the environment', type: 'default', enabled: true },
        { key: 'rest', value: 'secret', type: 'secret', enabled: true },
        { key: 'tokens.first', value: 'disabled', enabled: false },
      ],
      _postman_variable_scope: 'environment',
    })
    expect(await run([file, '--environment', environment])).toMatchObject({ code: 0 })
    expect(await profileOf('folder')).toMatchObject({
      consumer: { key: 'of the environment', secret: 'prefix-secret' },
      token: { key: 't', secret: 'ts' },
    })
  })

  it('becomes one profile for each different setting, named after its place', async () => {
    const request = (name: string, settings: Readonly<Record<string, string | boolean>>) => ({
      name,
      request: { method: 'GET', url: 'https://a.example/', auth: oauth1(settings) },
    })
    const own = { ...KEYS, addParamsToHeader: true }
    const ended = await importOf(
      collection({
        auth: oauth1(own),
        item: [
          request('The same', own),
          request('Größe & more', { ...own, consumerKey: 'other' }),
          request('Größe & more', { ...own, consumerKey: 'third' }),
          request('../../etc/passwd', { ...own, consumerKey: 'fourth' }),
          request('☃', { ...own, consumerKey: 'fifth' }),
          { name: 'None', request: { auth: { type: 'noauth' } } },
          { name: 'Bearer', request: { auth: { type: 'bearer', bearer: [] } } },
          { name: 'Text', request: 'https://a.example/' },
        ],
      }),
    )
    expect(ended.code).toBe(0)
    const { standardOutput } = await runOauthplus(['profile', 'list'], { folder })
    expect(standardOutput.split('\n').map((line) => line.split('\t')[0])).toEqual([
      'etc-passwd',
      'gr-e-more',
      'gr-e-more-2',
      'imported',
      'photo-api',
      '',
    ])
  })

  it('of format 2.0 has its settings in an object', async () => {
    const settings = { ...KEYS, addParamsToHeader: true }
    const auth = { type: 'oauth1', oauth1: settings }
    expect(await importOf(collection({ auth }), '--name', 'old')).toMatchObject({ code: 0 })
    expect(await profileOf('old')).toMatchObject({ consumer: { key: 'printer' } })
  })

  it('reports settings that the profile does not support', async () => {
    const ended = await importOf(
      collection({
        auth: oauth1({
          ...KEYS,
          callback: 'https://printer.example/callback',
          verifier: 'hidden-verifier',
          timestamp: '1461319769',
          nonce: 'ik3oT5',
          version: '1.0a',
          addParamsToHeader: false,
          addEmptyParamsToSign: true,
          disableHeaderEncoding: true,
        }),
      }),
    )
    expect(ended.standardError.split('\n').slice(1)).toEqual([
      'photo-api: Not imported: callback, verifier, timestamp, nonce.',
      'photo-api: The parameters of all requests go into the query, even for forms.',
      'photo-api: Empty parameters are not signed.',
      'photo-api: The values of the header are always percent-encoded.',
      'photo-api: oauth_version is always 1.0.',
      '',
    ])
    expect(ended.standardError).not.toContain('hidden-verifier')
    expect(await profileOf('photo-api')).toMatchObject({ provider: { transmission: 'query' } })
  })

  it('sends PLAINTEXT in the header', async () => {
    const auth = oauth1({ ...KEYS, signatureMethod: 'PLAINTEXT', includeBodyHash: true })
    expect((await importOf(collection({ auth }))).standardError).toContain(
      'The parameters go into the header, because a URL must not contain secrets.',
    )
    expect(await profileOf('photo-api')).toMatchObject({
      provider: { signatureMethod: 'PLAINTEXT' },
    })
  })

  it('asks for missing secrets', async () => {
    const auth = oauth1({ consumerKey: 'printer', consumerSecret: '{{vault:secret}}', token: 't' })
    const file = await keep('export.json', collection({ auth }))
    expect(await run([file])).toMatchObject({
      code: 2,
      standardError: expect.stringContaining('set OAUTHPLUS_CONSUMER_SECRET') as string,
    })
    const environment = { OAUTHPLUS_CONSUMER_SECRET: 'a', OAUTHPLUS_TOKEN_SECRET: 'b' }
    expect(await run([file], { environment })).toMatchObject({ code: 0 })
    expect(await profileOf('photo-api')).toMatchObject({
      consumer: { secret: 'a' },
      token: { secret: 'b' },
    })
  })

  it('requires the private key for RSA in a separate file', async () => {
    const auth = oauth1({ ...KEYS, signatureMethod: 'RSA-SHA1', privateKey: 'hidden key' })
    const file = await keep('export.json', collection({ auth }))
    const ended = await run([file])
    expect(ended).toMatchObject({
      code: 2,
      standardError: expect.stringContaining('--private-key') as string,
    })
    expect(ended.standardError).not.toContain('hidden')
    const { privateKey } = await generateRsaKey()
    await keep('key.pem', privateKey)
    expect(await run([file, '--private-key', 'key.pem'])).toMatchObject({ code: 0 })
    expect(await profileOf('photo-api')).toMatchObject({
      consumer: { key: 'printer', privateKeyFile: join(folder, 'key.pem') },
    })
  })

  it('reads the passphrase of that key from another file', async () => {
    const auth = oauth1({ ...KEYS, signatureMethod: 'RSA-SHA256', addParamsToHeader: true })
    const file = await keep('export.json', collection({ auth }))
    const { privateKey } = await generateRsaKey('open sesame')
    await keep('key.pem', privateKey)
    await keep('passphrase.txt', 'open sesame')
    const args = [file, '--private-key', 'key.pem', '--passphrase-file', 'passphrase.txt']
    expect(await run(args)).toMatchObject({ code: 0 })
    const sign = ['sign', '-p', 'photo-api', 'https://photos.example/']
    const signed = await runOauthplus(sign, { folder })
    expect(signed.standardOutput).toContain('oauth_signature_method="RSA-SHA256"')
  })

  it.each([
    ['no OAuth 1 settings', {}, 'export.json has no OAuth 1 settings'],
    [
      'a consumer key without a value',
      { auth: oauth1({ consumerKey: '{{key}}', consumerSecret: 's' }) },
      'Not imported: Photo API: consumerKey requires key, which has no value',
    ],
    [
      'circular variables',
      {
        auth: oauth1({ consumerKey: '{{a}}' }),
        variable: [
          { key: 'a', value: '{{b}}' },
          { key: 'b', value: '{{a}}' },
        ],
      },
      'consumerKey requires a, which has no value',
    ],
    [
      'an unsupported signature method',
      { auth: oauth1({ ...KEYS, signatureMethod: 'HMAC-MD5' }) },
      'the signature method HMAC-MD5 is not supported',
    ],
    ['no consumer key', { auth: oauth1({ consumerSecret: 's' }) }, 'it has no consumer key'],
  ])('is refused for %s', async (_title, more, message) => {
    const ended = await importOf(collection(more))
    expect(ended).toMatchObject({ code: 2, standardOutput: '' })
    expect(ended.standardError).toContain(message)
  })
})

async function generateRsaKey(passphrase?: string): Promise<{ readonly privateKey: string }> {
  const { generateKeyPairSync } = await import('node:crypto')
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: {
      type: 'pkcs8',
      format: 'pem',
      ...(passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase }),
    },
  })
}

const AUTHENTICATION = {
  type: 'oauth1',
  disabled: false,
  signatureMethod: 'HMAC-SHA256',
  consumerKey: '{{ _.photos.key }}',
  consumerSecret: "{{ _['consumer-secret'] }}",
  tokenKey: '{{ token }}',
  tokenSecret: 'token secret',
  version: '1.0',
  nonce: '',
  timestamp: '',
  callback: '',
  includeBodyHash: true,
}

const FORMAT_4 = {
  _type: 'export',
  __export_format: 4,
  __export_date: '2024-11-05T10:32:41.127Z',
  __export_source: 'insomnia.desktop.app:v10.1.1',
  resources: [
    {
      _id: 'req_1',
      parentId: 'fld_1',
      url: '{{ _.base }}/photos',
      name: 'List photos',
      method: 'GET',
      authentication: AUTHENTICATION,
      _type: 'request',
    },
    {
      _id: 'fld_1',
      parentId: 'wrk_1',
      name: 'Folder',
      environment: { token: 'of the folder' },
      _type: 'request_group',
    },
    { _id: 'wrk_1', parentId: null, name: 'Photos', scope: 'collection', _type: 'workspace' },
    {
      _id: 'env_1',
      parentId: 'wrk_1',
      name: 'Base Environment',
      data: { photos: { key: 'printer' }, 'consumer-secret': 'base secret', token: 'base' },
      _type: 'environment',
    },
    {
      _id: 'env_2',
      parentId: 'env_1',
      name: 'Staging',
      data: { 'consumer-secret': 'staging secret' },
      _type: 'environment',
    },
    {
      _id: 'req_2',
      parentId: 'wrk_1',
      name: 'Off',
      authentication: { ...AUTHENTICATION, disabled: true },
      _type: 'request',
    },
  ],
}

const FORMAT_5 = `type: collection.insomnia.rest/5.0
schema_version: "5.1"
name: Photos
meta:
  id: wrk_1
  created: 1717508275743
  modified: 1717508275743
  description: ""
collection:
  - name: Folder
    meta:
      id: fld_1
      sortKey: -1717508294832
    environment:
      token: of the folder
    children:
      - url: "{{ _.base }}/photos"
        name: List photos
        meta:
          id: req_1
          isPrivate: false
        method: GET
        authentication:
          type: oauth1
          disabled: false
          signatureMethod: HMAC-SHA256
          consumerKey: "{{ _.photos.key }}"
          consumerSecret: "{{ _['consumer-secret'] }}"
          tokenKey: "{{ token }}"
          tokenSecret: token secret
          version: "1.0"
          nonce: ""
          includeBodyHash: true
        settings:
          renderRequestBody: true
cookieJar:
  name: Default Jar
environments:
  name: Base Environment
  meta:
    id: env_1
  data:
    photos:
      key: 0123
    consumer-secret: base secret
    token: base
  subEnvironments:
    - name: Staging
      data:
        consumer-secret: staging secret
`

describe.each([
  ['4', FORMAT_4, 'printer'],
  ['5', FORMAT_5, '0123'],
])('an Insomnia export, format %s', (_format, content, key) => {
  it.each([
    ['the base environment', [], 'base secret'],
    ['another environment', ['--environment', 'Staging'], 'staging secret'],
  ])('becomes a profile with the variables of %s', async (_title, args, secret) => {
    expect(await importOf(content, ...args)).toMatchObject({ code: 0 })
    expect(await profileOf('list-photos')).toEqual({
      provider: { signatureMethod: 'HMAC-SHA256', sendBodyHash: true },
      consumer: { key, secret },
      token: { key: 'of the folder', secret: 'token secret' },
    })
  })

  it('lists its environments', async () => {
    expect(await importOf(content, '--environment', 'Nowhere')).toMatchObject({
      code: 2,
      standardError: 'oauthplus: The file has no environment Nowhere, only Staging\n',
    })
  })
})

it('reports a missing environment of an Insomnia export without environments', async () => {
  const content = FORMAT_5.replace(/\s+subEnvironments:[^]*/, '')
  expect(await importOf(content, '--environment', 'Staging')).toMatchObject({
    code: 2,
    standardError: 'oauthplus: The file has no environment Staging\n',
  })
})

it("does not evaluate Insomnia's template tags", async () => {
  const content = FORMAT_5.replace('"{{ _.photos.key }}"', '"{% prompt \'Key\' %}"')
  expect(await importOf(content)).toMatchObject({
    code: 2,
    standardError: expect.stringContaining('consumerKey requires a template tag') as string,
  })
})

it('asks before it replaces a profile', async (test) => {
  const first = collection({ auth: oauth1({ ...KEYS, consumerKey: 'first' }) })
  expect(await importOf(first)).toMatchObject({ code: 0 })
  const second = await keep('second.json', collection({ auth: oauth1(KEYS) }))
  const refused = await run([second])
  expect(refused).toMatchObject({
    code: 2,
    standardError: expect.stringContaining('--yes') as string,
  })
  const onTerminal = terminalOf(test)
  const answer = (keys: string) =>
    onTerminal(`'${process.execPath}' '${OAUTHPLUS}' profile import ${second}`, {
      folder,
      typed: (shown) => (shown.includes('This replaces photo-api. [y/N]') ? keys : undefined),
    })
  expect((await answer('n\r')).code).toBe(2)
  expect(await profileOf('photo-api')).toMatchObject({ consumer: { key: 'first' } })
  expect((await answer('y\r')).code).toBe(0)
  expect(await profileOf('photo-api')).toMatchObject({ consumer: { key: 'printer' } })
  expect(await run([second, '--yes'])).toMatchObject({ code: 0 })
})

it('accepts one name for one profile', async () => {
  const item = ['a', 'b'].map((name) => ({
    name,
    request: { auth: oauth1({ ...KEYS, consumerKey: name }) },
  }))
  const ended = await importOf(collection({ item }), '--name', 'photos')
  expect(ended).toMatchObject({
    code: 2,
    standardError: expect.stringContaining('2 different OAuth 1 settings: omit --name') as string,
  })
})

describe('a hostile export', () => {
  const nested = 200_000
  it.each([
    ['only an environment', { values: [] }, 'is a Postman environment'],
    ['something else', { hello: 'world' }, 'is not an export of Postman'],
    ['an array', [], 'is not an export of Postman'],
    ['neither JSON nor YAML', 'secret: "hidden\n  - {', 'neither JSON nor YAML'],
    ['deeply nested YAML', '['.repeat(nested), 'neither JSON nor YAML'],
    ['64 MiB', ' '.repeat(64 * 1_048_576), 'is larger than 16 MiB'],
  ])('that is %s is refused in one line', async (_title, content, message) => {
    const ended = await importOf(content)
    expect(ended).toMatchObject({ code: 2, standardOutput: '' })
    expect(ended.standardError).toContain(message)
    expect(ended.standardError.trimEnd().split('\n')).toHaveLength(1)
    expect(ended.standardError).not.toContain('hidden')
  })

  it('that never ends is refused', async () => {
    expect(await run(['/dev/zero'])).toMatchObject({
      code: 2,
      standardError: expect.stringContaining('is larger than 16 MiB') as string,
    })
  })

  it.each([
    ['folders of Postman', '{"info":{},"item":[', '{"item":[', ']}'],
    ['variables of Insomnia', '{"_type":"export","resources":[{"environment":', '{"a":', '}'],
  ])('with deeply nested %s is refused', async (_title, start, level, end) => {
    const finish = start.includes('resources') ? '}]}' : ']}'
    const text = `${start}${level.repeat(nested)}1${end.repeat(nested)}${finish}`
    expect(await importOf(text)).toEqual({
      code: 2,
      standardOutput: '',
      standardError: 'oauthplus: The export is nested more than 100 levels deep\n',
    })
  })

  it('with many requests and variables is read in little memory', async () => {
    const many = 20_000
    const data = Object.fromEntries(Array.from({ length: many }, (_, index) => [`v${index}`, 'x']))
    const authentication = { type: 'oauth1', consumerKey: '{{ _.v1 }}', consumerSecret: 's' }
    const requests = Array.from({ length: many }, (_, index) => ({
      _id: `r${index}`,
      authentication,
    }))
    const resources = [{ _id: 'e', _type: 'environment', data }, ...requests]
    const file = await keep('many.json', { _type: 'export', resources })
    const environment = { NODE_OPTIONS: '--max-old-space-size=256' }
    expect(await run([file, '--name', 'many'], { environment })).toMatchObject({ code: 0 })
    expect(await profileOf('many')).toMatchObject({ consumer: { key: 'x' } })
  })

  it('does not pollute prototypes', async () => {
    const text = JSON.stringify(collection({ auth: oauth1({ consumerKey: 'key' }) }))
    const polluted = text.replace('{', '{"__proto__":{"consumerSecret":"polluted","value":"x"},')
    expect(await importOf(polluted)).toMatchObject({
      code: 2,
      standardError: expect.stringContaining('set OAUTHPLUS_CONSUMER_SECRET') as string,
    })
    const names = ['__proto__', 'constructor', 'toString']
    for (const name of names) {
      const auth = oauth1({ consumerKey: `{{${name}}}`, consumerSecret: 's' })
      expect((await importOf(collection({ auth }))).standardError).toContain(
        `consumerKey requires ${name}, which has no value`,
      )
    }
  })

  it('whose variables grow without limit is refused', async () => {
    const variable = Array.from({ length: 10 }, (_, index) => ({
      key: `v${index}`,
      value: `{{v${index + 1}}}`.repeat(1000),
    }))
    const auth = oauth1({ consumerKey: '{{v0}}', consumerSecret: 's' })
    const grown = collection({ auth, variable: [...variable, { key: 'v10', value: 'x' }] })
    expect((await importOf(grown)).standardError).toContain('which has no value')
  })

  it('with YAML aliases that repeat each other is read once', async () => {
    const level = (index: number) =>
      `  - &a${index}\n    children: [${`*a${index - 1}, `.repeat(9)}]\n`
    const bomb = FORMAT_5.replace(
      'collection:\n',
      `collection:\n  - &a0\n    name: x\n${Array.from({ length: 30 }, (_, index) => level(index + 1)).join('')}`,
    )
    expect(await importOf(bomb)).toMatchObject({ code: 0 })
  })

  it('with YAML aliases as Postman folders is read once', async () => {
    const level = (index: number) => `  - &a${index}\n    item: [${`*a${index - 1}, `.repeat(9)}]\n`
    const levels = Array.from({ length: 30 }, (_, index) => level(index + 1)).join('')
    const ended = await importOf(`info: { name: Photos }\nitem:\n  - &a0 { name: x }\n${levels}`)
    expect(ended).toMatchObject({ code: 2, standardOutput: '' })
    expect(ended.standardError).toContain('has no OAuth 1 settings')
  })

  it('with thousands of settings is refused', async () => {
    const item = Array.from({ length: 5000 }, (_, index) => ({
      name: 'r',
      request: { auth: oauth1({ ...KEYS, consumerKey: String(index) }) },
    }))
    expect((await importOf(collection({ item }))).standardError).toContain(
      'more than 100 different OAuth 1 settings',
    )
    const unusable = item.map((each) => ({ ...each, request: { auth: oauth1({ token: 't' }) } }))
    expect((await importOf(collection({ item: unusable }))).standardError).toBe(
      'Not imported: r and 4999 more: it has no consumer key\n' +
        'oauthplus: export.json has no OAuth 1 settings that can be imported\n',
    )
  })

  it('prints no control characters', async () => {
    const info = { name: '\u001b]0;title\u0007\nname', schema: SCHEMA }
    const ended = await importOf({ ...collection({ auth: oauth1({}) }), info })
    expect(ended.standardError).toContain('\\u{1b}]0;title')
    expect(ended.standardError).not.toContain('\u001b')
  })
})
