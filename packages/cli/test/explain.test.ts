import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { sealedStore } from '@oauthplus/server'
import { sqliteStore } from '@oauthplus/store-sqlite'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { SEALED_STORE_KEYS } from '../../../test/stores/sealed-store-keys.js'
import { runOauthplus } from './run-oauthplus.js'

// The request of OAuth Core 1.0a, appendix A.5, which RFC 5849, section 1.2 also describes.
const SECRETS = {
  OAUTHPLUS_CONSUMER_SECRET: 'kd94hf93k423kf44',
  OAUTHPLUS_TOKEN_SECRET: 'pfkkdhi9sl3r4s00',
}
const AUTHORIZATION =
  'OAuth realm="http://photos.example.net/", oauth_consumer_key="dpf43f3p2l4k3l03", oauth_token="nnch734d00sl2jdk", oauth_signature_method="HMAC-SHA1", oauth_timestamp="1191242096", oauth_nonce="kllo9940pd9333jh", oauth_version="1.0", oauth_signature='
const RIGHT = 'tR3%2BTy81lMeYAr%2FFid0kMTYa%2FWM%3D'
const OLD =
  'oauth_timestamp is 2007-10-01T12:34:56Z, more than 300 seconds before the current time; most servers refuse it (RFC 5849, section 3.3).'
const TARGET = '/photos?file=vacation.jpg&size=original'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oauthplus-cli-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

function explain(input: string, ...args: readonly string[]) {
  return runOauthplus(['explain', ...args], { input, folder, environment: SECRETS })
}

function linesOf(output: string): readonly string[] {
  return output.trimEnd().split('\n')
}

function rawRequest(signature: string, target = TARGET): string {
  return `GET ${target} HTTP/1.1\r\nHost: photos.example.net\r\nAuthorization: ${AUTHORIZATION}"${signature}"\r\n\r\n`
}

it('reports a correct signature first, and prints the steps of the RFC with --verbose', async () => {
  const brief = await explain(rawRequest(RIGHT), '--scheme', 'http')
  expect(brief).toMatchObject({ code: 0, standardError: '' })
  expect(linesOf(brief.standardOutput)).toEqual([
    'The signature is right.',
    OLD,
    '',
    '--verbose prints the steps of RFC 5849 and both base strings.',
  ])
  const { code, standardOutput, standardError } = await explain(
    rawRequest(RIGHT),
    '--scheme',
    'http',
    '--verbose',
  )
  expect([code, standardError]).toEqual([0, ''])
  expect(standardOutput).toMatchInlineSnapshot(`
    "The signature is right.
    oauth_timestamp is 2007-10-01T12:34:56Z, more than 300 seconds before the current time; most servers refuse it (RFC 5849, section 3.3).

    1. the method, section 3.4.1.1
       GET
    2. the base string URI, section 3.4.1.2
       http://photos.example.net/photos
    3. the parameters, each encoded, sections 3.4.1.3.1 and 3.6
       header  oauth_consumer_key=dpf43f3p2l4k3l03
       header  oauth_token=nnch734d00sl2jdk
       header  oauth_signature_method=HMAC-SHA1
       header  oauth_timestamp=1191242096
       header  oauth_nonce=kllo9940pd9333jh
       header  oauth_version=1.0
       query   file=vacation.jpg
       query   size=original
    4. sorted and joined, section 3.4.1.3.2
       file=vacation.jpg&oauth_consumer_key=dpf43f3p2l4k3l03&oauth_nonce=kllo9940pd9333jh&oauth_signature_method=HMAC-SHA1&oauth_timestamp=1191242096&oauth_token=nnch734d00sl2jdk&oauth_version=1.0&size=original
    5. the base string, section 3.4.1.1
       GET&http%3A%2F%2Fphotos.example.net%2Fphotos&file%3Dvacation.jpg%26oauth_consumer_key%3Ddpf43f3p2l4k3l03%26oauth_nonce%3Dkllo9940pd9333jh%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D1191242096%26oauth_token%3Dnnch734d00sl2jdk%26oauth_version%3D1.0%26size%3Doriginal
    6. the key, section 3.4.2
       ***&***
    7. the signature, HMAC-SHA1
       tR3+Ty81lMeYAr/Fid0kMTYa/WM=  (by RFC 5849)
       tR3+Ty81lMeYAr/Fid0kMTYa/WM=  (sent)
    "
  `)
})

