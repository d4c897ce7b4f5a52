import { parameterValue, parseForm, signRequest } from '@oauthplus/core'
import type { Credentials, SignRequestOptions, UnsignedRequest } from '@oauthplus/core'

import { createProvider, memoryStore } from '../src/index.js'
import type {
  EndpointSuccess,
  Provider,
  ProviderOptions,
  ProviderRequest,
  ProviderResponse,
  Refusal,
} from '../src/index.js'

export const ORIGIN = 'https://photos.example'
export const START_SECONDS = 1_800_000_000
export const CONSUMER = { key: 'dpf43f3p2l4k3l03', secret: 'kd94hf93k423kf44' } as const
export const FORM = ['Content-Type', 'application/x-www-form-urlencoded'] as const

export interface TestUser {
  readonly id: string
}

/** A provider with a clock that tests turn, one consumer, and the users jane and bob. */
export interface TestProvider {
  readonly provider: Provider<TestUser>
  readonly clock: { nowSeconds: number }
  readonly inactive: Set<string>
}

export async function testProvider(
  options: Partial<ProviderOptions<TestUser>> = {},
): Promise<TestProvider> {
  const clock = { nowSeconds: START_SECONDS }
  const inactive = new Set<string>()
  const provider = createProvider<TestUser>({
    publicUrl: ORIGIN,
    store: memoryStore(),
    findUser: (id) => (id === 'jane' || id === 'bob' ? { id } : undefined),
    isUserActive: ({ id }) => !inactive.has(id),
    scopes: {
      photos: { description: 'See your photos' },
      albums: { description: 'See your albums' },
    },
    verifyPassword: ({ username, password }) =>
      username === 'jane' && password === 'correct horse' ? 'jane' : undefined,
    tokenParameters: ({ userId }) => [['user_id', userId]],
    now: () => clock.nowSeconds * 1000,
    ...options,
  })
  await provider.consumers.register({
    ...CONSUMER,
    name: 'Printer',
    callbacks: ['oob', 'https://printer.example/ready', 'https://printer.example/x?y=1'],
    allowXauth: true,
  })
  return { provider, clock, inactive }
}

/** Signs a request and puts it into the neutral form, as an adapter would. */
export async function neutral(
  request: UnsignedRequest,
  credentials: Credentials = { consumer: CONSUMER },
  options: SignRequestOptions = {},
): Promise<ProviderRequest> {
  const signed = await signRequest(
    { ...request, url: `${ORIGIN}${request.url as string}` },
    credentials,
    { timestampSeconds: START_SECONDS, ...options },
  )
  const { method, url, headers, body } = signed
  return raw({ method, url: url.slice(ORIGIN.length), headers, body })
}

/** Puts a request into the neutral form as it is. */
export function raw(request: {
  readonly method: string
  readonly url: string
  readonly headers?: ProviderRequest['headers']
  readonly body?: string | Uint8Array | null | undefined
  readonly peer?: ProviderRequest['peer']
}): ProviderRequest {
  const { headers = [], peer = { address: '203.0.113.7', secure: false } } = request
  const body = request.body ?? ''
  return {
    method: request.method,
    url: request.url,
    headers,
    peer,
    readBody: async () =>
      Promise.resolve(typeof body === 'string' ? new TextEncoder().encode(body) : body),
  }
}

export function tokenOf(response: ProviderResponse): {
  readonly key: string
  readonly secret: string
} {
  const parameters = parseForm(response.body)
  return {
    key: parameterValue(parameters, 'oauth_token') ?? '',
    secret: parameterValue(parameters, 'oauth_token_secret') ?? '',
  }
}

export function headerOf(response: ProviderResponse, name: string): string | undefined {
  return parameterValue(response.headers, name)
}

export function codeOf(result: { readonly ok: boolean }): string {
  return 'problem' in result ? (result as { problem: { code: string } }).problem.code : 'ok'
}

export async function requestToken(
  { provider }: TestProvider,
  options: SignRequestOptions & { readonly query?: string } = {},
): Promise<{ readonly key: string; readonly secret: string }> {
  const { query = '', ...signing } = options
  const result = await provider.requestToken(
    await neutral({ method: 'POST', url: `/oauth/request_token${query}` }, undefined, {
      callback: 'https://printer.example/ready',
      ...signing,
    }),
  )
  return tokenOf(result.response)
}

export async function approve(
  { provider }: TestProvider,
  tokenKey: string,
  userId = 'jane',
): Promise<string> {
  const loaded = await provider.authorization.load({ tokenKey, userId })
  const csrf = loaded.ok ? loaded.consent.csrf : ''
  const { response } = await provider.authorization.approve({ tokenKey, userId, csrf })
  const location = headerOf(response, 'Location')
  return location === undefined
    ? (/id="oauth_verifier"[^>]*>([^<]+)</.exec(response.body)?.[1] ?? '')
    : (new URL(location).searchParams.get('oauth_verifier') ?? '')
}

export async function exchange(
  { provider }: TestProvider,
  token: { readonly key: string; readonly secret: string },
  options: SignRequestOptions = {},
): Promise<EndpointSuccess | Refusal> {
  return provider.accessToken(
    await neutral(
      { method: 'POST', url: '/oauth/access_token' },
      { consumer: CONSUMER, token },
      options,
    ),
  )
}

export async function accessToken(
  app: TestProvider,
  options: { readonly query?: string } = {},
): Promise<{ readonly key: string; readonly secret: string }> {
  const token = await requestToken(app, options)
  const verifier = await approve(app, token.key)
  return tokenOf((await exchange(app, token, { verifier })).response)
}
