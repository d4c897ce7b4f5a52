import { signRequest } from '@oauthplus/core'
import { createProvider, memoryStore } from '@oauthplus/server'
import type { ProviderOptions, ProviderRequest } from '@oauthplus/server'
import { expect, it } from 'vitest'

const ORIGIN = 'https://photos.example'
const consumer = { key: 'printer', secret: 'consumer-secret' }

type GetProblemUrl = ProviderOptions<object>['getProblemUrl']

async function createTestProvider(getProblemUrl: GetProblemUrl) {
  const provider = createProvider({
    publicUrl: ORIGIN,
    store: memoryStore(),
    findUser: (id) => ({ id }),
    getProblemUrl,
  })
  await provider.consumers.register({ ...consumer, name: 'Printer' })
  return provider
}

function requestTo(url: string, headers: ProviderRequest['headers'] = []): ProviderRequest {
  return {
    method: 'GET',
    url,
    headers,
    peer: { address: '192.0.2.1', secure: true },
    readBody: () => Promise.resolve(new Uint8Array()),
  }
}

/** Sends a request whose signature is invalid, and returns the advice of the response. */
async function adviceWith(getProblemUrl: GetProblemUrl): Promise<string | null> {
  const provider = await createTestProvider(getProblemUrl)
  const credentials = { consumer: { ...consumer, secret: 'wrong' } }
  const request = { method: 'GET', url: `${ORIGIN}/photos` }
  const { headers } = await signRequest(request, credentials)
  const result = await provider.authenticate(requestTo('/photos', headers), {
    allowTwoLegged: true,
  })
  if (result.ok) throw new Error('The request was accepted')
  expect(result.problem.advice ?? '').not.toContain('docs.example')
  return new URLSearchParams(result.response.body).get('oauth_problem_advice')
}

async function errorPageWith(getProblemUrl: GetProblemUrl): Promise<string> {
  const provider = await createTestProvider(getProblemUrl)
  const { body } = await provider.authorization.respond(
    requestTo('/oauth/authorize?oauth_token=secret-looking'),
    { getUserId: () => 'jane', getLoginUrl: () => '/login' },
  )
  return body
}

const docs = (code: string): string => `https://docs.example/errors#${code}`

it('the advice of a refusal ends with the URL of its code', async () => {
  expect(await adviceWith(docs)).toMatch(
    /\. See https:\/\/docs\.example\/errors#signature_invalid$/,
  )
})

it('without getProblemUrl, no URL is sent', async () => {
  expect(await adviceWith(undefined)).not.toContain('http')
  expect(await errorPageWith(undefined)).not.toContain('<a href="http')
})

it('the function receives only the code of the response', async () => {
  const received: unknown[][] = []
  const record = (...values: unknown[]): undefined => void received.push(values)
  await adviceWith(record)
  await errorPageWith(record)
  expect(received).toEqual([['signature_invalid'], ['token_rejected']])
})

it('the error page links its code, without the URL of the page', async () => {
  expect(await errorPageWith((code) => `${docs(code)}?a=1&b=2`)).toContain(
    '<a href="https://docs.example/errors#token_rejected?a=1&amp;b=2" rel="noreferrer"><code>token_rejected</code></a>',
  )
})

it.each([
  ['javascript:alert(1)'],
  ['data:text/html,x'],
  ['/errors'],
  [''],
  [7 as unknown as string],
  [undefined],
])('%j is not sent as a URL', async (url) => {
  expect(await adviceWith(() => url)).not.toContain('See ')
  expect(await errorPageWith(() => url)).toContain('<code>token_rejected</code></p>')
})

it('a function that throws does not change the refusal', async () => {
  const advice = await adviceWith(() => {
    throw new Error('The list of errors is gone')
  })
  expect(advice).not.toContain('See ')
})
