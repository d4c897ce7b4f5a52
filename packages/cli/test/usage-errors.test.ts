import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { runOauthplus } from './run-oauthplus.js'
import type { EndedProcess } from './run-oauthplus.js'

// Package options are in camel case, and program options never are.
const OPTION_OF_A_PACKAGE = /\b(?!camelCase)[a-z]+[A-Z]\w*|\b(?:provider|consumers?|request)\.\w/

let folder: string
let store: string

const environment = { OAUTHPLUS_CONSUMER_SECRET: 'secret', OAUTHPLUS_TOKEN_SECRET: 'secret' }

function run(...args: readonly string[]): Promise<EndedProcess> {
  return runOauthplus(args, { folder, environment })
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oauthplus-cli-usage-'))
  store = `sqlite:${join(folder, 'oauth.db')}`
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 })
  const pem = publicKey.export({ type: 'spki', format: 'pem' })
  await writeFile(join(folder, 'short.pem'), pem)
  await writeFile(join(folder, 'text.txt'), 'This is not a key.')
  await writeFile(join(folder, 'keys.json'), '{"encryption":["x"],"lookup":"y"}')
  expect((await run('migrate', '--store', store)).code).toBe(0)
  expect((await run('consumer', 'add', 'Printer', '--key', 'p', '--store', store)).code).toBe(0)
  const urls = ['--request-token-url', 'https://photos.example/request']
  await run('profile', 'add', 'half', ...urls, '--consumer-key', 'k')
  await run('profile', 'add', 'default', '--site', 'https://photos.example', '--consumer-key', 'k')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

function usageError(standardError: string): EndedProcess {
  return { code: 2, standardOutput: '', standardError: `oauthplus: ${standardError}\n` }
}

describe('an invalid consumer option', () => {
  const sign = ['sign', 'https://photos.example/', '--consumer-key', 'k']
  it.each([
    [[...sign, '--signature-method', 'RSA-SHA1'], '--private-key is required for RSA-SHA1'],
    [
      [...sign, '--signature-method', 'RSA-SHA1', '--private-key', 'text.txt'],
      '--private-key must be an RSA private key, received neither PEM nor DER',
    ],
    [
      [...sign, '--private-key', 'text.txt'],
      'the consumer secret is required for HMAC-SHA1. To sign with the private key, set --signature-method to RSA-SHA256 or another RSA method',
    ],
    [
      [...sign, '--signature-method', 'PLAINTEXT', '--transmission', 'query'],
      "--transmission must not be 'query' with PLAINTEXT, whose signature contains the secrets, because URLs are logged. Use 'header'",
    ],
    [
      [...sign, '--signature-method', 'PLAINTEXT', '--body-hash'],
      '--body-hash must not be given, because PLAINTEXT does not sign a body hash',
    ],
    [
      [...sign, '--realm', 'a\nb'],
      '--realm must not contain control characters or characters outside Latin-1',
    ],
    [
      [...sign, '-H', 'Authorization: Basic x'],
      "-H already contains an Authorization header, and transmission 'header' adds one. Remove it, or send the parameters in the query or the body",
    ],
    [
      ['sign', 'https://photos.example/?oauth_nonce=1', '--consumer-key', 'k'],
      "the URL must not contain a parameter whose name begins with oauth_, with transmission 'header': protocol parameters must be in one place. Remove it",
    ],
    [
      ['sign', 'https://photos.example/', '--consumer-key', ''],
      '--consumer-key must be a string that is not empty, received an empty string',
    ],
    [[...sign, '-X', 'GE T'], '-X must be the name of a method, such as POST, received GE T'],
    [[...sign, '-X', 'GET', '-d', 'a=1'], '-X must not be GET or HEAD with a body'],
    [[...sign, '-H', 'a b: c'], '-H must begin with the name of a header, received "a b"'],
    [
      ['profile', 'add', 'n', '--preset', 'netsuite', '--site', 'a b', '--consumer-key', 'k'],
      '--site must be letters, digits, hyphens and underscores, such as 1234567_SB1, received a string of 3 characters',
    ],
    [
      ['profile', 'add', 'n', '--preset', 'jira', '--site', 'a b', '--consumer-key', 'k'],
      '--site must be an absolute URL, received a string of 3 characters',
    ],
    [
      ['profile', 'add', 'n', '--preset', 'schoology', '--site', 'a b', '--consumer-key', 'k'],
      '--site must be the name of a host, received a string of 3 characters',
    ],
    [
      ['profile', 'add', 'n', '--preset', 'discogs', '--user-agent', '', '--consumer-key', 'k'],
      '--user-agent is required, because this provider refuses requests without a User-Agent. Use the name of your application',
    ],
    [
      ['profile', 'add', 'n', '--request-token-url', '/x', '--consumer-key', 'k'],
      '--request-token-url must be an absolute https URL',
    ],
    [
      ['profile', 'add', 'n', '--site', 'http://a.example', '--consumer-key', 'k'],
      '--request-token-url must use https, because it receives secrets',
    ],
    [
      ['profile', 'add', 'n', '--site', 'localhost:3000', '--consumer-key', 'k'],
      '--site must be a URL such as https://photos.example, received localhost:3000',
    ],
    [['login', '-p', 'half'], '--authorize-url is required for this flow'],
    [['login', '--port', '70000'], '--port must be an integer from 0 to 65535, received 70000'],
    [['login', '--path', 'x'], '--path must be a URL path, received a string of 1 characters'],
  ])("is named like the program's option: %j", async (args, message) => {
    const ended = await run(...args)
    expect(ended).toEqual(usageError(message))
    expect(ended.standardError).not.toMatch(OPTION_OF_A_PACKAGE)
  })
})

