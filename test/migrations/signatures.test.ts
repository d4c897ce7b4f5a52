import { createHmac } from 'node:crypto'
import { createRequire } from 'node:module'

import { parseAuthorizationHeader, signRequest } from '@oauthplus/core'
import type { ParameterList } from '@oauthplus/core'
import { expect, it } from 'vitest'

// None of them can be imported with types that fit.
const require = createRequire(import.meta.url)
const createOauth10a = require('oauth-1.0a') as (options: object) => {
  getNonce: () => string
  getTimeStamp: () => number
  authorize(request: object, token: object): object
  toHeader(parameters: object): { readonly Authorization: string }
}
const { OAuth } = require('oauth') as {
  readonly OAuth: new (...args: readonly unknown[]) => {
    _getNonce: () => string
    _getTimestamp: () => number
    authHeader(url: string, token: string, tokenSecret: string, method: string): string
    signUrl(url: string, token: string, tokenSecret: string, method: string): string
  }
}

const URL_TO_SIGN = 'https://photos.example/photos?size=original&file=vacation.jpg'
const NONCE = 'kllo9940pd9333jh'
const TIMESTAMP_SECONDS = 1_191_242_096
const CONSUMER = { key: 'dpf43f3p2l4k3l03', secret: 'kd94hf93k423kf44' }
const TOKEN = { key: 'nnch734d00sl2jdk', secret: 'pfkkdhi9sl3r4s00' }

async function ours(transmission: 'header' | 'query'): Promise<{ header: string; url: string }> {
  const { headers, url } = await signRequest(
    { method: 'GET', url: URL_TO_SIGN },
    { consumer: CONSUMER, token: TOKEN },
    { nonce: NONCE, timestampSeconds: TIMESTAMP_SECONDS, transmission },
  )
  return { header: headers.find(([name]) => name === 'Authorization')?.[1] ?? '', url }
}

function sorted(parameters: Iterable<readonly [string, string]>): ParameterList {
  return [...parameters].sort(([one], [other]) => (one < other ? -1 : 1))
}

function parametersOf(header: string): ParameterList {
  return sorted(parseAuthorizationHeader(header)?.parameters ?? [])
}

function nodeOauth(): InstanceType<typeof OAuth> {
  const oauth = new OAuth(null, null, CONSUMER.key, CONSUMER.secret, '1.0', null, 'HMAC-SHA1')
  oauth._getNonce = () => NONCE
  oauth._getTimestamp = () => TIMESTAMP_SECONDS
  return oauth
}

it('the header that oauth-1.0a makes as the guide has it is the one that core makes', async () => {
  const oauth = createOauth10a({
    consumer: CONSUMER,
    signature_method: 'HMAC-SHA1',
    hash_function: (text: string, key: string) =>
      createHmac('sha1', key).update(text).digest('base64'),
  })
  oauth.getNonce = () => NONCE
  oauth.getTimeStamp = () => TIMESTAMP_SECONDS
  const { Authorization } = oauth.toHeader(
    oauth.authorize({ url: URL_TO_SIGN, method: 'GET' }, TOKEN),
  )
  const parameters = parametersOf((await ours('header')).header)
  expect(parameters).toHaveLength(7)
  expect(parametersOf(Authorization)).toEqual(parameters)
})

it('authHeader of oauth makes the header that core makes', async () => {
  const header = nodeOauth().authHeader(URL_TO_SIGN, TOKEN.key, TOKEN.secret, 'GET')
  expect(parametersOf(header)).toEqual(parametersOf((await ours('header')).header))
})

it('signUrl of oauth makes the query that transmission makes', async () => {
  const url = nodeOauth().signUrl(URL_TO_SIGN, TOKEN.key, TOKEN.secret, 'GET')
  expect(sorted(new URL(url).searchParams)).toEqual(
    sorted(new URL((await ours('query')).url).searchParams),
  )
})
