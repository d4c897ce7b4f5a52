import { readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'

import { createClient } from '@oauthplus/client'
import type { ClientWithToken } from '@oauthplus/client'
import type { Credentials, UnsignedRequest } from '@oauthplus/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { headerOf, listen } from '../../packages/client/test/listen.js'
import { CONSUMER, startProvider } from '../../packages/client/test/provider.js'
import { accessToken, startProviderApp } from '../provider-app.js'
import type { ProviderApp } from '../provider-app.js'
import { signingAxios } from './axios.js'
import { signingGot } from './got.js'
import { signingKy } from './ky.js'
import { sendSigned } from './node-https.js'
import { signingOfetch } from './ofetch.js'
import { signingOpenapiClient } from './openapi-fetch.js'
import { sendBySuperagent } from './superagent.js'

interface Call {
  readonly url: string
  readonly form?: Readonly<Record<string, string>>
  readonly json?: object
}

/** Makes a call of each kind, and returns the body of the response as a string. */
type Caller = (call: Call) => Promise<string>

interface Signer extends ClientWithToken {
  readonly origin: string
  readonly credentials: Credentials
}

/** The description of an API, as openapi-typescript writes it. */
interface Paths {
  readonly '/echo': {
    readonly get: {
      readonly responses: { readonly 200: { readonly content: { readonly 'text/plain': string } } }
    }
    readonly post: {
      readonly requestBody: { readonly content: { readonly 'application/json': object } }
      readonly responses: { readonly 200: { readonly content: { readonly 'text/plain': string } } }
    }
  }
}

// Those that follow redirects, and those that retry.
const FOLLOW = new Set(['ky', 'axios', 'got', 'ofetch', 'openapi-fetch'])
const RETRY = new Set(['ky', 'got', 'ofetch'])

const RECIPES: Readonly<Record<string, (signer: Signer) => Caller>> = {
  ky(signer) {
    const ky = signingKy(signer)
    return ({ url, form, json }) => {
      const body = form && new URLSearchParams(form)
      return ky(url, body ? { method: 'post', body } : json ? { method: 'post', json } : {}).text()
    }
  },
  axios(signer) {
    const axios = signingAxios(signer)
    return async ({ url, form, json }) => {
      const data = form ? new URLSearchParams(form) : json
      const options = {
        url,
        responseType: 'text',
        transformResponse: (text: unknown) => text,
      } as const
      const answer = await axios(data ? { ...options, method: 'post', data } : options)
      return String(answer.data)
    }
  },
  got({ origin, credentials }) {
    const got = signingGot(origin, credentials)
    return ({ url, form, json }) =>
      form
        ? got.post(url, { form }).text()
        : json
          ? got.post(url, { json }).text()
          : got(url).text()
  },
  ofetch(signer) {
    const ofetch = signingOfetch(signer)
    return ({ url, form, json }) => {
      const body = form ? new URLSearchParams(form) : json
      return ofetch(url, { responseType: 'text', ...(body && { method: 'post', body }) })
    }
  },
  'openapi-fetch'(signer) {
    const api = signingOpenapiClient<Paths>(signer, signer.origin)
    return async ({ url, form, json }) => {
      const path = url.slice(signer.origin.length) as '/echo'
      const type = form ? 'application/x-www-form-urlencoded' : 'application/json'
      const headers = { 'Content-Type': type }
      const { data, error } =
        form || json
          ? await api.POST(path, { body: form ?? json ?? {}, headers, parseAs: 'text' })
          : await api.GET(path, { parseAs: 'text' })
      return data ?? String(error)
    }
  },
  superagent({ credentials }) {
    return async (call) => {
      try {
        return (await sendBySuperagent(toUnsigned(call), credentials)).text
      } catch (error) {
        // superagent rejects for any other status than 2xx.
        return (error as { readonly response: { readonly text: string } }).response.text
      }
    }
  },
  'node-https'({ credentials }) {
    return async (call) => text(await sendSigned(toUnsigned(call), credentials))
  },
}

function toUnsigned({ url, form, json }: Call): UnsignedRequest {
  if (form) return { method: 'POST', url, body: new URLSearchParams(form) }
  if (!json) return { method: 'GET', url }
  const headers = { 'content-type': 'application/json' }
  return { method: 'POST', url, headers, body: JSON.stringify(json) }
}

let app: ProviderApp
let signer: Signer

beforeAll(async () => {
  app = await startProviderApp()
  const { origin, consumer } = app
  const token = await accessToken(app)
  const { fetch } = createClient({ provider: {}, consumer }).withToken(token)
  signer = { origin, credentials: { consumer, token }, fetch }
})

afterAll(() => app.close())

describe.each(Object.keys(RECIPES))('the recipe for %s', (name) => {
  function callerOf(options: Signer): Caller {
    const recipe = RECIPES[name]
    if (recipe === undefined) throw new Error(`There is no recipe for ${name}.`)
    return recipe(options)
  }

  /** A provider that responds to `/from` in another way, and the recipe for its consumer. */
  async function withProvider(answers: Parameters<typeof startProvider>[0]) {
    const provider = await startProvider(answers)
    const { origin } = provider
    const { fetch } = createClient({ ...provider.options, redirectCrossOrigin: 'unsigned' })
    return { provider, call: callerOf({ origin, fetch, credentials: { consumer: CONSUMER } }) }
  }

  it('is the same in the guide as it is run here', () => {
    const guide = readFileSync(new URL('../../docs/guide/recipes.md', import.meta.url), 'utf8')
    const code = readFileSync(new URL(`${name}.ts`, import.meta.url), 'utf8')
    expect(guide).toContain(`\`\`\`ts\n${code}\`\`\`\n`)
  })

  it('signs query, form and JSON', async () => {
    const call = callerOf(signer)
    const echo = async (made: Call): Promise<unknown> => JSON.parse(await call(made))
    const url = `${app.origin}/echo`
    const pairs = { c: 'hello world', d: '☃', e: 'a+b=&', f: "!'()*~" }
    const query = Object.entries(pairs)
    expect(await echo({ url: `${url}?a=1&a=0&${new URLSearchParams(pairs)}` })).toEqual({
      user: 'jane',
      query: [['a', '1'], ['a', '0'], ...query],
      form: [],
    })
    expect(await echo({ url: `${url}?a=1`, form: pairs })).toMatchObject({
      query: [['a', '1']],
      form: query,
    })
    expect(await echo({ url: `${url}?a=1`, json: { 'b=2&c': '☃' } })).toMatchObject({ form: [] })
  })

  if (!FOLLOW.has(name)) {
    it('follows no redirect', async () => {
      const { provider, call } = await withProvider(() => ({
        status: 302,
        headers: { location: '/to' },
        body: 'moved',
      }))
      expect(await call({ url: `${provider.origin}/from` })).toBe('moved')
      expect(provider.seen).toHaveLength(1)
    })
    return
  }

  it('signs a redirect on the same origin again', async () => {
    const { provider, call } = await withProvider(({ target }) =>
      target === '/from' ? { status: 302, headers: { location: '/to?b=2' } } : undefined,
    )
    expect(await call({ url: `${provider.origin}/from` })).toBe('ok')
    expect(provider.verified.map(({ target }) => target)).toEqual(['/from', '/to?b=2'])
  })

  it('takes no signature to another origin', async () => {
    const elsewhere = await listen(() => ({ body: 'elsewhere' }))
    const { provider, call } = await withProvider(() => ({
      status: 302,
      headers: { location: elsewhere.origin },
    }))
    expect(await call({ url: provider.origin })).toBe('elsewhere')
    expect(elsewhere.seen.map((seen) => headerOf(seen, 'authorization'))).toEqual([''])
  })

  if (!RETRY.has(name)) return
  it('signs a retry again', async () => {
    let asked = 0
    const { provider, call } = await withProvider(() =>
      asked++ === 0 ? { status: 503, headers: { 'retry-after': '0' } } : undefined,
    )
    expect(await call({ url: provider.origin })).toBe('ok')
    expect(provider.verified).toHaveLength(2)
  })
})