it('finds the mistake in a curl command and in a HAR file', async () => {
  // Signed like a client that does not treat the query as part of the request.
  const signed = await runOauthplus(
    [
      'sign',
      'http://photos.example.net/photos',
      '--consumer-key',
      'dpf43f3p2l4k3l03',
      '--token',
      'nnch734d00sl2jdk',
    ],
    { folder, environment: SECRETS },
  )
  const header = signed.standardOutput.trim()
  const url = `http://photos.example.net${TARGET}`
  const curl = await explain(`curl '${url}' -H '${header}'`)
  expect(curl.code).toBe(1)
  expect(linesOf(curl.standardOutput)[0]).toMatch(/query.+\[query-left-out\]$/)
  expect(linesOf(curl.standardOutput).length).toBeLessThanOrEqual(15)
  expect(curl.standardOutput).not.toMatch(/kd94hf93k423kf44|pfkkdhi9sl3r4s00/)

  const [name = '', value = ''] = header.split(': ', 2)
  const request = { method: 'GET', url, headers: [{ name, value }] }
  const file = join(folder, 'log.har')
  await writeFile(file, JSON.stringify({ log: { entries: [{ request }] } }))
  const har = await explain('', file, '--json')
  const [result] = JSON.parse(har.standardOutput) as { diagnosis: { verdict: string } }[]
  expect([har.code, result?.diagnosis.verdict]).toEqual([1, 'explained'])
})

it('prints the steps of a request that it signs itself', async () => {
  const { standardOutput } = await runOauthplus(
    ['sign', '--steps', 'http://example.com/r?b=2&a=1', '--consumer-key', 'k'],
    { folder, environment: SECRETS },
  )
  expect(standardOutput).toContain('http://example.com/r\n')
  expect(standardOutput).toMatch(/4\. sorted and joined[^\n]+\n {3}a=1&b=2&oauth_consumer_key=k&/)
  const [, asTheRfc, sent] =
    /(\S+) {2}\(by RFC 5849\)\n {3}(\S+) {2}\(sent\)/.exec(standardOutput) ?? []
  expect(sent).toBe(asTheRfc)
})

it('compares the base string of the server, without a secret', async () => {
  const file = join(folder, 'server.txt')
  const parameters = 'size%3Dlarge%26file%3Dvacation.jpg'
  await writeFile(file, `GET&https%3A%2F%2Fphotos.example.net%2Fphotos&${parameters}\n`)
  const { code, standardOutput } = await runOauthplus(
    ['explain', '--scheme', 'http', '--expected', file],
    { input: rawRequest(RIGHT), folder },
  )
  expect(code).toBe(1)
  expect(standardOutput).toContain(
    'The URL is "http://photos.example.net/photos" in the request and "https://photos.example.net/photos" on the server.',
  )
  expect(standardOutput).toContain('"original" in the request and "large" on the server')
  expect(standardOutput).toContain('The parameter oauth_nonce is missing')
  expect(linesOf(standardOutput).length).toBeLessThanOrEqual(15)
})

it('exits with status 0 if the server computed the base string of the request', async () => {
  const verbose = await explain(rawRequest(RIGHT), '--scheme', 'http', '--verbose')
  const [baseString = ''] = /GET&http\S+/.exec(verbose.standardOutput) ?? []
  const file = join(folder, 'same.txt')
  await writeFile(file, baseString)
  const same = await runOauthplus(['explain', '--scheme', 'http', '--expected', file], {
    input: rawRequest(RIGHT),
    folder,
  })
  expect(same).toMatchObject({ code: 0, standardError: '' })
  expect(same.standardOutput).toContain(
    'The base string of the server is equal to that of the request',
  )
  expect(same.standardOutput).toContain(
    'The signature was not checked, because no key was provided.',
  )

  // A signature that is correct for this request fails on a server that receives another one.
  await writeFile(file, baseString.replace('http%3A', 'https%3A'))
  const other = await explain(rawRequest(RIGHT), '--scheme', 'http', '--expected', file)
  expect(other.code).toBe(1)
})

it('names each of several requests, and the base string of an unsigned one', async () => {
  const url = 'http://photos.example.net/photos'
  const value = AUTHORIZATION.replace(', oauth_signature=', '')
  const requests = [
    { method: 'GET', url, headers: [{ name: 'Authorization', value }] },
    {
      method: 'GET',
      url: `http://photos.example.net${TARGET}`,
      headers: [{ name: 'Authorization', value: `${AUTHORIZATION}"${RIGHT}"` }],
    },
  ]
  const har = JSON.stringify({ log: { entries: requests.map((request) => ({ request })) } })
  const { code, standardOutput } = await explain(har)
  expect(code).toBe(0)
  const lines = linesOf(standardOutput)
  expect(lines.filter((line) => line === `GET ${url}`)).toHaveLength(2)
  expect(lines).toContain(
    'The request is not signed: it has no oauth_signature. Its base string according to RFC 5849:',
  )
  expect(lines).toContainEqual(expect.stringMatching(/^ {2}GET&http%3A%2F%2Fphotos/))
  expect(lines).toContain('The signature is right.')
})

it('reports an unsigned request before it asks for a secret', async () => {
  const withoutSignature = rawRequest(RIGHT).replace(/, oauth_signature="[^"]+"/, '')
  const unsigned = await runOauthplus(['explain'], { input: withoutSignature, folder })
  expect(unsigned).toMatchObject({ code: 0, standardError: '' })
  expect(linesOf(unsigned.standardOutput)[0]).toBe(
    'The request is not signed: it has no oauth_signature. Its base string according to RFC 5849:',
  )
  for (const [input, problem] of [
    ['curl https://photos.example/photos', 'it has no Authorization header'],
    [
      rawRequest(RIGHT).replace('OAuth', 'Bearer'),
      'the scheme of its Authorization header is not "OAuth"',
    ],
  ] as const) {
    const { code, standardError } = await runOauthplus(['explain'], { input, folder })
    expect([code, standardError]).toEqual([
      1,
      expect.stringMatching(/^oauthplus: The request is not signed: [^()\n]+\n$/),
    ])
    expect(standardError).toContain(problem)
  }
})

