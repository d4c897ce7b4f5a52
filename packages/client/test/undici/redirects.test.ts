import { Agent, fetch as undiciFetch, interceptors, request } from 'undici'
import type { Dispatcher } from 'undici'
import { describe, expect, it, onTestFinished } from 'vitest'

import { oauthInterceptor } from '../../src/undici.js'
import { listen } from '../listen.js'
import type { Answer, Seen, TestServer } from '../listen.js'
import { readSignature } from '../read-signature.js'

const CONSUMER = { key: 'key', secret: 'consumer secret' }
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const redirect = () => interceptors.redirect({ maxRedirections: 3 })

type Transmission = 'header' | 'query' | 'body'

/** A provider, another site, and an undici dispatcher that signs for the provider. */
interface Sites {
  readonly provider: TestServer
  readonly other: TestServer
  readonly interceptor: Dispatcher.DispatcherComposeInterceptor
  readonly agent: Agent
}

/** Starts the sites. `respond` handles requests to the provider's `/from`. */
async function startSites(
  transmission: Transmission,
  respond: (seen: Seen, otherOrigin: string) => Answer,
): Promise<Sites> {
  const other = await listen(() => ({ body: 'arrived' }))
  const provider = await listen((seen) =>
    seen.target.startsWith('/from') ? respond(seen, other.origin) : { body: 'arrived' },
  )
  const agent = new Agent()
  onTestFinished(() => agent.destroy())
  const interceptor = oauthInterceptor({
    origins: [provider.origin],
    provider: { transmission },
    consumer: CONSUMER,
  })
  return { provider, other, interceptor, agent }
}

function isSigned(seen: Seen | undefined): boolean {
  return seen !== undefined && readSignature(seen).signedWith(CONSUMER.secret)
}

const CASES = ([307, 302] as const).flatMap((status) =>
  (['query', 'body', 'header'] as const).map((transmission) => ({ status, transmission })),
)
const PLACES = CASES.flatMap((one) =>
  (['same', 'other'] as const).map((place) => ({ ...one, place })),
)

describe('an undici redirect whose Location repeats every parameter', () => {
  it.each(PLACES)('does not forward credentials: %j', async ({ status, transmission, place }) => {
    const sites = await startSites(transmission, (seen, otherOrigin) => {
      const [, query = ''] = seen.target.split('?')
      const echo = [query, seen.body.toString(), 'kept=1'].filter((part) => part !== '').join('&')
      const location = `${place === 'same' ? '' : otherOrigin}/to?${echo}#there`
      return { status, headers: { location } }
    })
    const dispatcher = sites.agent.compose(sites.interceptor, redirect())
    const { body } = await request(`${sites.provider.origin}/from?a=1`, {
      dispatcher,
      method: 'POST',
      headers: FORM,
      body: 'b=2',
    })
    expect(await body.text()).toBe('arrived')
    expect(isSigned(sites.provider.seen[0])).toBe(true)
    const arrived = place === 'same' ? sites.provider.seen[1] : sites.other.seen[0]
    const sent = new URL(arrived?.target ?? '', sites.other.origin).searchParams
    expect(sent.getAll('kept')).toEqual(['1'])
    if (place === 'same') expect(isSigned(arrived)).toBe(true)
    else expect(JSON.stringify([arrived?.target, arrived?.headers])).not.toContain('oauth')
    if (place === 'other') expect(arrived?.body.toString()).not.toContain('oauth')
  })

  it.each(PLACES.filter(({ transmission }) => transmission !== 'header'))(
    'is refused if one value contains the whole request: %j',
    async ({ status, transmission, place }) => {
      const sites = await startSites(transmission, (seen, otherOrigin) => {
        const next = encodeURIComponent(`${seen.url}#${seen.body.toString()}`)
        const location = `${place === 'same' ? '' : otherOrigin}/login?next=${next}`
        return { status, headers: { location } }
      })
      const dispatcher = sites.agent.compose(sites.interceptor, redirect())
      const sent = request(`${sites.provider.origin}/from?a=1`, {
        dispatcher,
        method: 'POST',
        headers: FORM,
        body: 'b=2',
      })
      await expect(sent).rejects.toMatchObject({ code: 'redirect_refused' })
      expect([sites.provider.seen.length, sites.other.seen.length]).toEqual([1, 0])
    },
  )

  it.each(['undici', 'Node'])('does not forward them with the fetch of %s', async (whose) => {
    const sites = await startSites('query', (seen, otherOrigin) => ({
      status: 302,
      headers: { location: `${otherOrigin}/to?${seen.target.split('?')[1] ?? ''}&kept=1` },
    }))
    const fetchFunction = whose === 'undici' ? undiciFetch : globalThis.fetch
    const dispatcher = sites.agent.compose(sites.interceptor)
    await (fetchFunction as typeof undiciFetch)(`${sites.provider.origin}/from?a=1`, { dispatcher })
    expect(isSigned(sites.provider.seen[0])).toBe(true)
    expect(sites.other.seen.map(({ target }) => target)).toEqual(['/to?a=1&kept=1'])
  })

  it('has a Location without credentials for a caller that does not follow it', async () => {
    const sites = await startSites('query', (seen) => ({
      status: 302,
      headers: { location: [`?${seen.target.split('?')[1] ?? ''}`] },
    }))
    const dispatcher = sites.agent.compose(sites.interceptor)
    const { headers } = await request(`${sites.provider.origin}/from?a=1`, { dispatcher })
    expect(headers.location).toBe('?a=1')
  })

  it('has an unchanged Location if the credentials were in the header', async () => {
    const location = '/to?oauth_token=of-the-answer'
    const sites = await startSites('header', () => ({ status: 302, headers: { location } }))
    const dispatcher = sites.agent.compose(sites.interceptor)
    const { headers } = await request(`${sites.provider.origin}/from`, { dispatcher })
    expect(headers.location).toBe(location)
  })
})

