import { signatureBaseString } from '@oauthplus/core'
import { expect, it } from 'vitest'

import { diagnose, formatDiagnosis } from '../src/index.js'
import { PROTOCOL, SECRETS, send } from './planted-signer.js'

const SAMPLE = {
  method: 'GET',
  url: 'https://photos.example/photos?file=a%20b.jpg&size=large&pin=1234',
}
const REQUEST = send(SAMPLE)

function serverString(url: string, parameters = PROTOCOL, method = 'GET') {
  return signatureBaseString({ method, url, parameters })
}

async function differencesFrom(expectedBaseString: string) {
  return (await diagnose(REQUEST, {}, { expectedBaseString })).differences
}

it.each([
  ['nothing', SAMPLE.url, []],
  [
    'the scheme',
    SAMPLE.url.replace('https', 'http'),
    [
      {
        part: 'url',
        name: '',
        request: 'https://photos.example/photos',
        server: 'http://photos.example/photos',
      },
    ],
  ],
  [
    'a parameter that is missing on the server',
    'https://photos.example/photos?file=a%20b.jpg&pin=1234',
    [{ part: 'parameter', name: 'size', request: 'large', server: undefined }],
  ],
  [
    'a parameter that only the server has',
    `${SAMPLE.url}&path=photos`,
    [{ part: 'parameter', name: 'path', request: undefined, server: 'photos' }],
  ],
  [
    'a value with another encoding',
    SAMPLE.url.replace('a%20b', 'a%2520b'),
    [{ part: 'parameter', name: 'file', request: 'a%20b.jpg', server: 'a%2520b.jpg' }],
  ],
  [
    'a secret value, masked',
    SAMPLE.url.replace('1234', '5678'),
    [{ part: 'parameter', name: 'pin', request: '***', server: '***' }],
  ],
  [
    'one of two values',
    `${SAMPLE.url}&size=small`,
    [{ part: 'parameter', name: 'size', request: undefined, server: 'small' }],
  ],
])('names %s in the base string of the server, without secrets', async (_, url, differences) => {
  expect(await differencesFrom(serverString(url))).toEqual(differences)
})

it('reads a base string with quotes, line breaks and HTML escapes', async () => {
  const text = serverString(SAMPLE.url)
  expect(await differencesFrom(`"${text.replaceAll('&', '&amp;')}"\n`)).toEqual([])
})

it('names the method, and the order of the parameters', async () => {
  const [method, url, parameters = ''] = serverString(SAMPLE.url).split('&')
  const reversed = parameters.split('%26').reverse().join('%26')
  expect(await differencesFrom([method, url, reversed].join('&'))).toMatchObject([
    { part: 'order' },
  ])
  expect(await differencesFrom(serverString(SAMPLE.url, PROTOCOL, 'POST'))).toEqual([
    { part: 'method', name: '', request: 'GET', server: 'POST' },
  ])
})

it('writes the comparison before the result of the signature check', async () => {
  const keys = { secrets: [SECRETS.consumerSecret], tokenSecrets: [SECRETS.tokenSecret] }
  const expectedBaseString = serverString(SAMPLE.url.replace('https', 'http'))
  const diagnosis = await diagnose(REQUEST, keys, { expectedBaseString })
  expect(diagnosis.verdict).toBe('right')
  expect(formatDiagnosis(diagnosis).split('\n')).toEqual([
    'Compared with the base string of the server:',
    'The URL is "https://photos.example/photos" in the request and "http://photos.example/photos" on the server.',
    '',
    'The signature is right.',
  ])
})

it('also compares when the request has no signature, and when many parts differ', async () => {
  const parameters = Array.from({ length: 400 }, (_, index) => [`a${index}`, '1'] as const)
  const unsigned = { method: 'GET', url: 'https://photos.example/photos', headers: [] }
  const diagnosis = await diagnose(
    unsigned,
    {},
    { expectedBaseString: serverString(unsigned.url, parameters) },
  )
  expect(diagnosis.differences).toHaveLength(400)
  expect(formatDiagnosis(diagnosis).split('\n').length).toBeLessThanOrEqual(15)
})

it.each(['', '&', '&&', 'GET', 'GET&%', '"', '&=&='])(
  'accepts a string that is not a base string: %j',
  async (text) => {
    expect((await differencesFrom(text))?.length).toBeGreaterThan(0)
  },
)