it('explains the signed requests of a HAR file, and counts the others', async () => {
  const url = `http://photos.example.net${TARGET}`
  const request = (value: string) => ({
    request: { method: 'GET', url, headers: [{ name: 'Authorization', value }] },
  })
  const plain = {
    request: { method: 'GET', url: 'https://photos.example.net/logo.png', headers: [] },
  }
  const signed = request(`${AUTHORIZATION}"${RIGHT}"`)
  const explainHar = (entries: readonly object[], ...args: readonly string[]) =>
    explain(JSON.stringify({ log: { entries } }), ...args)
  const one = await explainHar([plain, signed, plain])
  expect(one).toMatchObject({
    code: 0,
    standardError: 'Omitted: 2 requests that are not signed.\n',
  })
  expect(linesOf(one.standardOutput)[0]).toBe('The signature is right.')

  const unknown = request(signed.request.headers[0]?.value.replace('HMAC-SHA1', 'HMAC_SHA1') ?? '')
  const two = await explainHar([unknown, signed])
  expect([two.code, two.standardError]).toEqual([1, ''])
  expect(two.standardOutput).toContain('not a supported method; write HMAC-SHA1')
  expect(two.standardOutput).toContain('The signature is right.')
  expect(two.standardOutput.match(/--verbose prints/g)).toHaveLength(1)
  const json = JSON.parse(
    (await explainHar([unknown, signed], '--json')).standardOutput,
  ) as object[]
  expect(json).toMatchObject([
    { url, problem: expect.stringContaining('HMAC_SHA1') as string },
    { diagnosis: { verdict: 'right' } },
  ])
  expect((await explainHar([plain, plain])).code).toBe(1)
})

it('lets no entry of a HAR file control the terminal or stop the others', async () => {
  const value = `${AUTHORIZATION}"x"`
  const headers = [{ name: 'Authorization', value }]
  const urls = ['https://a.example/\u001b]0;pwned\u0007\u202e', 'javascript:alert(1)', 5, '']
  const entries = [
    ...urls.map((url) => ({ request: { method: 'GET', url, headers } })),
    { request: { method: 'GET\r\nX: y', url: 'https://a.example/', headers } },
    { request: { method: 'GET', url: 'https://a.example/last', headers } },
  ]
  const { code, standardOutput, standardError } = await explain(
    JSON.stringify({ log: { entries }, ['__proto__']: { entries: [] } }),
  )
  expect(code).toBe(1)
  // eslint-disable-next-line no-control-regex -- the terminal would obey them
  expect(standardOutput + standardError).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\u202e]/)
  expect(standardOutput).toContain('The URL is not an absolute http or https URL.')
  expect(standardOutput).toContain('GET https://a.example/last')
})

it('reports unreadable input in one line', async () => {
  const { code, standardError } = await explain('what is this?')
  expect([code, standardError]).toEqual([
    2,
    expect.stringMatching(/^oauthplus: The text is neither a curl command[^\n]+\n$/),
  ])
})

it('supports a sealed store, and encrypts it again', async () => {
  const url = `sqlite:${join(folder, 'sealed.db')}`
  const base64 = (byte: number) => Buffer.alloc(32, byte).toString('base64')
  const keys = join(folder, 'keys.json')
  await writeFile(keys, JSON.stringify({ encryption: [base64(1)], lookup: base64(2) }))
  const onto = (args: readonly string[], environment = {}) =>
    runOauthplus([...args, '--store', url], { folder, environment })
  await onto(['migrate'])
  const added = await onto([
    'consumer',
    'add',
    'Printer',
    '--key',
    'printer',
    '--keys',
    keys,
    '--json',
  ])
  const { secret } = JSON.parse(added.standardOutput) as { secret: string }
  expect((await onto(['rekey'])).code).toBe(2)
  const rekeyed = await onto(['rekey'], {
    OAUTHPLUS_ENCRYPTION_KEYS: `${base64(3)},${base64(1)}`,
    OAUTHPLUS_LOOKUP_KEY: base64(2),
  })
  expect(rekeyed.standardError).toBe('Encrypted again: 1 consumers, 0 access tokens.\n')

  const plain = sqliteStore(url.slice('sqlite:'.length))
  const withOldKey = sealedStore(plain, SEALED_STORE_KEYS)
  await expect(withOldKey.findConsumer('printer')).rejects.toThrow()
  const withNewKey = sealedStore(plain, { ...SEALED_STORE_KEYS, encryption: [base64(3)] })
  expect((await withNewKey.findConsumer('printer'))?.secrets).toEqual([{ value: secret }])
  await plain.close()
})
