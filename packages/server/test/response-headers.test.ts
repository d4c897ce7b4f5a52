import type { SignRequestOptions } from '@oauthplus/core'
import { expect, it } from 'vitest'

import type { ProviderOptions } from '../src/index.js'
import { accessToken, CONSUMER, FORM, neutral, testProvider } from './neutral-requests.js'
import type { TestUser } from './neutral-requests.js'

async function headersFor(
  transmission: SignRequestOptions['transmission'],
  options: Partial<ProviderOptions<TestUser>> = {},
  name = 'Authorization',
) {
  const app = await testProvider(options)
  const token = await accessToken(app)
  const signed = await neutral(
    { method: 'POST', url: '/photos', headers: [FORM], body: 'a=1' },
    { consumer: CONSUMER, token },
    { transmission },
  )
  const headers = signed.headers.map(
    (header) => [header[0] === 'Authorization' ? name : header[0], header[1]] as const,
  )
  const result = await app.provider.authenticate({ ...signed, headers })
  return result.ok ? result.headers : result.problem
}

it('forbids caching if a cache cannot see the credentials', async () => {
  const vary = ['Vary', 'Authorization']
  const noStore = ['Cache-Control', 'no-store']
  expect(await headersFor('header')).toEqual([vary])
  expect(await headersFor('query')).toEqual([vary, noStore])
  expect(await headersFor('body')).toEqual([vary, noStore])
  const alternative = { allowAlternativeAuthorizationHeader: true }
  const varyBoth = ['Vary', 'Authorization, X-Oauth1-Authorization']
  expect(await headersFor('header', alternative)).toEqual([varyBoth])
  expect(await headersFor('query', alternative)).toEqual([varyBoth, noStore])
  expect(await headersFor('header', alternative, 'X-Oauth1-Authorization')).toEqual([
    varyBoth,
    noStore,
  ])
})