describe('an interceptor inside the signing one', () => {
  it.each(CASES)(
    'is refused before anything is sent if it redirects: %j',
    async ({ status, transmission }) => {
      const sites = await startSites(transmission, (_seen, otherOrigin) => ({
        status,
        headers: { location: `${otherOrigin}/to` },
      }))
      const dispatcher = sites.agent.compose(redirect(), sites.interceptor)
      const sent = request(`${sites.provider.origin}/from`, {
        dispatcher,
        method: 'POST',
        headers: FORM,
        body: 'b=2',
      })
      await expect(sent).rejects.toMatchObject({
        name: 'TypeError',
        code: 'ERR_INVALID_ARG_VALUE',
        message: expect.stringContaining('compose(oauthInterceptor(') as string,
      })
      expect([...sites.provider.seen, ...sites.other.seen]).toEqual([])
    },
  )

  it('is refused before its second request of any kind', async () => {
    const sites = await startSites('body', () => ({ status: 307 }))
    // It does not report the target, as a custom interceptor may do.
    const leading: Dispatcher.DispatcherComposeInterceptor = (dispatch) => (options, handler) =>
      dispatch(options, {
        ...handler,
        onRequestStart: (controller) => handler.onRequestStart?.(controller, undefined),
        onResponseStart: () => undefined,
        onResponseData: () => undefined,
        onResponseEnd: () =>
          void dispatch({ ...options, origin: sites.other.origin }, handlerOf(handler)),
        onResponseError: (controller, error) => handler.onResponseError?.(controller, error),
      })
    const dispatcher = sites.agent.compose(leading, sites.interceptor)
    const sent = request(`${sites.provider.origin}/from`, {
      dispatcher,
      method: 'POST',
      headers: FORM,
      body: 'b=2',
    })
    await expect(sent).rejects.toThrow('compose(oauthInterceptor(')
    expect([sites.provider.seen.length, sites.other.seen.length]).toEqual([1, 0])
  })

  it('is refused before it retries, because a nonce is valid once', async () => {
    const sites = await startSites('header', () => ({ status: 503 }))
    const retry = interceptors.retry({ maxRetries: 1, minTimeout: 1 })
    const dispatcher = sites.agent.compose(retry, sites.interceptor)
    const sent = request(`${sites.provider.origin}/from`, { dispatcher })
    await expect(sent).rejects.toThrow('compose(oauthInterceptor(')
    expect(sites.provider.seen).toHaveLength(1)
  })
})

describe('an interceptor outside the signing one', () => {
  it('may retry, with a new signature for each attempt', async () => {
    let attempts = 0
    const sites = await startSites('header', () => ({ status: attempts++ === 0 ? 503 : 200 }))
    const retry = interceptors.retry({ maxRetries: 1, minTimeout: 1 })
    const dispatcher = sites.agent.compose(sites.interceptor, retry)
    const { statusCode } = await request(`${sites.provider.origin}/from`, { dispatcher })
    expect(statusCode).toBe(200)
    expect(sites.provider.seen.map(isSigned)).toEqual([true, true])
    const nonces = sites.provider.seen.map((one) => readSignature(one).parameters.oauth_nonce)
    expect(new Set(nonces).size).toBe(2)
  })
})

/** Forwards everything. */
function handlerOf(handler: Dispatcher.DispatchHandler): Dispatcher.DispatchHandler {
  return {
    onRequestStart: (controller, context) => handler.onRequestStart?.(controller, context),
    onResponseStart: (controller, ...start) => handler.onResponseStart?.(controller, ...start),
    onResponseData: (controller, chunk) => handler.onResponseData?.(controller, chunk),
    onResponseEnd: (controller, trailers) => handler.onResponseEnd?.(controller, trailers),
    onResponseError: (controller, error) => handler.onResponseError?.(controller, error),
  }
}
