import { baseStringUri, percentEncode, signRequest } from '@oauthplus/core'
import type { Dialect } from '@oauthplus/core'
import { describe, expect, it } from 'vitest'

import { diagnose, explainSteps } from '../src/index.js'
import type { DiagnosedRequest } from '../src/index.js'
import { explained } from './explained.js'

const KEYS = { secrets: ['consumer&secret'], tokenSecrets: ['token secret'] }
const SIGNER = {
  consumer: { key: 'printer', secret: 'consumer&secret' },
  token: { key: 'janes-token', secret: 'token secret' },
}
const TARGET = 'https://photos.example/photos?q=two%20words&size=a+b&flag'
const KEY_ONLY: Dialect = { signingKey: (consumerSecret) => percentEncode(consumerSecret) }
// Signs the query as it was sent, in the order in which it was sent.
const BASE_STRING_ONLY: Dialect = {
  baseString({ method, url, parameters }) {
    const query = url.split('?').slice(1).join('?')
    const others = parameters
      .filter(([name]) => name !== 'oauth_signature')
      .map((pair) => pair.join('='))
    return [method, baseStringUri(url), query, ...others].join('&')
  },
}

async function sign(dialect: Dialect | undefined, url = TARGET): Promise<DiagnosedRequest> {
  const { headers } = await signRequest({ method: 'GET', url }, SIGNER, { dialect })
  return { method: 'GET', url: TARGET, headers: [...headers] }
}

describe.each([
  ['a signing key', KEY_ONLY],
  ['a base string', BASE_STRING_ONLY],
  ['both', { ...KEY_ONLY, ...BASE_STRING_ONLY }],
])('diagnose with a dialect of %s', (_title, dialect) => {
  it('accepts its signature', async () => {
    const request = await sign(dialect)
    expect(await diagnose(request, KEYS, { dialect })).toMatchObject({ verdict: 'right' })
    expect((await diagnose(request, KEYS)).verdict).not.toBe('right')
  })

  it('names the dialect if the request was signed without it', async () => {
    const found = await diagnose(await sign(undefined), KEYS, { dialect })
    expect(explained(found)).toEqual(['dialect-left-out'])
  })

  it('names the dialect along with another departure', async () => {
    const found = await diagnose(await sign(undefined, TARGET.split('?')[0]), KEYS, { dialect })
    expect(explained(found)).toContain('dialect-left-out + query-left-out')
  })

  it('applies other departures on top of the dialect', async () => {
    const found = await diagnose(await sign(dialect, TARGET.split('?')[0]), KEYS, { dialect })
    expect(explained(found)).toContain('query-left-out')
  })

  it('leaves a wrong secret unexplained', async () => {
    const wrong = { ...KEYS, secrets: ['another'] }
    const found = await diagnose(await sign(dialect), wrong, { dialect })
    expect(found.verdict).toBe('unexplained')
  })
})

it('is also used by explainSteps', async () => {
  const dialect = { ...KEY_ONLY, ...BASE_STRING_ONLY }
  const request = await sign(dialect)
  const steps = await explainSteps(request, KEYS, { dialect })
  expect(steps.signature).toBe(steps.receivedSignature)
  expect(steps.baseString).toContain('q=two%20words&size=a+b&flag')
  expect(steps.key).toBe('***')
  const usual = await explainSteps(request, KEYS)
  expect(usual.signature).not.toBe(usual.receivedSignature)
  expect(usual.key).toBe('***&***')
})

it('compares the base string of the server with that of the dialect', async () => {
  const request = await sign(BASE_STRING_ONLY)
  const { headers } = request
  const parameters = [...(headers[0]?.[1] ?? '').matchAll(/(oauth_\w+)="([^"]*)"/g)].map(
    ([, name = '', value = '']) => [name, decodeURIComponent(value)] as const,
  )
  const expectedBaseString = BASE_STRING_ONLY.baseString?.({
    method: 'GET',
    url: TARGET,
    parameters,
  })
  const options = { expectedBaseString, dialect: BASE_STRING_ONLY }
  expect((await diagnose(request, KEYS, options)).differences).toEqual([])
  const { differences } = await diagnose(request, KEYS, { expectedBaseString })
  expect(differences).not.toEqual([])
})

it('rejects with the error of a failing dialect', async () => {
  const dialect: Dialect = {
    baseString: () => {
      throw new RangeError('No such thing.')
    },
  }
  await expect(diagnose(await sign(undefined), KEYS, { dialect })).rejects.toThrow(RangeError)
})