describe('a URL that is not absolute', () => {
  it.each([
    ['photos', 'https://photos.example/photos'],
    ['/photos?size=small', 'https://photos.example/photos?size=small'],
    ['api.photos.example/photos', 'https://api.photos.example/photos'],
    ['localhost:8080/photos', 'https://localhost:8080/photos'],
  ])('is refused with a suggestion: %s', async (url, meant) => {
    for (const command of ['request', 'sign']) {
      expect(await run(command, url)).toEqual(
        usageError(
          `<url> must begin with https:// or http://, received ${url}. Did you mean ${meant}?`,
        ),
      )
    }
  })

  it.each(['http://', 'https://a b/', 'https://[::1'])('is refused: %s', async (url) => {
    expect(await run('request', url)).toEqual(usageError(`<url> is not a valid URL: ${url}`))
  })

  it('is refused with an example if no provider is known', async () => {
    expect(await run('request', 'photos', '--consumer-key', 'k')).toEqual(
      usageError(
        '<url> must begin with https:// or http://, such as https://photos.example/photos, received photos',
      ),
    )
  })
})

describe('an error that can be detected without a secret', () => {
  const consumer = ['--consumer-key', 'k']
  it.each([
    [['sign', 'photos', ...consumer], /^oauthplus: <url> must begin with https/],
    [['request', 'photos', ...consumer], /^oauthplus: <url> must begin with https/],
    [
      ['sign', 'https://a.example/', '-H', 'x', ...consumer],
      /^oauthplus: A header must be NAME: VALUE/,
    ],
    [['proxy', '--port', 'x', ...consumer], /^oauthplus: --port must be a number/],
    [['proxy', '--target', 'x', ...consumer], /^oauthplus: --target must be an origin/],
    [['profile', 'add', 'a/b', ...consumer], /^oauthplus: The name of a profile must/],
    [
      ['consumer', 'add', 'P', '--own-secret', '--public-key', 'none.pem'],
      /^oauthplus: none\.pem cannot be read: there is no such file\n$/,
    ],
    [['sign', 'https://a.example/', '--private-key', '.', ...consumer], /it is a folder\n$/],
  ])('is refused before it asks for a secret: %j', async (args, message) => {
    const { code, standardError } = await runOauthplus(args, { folder })
    expect([code, standardError]).toEqual([2, expect.stringMatching(message)])
  })
})

describe('an invalid provider option', () => {
  const add = ['consumer', 'add', 'Printer']
  it.each([
    [
      [...add, '--callback', 'javascript:x'],
      /^--callback must not have or contain the scheme javascript/,
    ],
    [
      [...add, '--callback', 'myapp:x'],
      /^--callback must have http, .* use such a scheme, or allow this one by --native-scheme\n$/,
    ],
    [[...add, '--native-scheme', 'http'], /^--native-scheme must not name http/],
    [[...add, '--default-callback', 'x'], /^--default-callback must be "oob" or an absolute URL/],
    [[...add, '--website', 'x'], /^--website must be an http or https URL/],
    [[...add, '--method', 'HMAC-MD5'], /^--method must be one of .*, received "HMAC-MD5"/],
    [[...add, '--address', '300.1.1.1'], /^--address must contain IP addresses/],
    [
      [...add, '--token-lifetime-seconds', '0'],
      /^--token-lifetime-seconds must be an integer of 1 or more, received 0\n$/,
    ],
    [[...add, '--method', 'RSA-SHA1'], /^--public-key must be given, because the --method /],
    [
      [...add, '--public-key', 'text.txt'],
      /^--public-key must be an RSA public key, received neither PEM nor DER/,
    ],
    [[...add, '--public-key', 'short.pem'], /^--public-key must have 2048 bits or more/],
    [[...add, '--key', 'a b'], /^--key must be 1 to 255 printable ASCII characters/],
    [['consumer', 'add', ''], /^<name> must be a string of 1 to 255 characters/],
    [
      ['consumer', 'add', 'P', '--owner', 'x'.repeat(300)],
      /^--owner must be a string of 255 bytes/,
    ],
    [
      [...add, '--plaintext-in-query'],
      /^--plaintext-in-query needs PLAINTEXT among the --method\n$/,
    ],
    [['consumer', 'update', 'p', '--method', 'RSA-SHA1'], /^--method must stay in their family/],
    [
      ['consumer', 'rotate', 'p', '--public-key', 'text.txt'],
      /^--public-key must be an RSA public key, received/,
    ],
    [
      ['token', 'issue', '--consumer', 'p', '--user', ''],
      /^--user must be a string of 1 to 255 bytes/,
    ],
    [
      ['token', 'issue', '--consumer', 'p', '--user', 'u', '--lifetime-seconds', '0'],
      /^--lifetime-seconds must be an integer of 1 or more/,
    ],
    [['consumer', 'list', '--store-prefix', 'a b'], /^--store-prefix must be 1 to 30 of a-z/],
    [['consumer', 'list', '--keys', 'keys.json'], /^encryption of --keys must be 32 bytes/],
    [['consumer', 'list', '--store', 'postgres://a:b'], /^--store must be a URL that begins with/],
    [['consumer', 'list', '--store', 'redis:x'], /^--store must be redis:\/\/host/],
    [['consumer', 'list', '--store', 'sqlite:'], /^--store must be the name of a file/],
  ])("is named like the program's option: %j", async (args, message) => {
    const { code, standardError } = await run(
      ...args,
      ...(args.includes('--store') ? [] : ['--store', store]),
    )
    expect(code).toBe(2)
    expect(standardError.replace(/^oauthplus: /, '')).toMatch(message)
    expect(standardError).not.toMatch(OPTION_OF_A_PACKAGE)
  })
})
