import { readFileSync } from 'node:fs'

import { createClient } from '@oauthplus/client'
import type { ClientWithToken } from '@oauthplus/client'
import type { Credentials } from '@oauthplus/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { headerOf, listen } from '../../packages/client/test/listen.js'
import { CONSUMER, startProvider } from '../../packages/client/test/provider.js'
import { accessToken, startProviderApp } from '../provider-app.js'
import type { ProviderApp } from '../provider-app.js'
import { signingAxios } from './axios.js'
import { signingGot } from './got.js'
import { signingKy } from './ky.js'

interface Call {
  readonly url: string
  readonly form?: Readonly<Record<string, string>>
  readonly json?: object
}

/** What makes a call of each kind, and gives the answer as text. */
type Caller = (call: Call) => Promise<string>

interface Signer extends ClientWithToken {
  readonly origin: string
  readonly credentials: Credentials
}

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

  /** A Provider that answers `/from` in its own way, and the recipe for its Consumer. */
  async function withProvider(answers: Parameters<typeof startProvider>[0]) {
    const provider = await startProvider(answers)
    const { origin } = provider
    const { fetch } = createClient({ ...provider.options, redirectCrossOrigin: 'unsigned' })
    return { provider, call: callerOf({ origin, fetch, credentials: { consumer: CONSUMER } }) }
  }

  it('stands in the guide as it is run here', () => {
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

  it('signs a redirect on the same origin anew', async () => {
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

  // axios makes none.
  if (name === 'axios') return
  it('signs a retry anew', async () => {
    let asked = 0
    const { provider, call } = await withProvider(() =>
      asked++ === 0 ? { status: 503, headers: { 'retry-after': '0' } } : undefined,
    )
    expect(await call({ url: provider.origin })).toBe('ok')
    expect(provider.verified).toHaveLength(2)
  })
})
