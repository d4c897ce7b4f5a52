import type { Credentials } from '@oauthplus/core'
import { describeValue } from '@oauthplus/core/internal'
import { describe, expect, it } from 'vitest'

import {
  addHeaders,
  addToHeader,
  createAdapter,
  findRoutePaths,
  getParsedBody,
  getVaryHeader,
  leaveParsedBody,
  parseFormBody,
  writeHeaders,
} from '../src/adapter.js'
import type { Provider } from '../src/index.js'
import { writeNodeResponse } from '../src/node.js'
import { CONSUMER, FORM, neutral, raw, testProvider } from './neutral-requests.js'
import type { TestUser } from './neutral-requests.js'

/** Gives the message of the error that a function throws or rejects with. */
async function messageOf(run: () => unknown): Promise<string> {
  try {
    await run()
  } catch (error) {
    expect(error).toBeInstanceOf(TypeError)
    return (error as TypeError).message
  }
  return 'nothing was thrown'
}

/** A response of Node, as far as it is used. */
function target(headers: Readonly<Record<string, string | readonly string[]>> = {}) {
  const written = new Map<string, string | readonly string[]>(Object.entries(headers))
  const sent: string[] = []
  return {
    ...{ written, sent, statusCode: 0 },
    getHeader: (name: string) => written.get(name),
    setHeader: (name: string, value: string) => void written.set(name, value),
    end: (body: string) => void sent.push(body),
  }
}

describe('addToHeader', () => {
  it.each([
    [undefined, 'Authorization', 'Authorization'],
    [undefined, 'A, B', 'A, B'],
    ['', 'Authorization', 'Authorization'],
    ['Origin', 'Authorization', 'Origin, Authorization'],
    ['Origin,  authorization ,', 'Authorization', 'Origin, Authorization'],
    [['Origin', 'Accept, X'], 'Authorization, x', 'Origin, Accept, x, Authorization'],
  ])('adds to %j the values %s', (present, values, expected) => {
    const response = target(present === undefined ? {} : { Vary: present })
    addToHeader(response, 'Vary', values)
    expect(response.written.get('Vary')).toBe(expected)
  })

  it('adds to a number', () => {
    const response = { ...target(), getHeader: () => 5 }
    addToHeader(response, 'X', '6')
    expect(response.written.get('X')).toBe('5, 6')
  })

  it.each([
    [
      [undefined, 'Vary', 'x'],
      'target must be a response with getHeader and setHeader, received undefined',
    ],
    [
      [{ setHeader: isNaN }, 'Vary', 'x'],
      'target.getHeader must be a function, received undefined',
    ],
    [
      [{ getHeader: isNaN }, 'Vary', 'x'],
      'target.setHeader must be a function, received undefined',
    ],
    [[target(), 5, 'x'], 'name must be a string, received 5'],
    [[target(), 'Vary', 5], 'values must be a string, received 5'],
  ] as const)('refuses %j', async (values, message) => {
    const call = addToHeader as (...given: readonly unknown[]) => void
    expect(await messageOf(() => call(...values))).toBe(`addToHeader: ${message}`)
  })
})

describe('writeHeaders', () => {
  it('adds to the headers that are lists, and sets the others', () => {
    const response = target({
      ...{ Vary: 'Origin', 'Cache-Control': 'public' },
      'Access-Control-Expose-Headers': 'X-Own',
    })
    writeHeaders(response, {
      headers: [
        ['Vary', 'Authorization'],
        ['Cache-Control', 'no-store'],
        ['Access-Control-Expose-Headers', 'WWW-Authenticate'],
      ],
    })
    expect(Object.fromEntries(response.written)).toEqual({
      ...{ Vary: 'Origin, Authorization', 'Cache-Control': 'no-store' },
      'Access-Control-Expose-Headers': 'X-Own, WWW-Authenticate',
    })
  })

  it.each([
    [
      [undefined, { headers: [] }],
      'target must be a response with getHeader and setHeader, received undefined',
    ],
    [[target(), undefined], 'response must be a response with headers, received undefined'],
    [
      [target(), {}],
      'response.headers must be an array of [name, value] pairs of strings, received undefined',
    ],
  ] as const)('refuses %j', async (values, message) => {
    const call = writeHeaders as (...given: readonly unknown[]) => void
    expect(await messageOf(() => call(...values))).toBe(`writeHeaders: ${message}`)
  })
})

describe('addHeaders', () => {
  it('adds to lists, and keeps headers that the response has', () => {
    const response = target({ Vary: 'Origin', 'Cache-Control': 'private' })
    addHeaders(response, {
      headers: [
        ['Vary', 'Authorization'],
        ['Cache-Control', 'no-store'],
        ['X-A', 'b'],
      ],
    })
    expect(Object.fromEntries(response.written)).toEqual({
      ...{ Vary: 'Origin, Authorization', 'Cache-Control': 'private', 'X-A': 'b' },
    })
  })

  it.each([
    [
      [undefined, { headers: [] }],
      'target must be a response with getHeader and setHeader, received undefined',
    ],
    [[target(), undefined], 'response must be a response with headers, received undefined'],
  ] as const)('refuses %j', async (values, message) => {
    const call = addHeaders as (...given: readonly unknown[]) => void
    expect(await messageOf(() => call(...values))).toBe(`addHeaders: ${message}`)
  })
})

describe('writeNodeResponse', () => {
  it('writes status, headers, the length in bytes, and the body', () => {
    const response = target()
    writeNodeResponse(response, { status: 401, headers: [['X-A', 'b']], body: 'é' })
    expect(response.statusCode).toBe(401)
    expect([...response.written]).toEqual([
      ['X-A', 'b'],
      ['Content-Length', '2'],
    ])
    expect(response.sent).toEqual(['é'])
  })

  it.each([
    [
      [undefined, { status: 200, headers: [], body: '' }],
      'target must be a response with getHeader and setHeader, received undefined',
    ],
    [[target(), undefined], 'response must be a ProviderResponse, received undefined'],
    [
      [target(), { status: 99, headers: [], body: '' }],
      'response.status must be an integer from 100 to 599, received 99',
    ],
    [
      [target(), { status: 600, headers: [], body: '' }],
      'response.status must be an integer from 100 to 599, received 600',
    ],
    [
      [target(), { status: 200, body: '' }],
      'response.headers must be an array of [name, value] pairs of strings, received undefined',
    ],
    [
      [target(), { status: 200, headers: [] }],
      'response.body must be a string, received undefined',
    ],
  ] as const)('refuses %j', async (values, message) => {
    const call = writeNodeResponse as (...given: readonly unknown[]) => void
    expect(await messageOf(() => call(...values))).toBe(`writeNodeResponse: ${message}`)
  })
})

describe('getParsedBody', () => {
  const body = new TextEncoder().encode('x')
  const form = [
    ['a', '1'],
    ['b', ''],
    ['a', '2'],
    ['__proto__', 'x'],
    ['a', '3'],
  ] as const

  it('returns a form as an object without a prototype', () => {
    const parsed = getParsedBody({ headers: [FORM] }, { form, body })
    expect(Object.getPrototypeOf(parsed)).toBeNull()
    expect(Object.entries(parsed ?? {})).toEqual([
      ['a', ['1', '2', '3']],
      ['b', ''],
      ['__proto__', 'x'],
    ])
  })

  it('returns undefined for another body, and for one that was not read', () => {
    expect(getParsedBody({ headers: [] }, { form, body })).toBeUndefined()
    expect(getParsedBody({ headers: [FORM] }, { form, body: undefined })).toBeUndefined()
  })

  it.each([
    [[undefined, { form }], 'request must be a response with headers, received undefined'],
    [[{ headers: [] }, undefined], 'grant must be a grant, received undefined'],
    [
      [{ headers: [] }, {}],
      'grant.form must be an array of [name, value] pairs of strings, received undefined',
    ],
    [
      [{ headers: [] }, { form, body: 5 }],
      'grant.body must be a string or a Uint8Array, received 5',
    ],
  ] as const)('refuses %j', async (values, message) => {
    const call = getParsedBody as (...given: readonly unknown[]) => unknown
    expect(await messageOf(() => call(...values))).toBe(`getParsedBody: ${message}`)
  })
})

it('parses the bytes of a form', async () => {
  const parsed = parseFormBody(new TextEncoder().encode('a=%C3%A9&a=2&b=+'))
  expect(parsed).toEqual(Object.assign(Object.create(null), { a: ['é', '2'], b: ' ' }))
  expect(() => parseFormBody(new TextEncoder().encode('a=%FF'))).toThrow(
    expect.objectContaining({ code: 'parameter_rejected', statusCode: 400 }) as Error,
  )
  expect(await messageOf(() => parseFormBody('a=1' as never))).toBe(
    'parseFormBody: bytes must be a Uint8Array, received a string of 3 characters',
  )
})

describe('leaveParsedBody', () => {
  const carried = { form: [['a', '1']], body: new TextEncoder().encode('a=1') } as const

  it.each([
    ['nothing', undefined, true],
    ['null', null, true],
    ['an empty string', '', true],
    ['an empty object', {}, true],
    ['an empty array', [], true],
    ['bytes', Uint8Array.of(97), true],
    ['a string', 'a=1', false],
    ['an object', { b: '2' }, false],
    ['an array', ['b'], false],
  ])('finds %s in place of the body', (_what, body, isLeft) => {
    const target = { body: body as unknown }
    expect(leaveParsedBody(target, { headers: [FORM] }, carried)).toBe(isLeft)
    expect(target.body).toEqual(
      isLeft ? Object.assign(Object.create(null) as object, { a: '1' }) : body,
    )
  })

  it('leaves nothing of a body that is not a form', () => {
    const target = { body: 'x' }
    expect(leaveParsedBody(target, { headers: [] }, carried)).toBe(false)
    expect(target).toEqual({ body: 'x' })
  })

  it.each([undefined, null, 'request'])('refuses %j', async (target) => {
    const message = await messageOf(() =>
      leaveParsedBody(target as unknown as object, { headers: [FORM] }, carried),
    )
    expect(message).toBe(
      `leaveParsedBody: target must be an object, received ${describeValue(target)}`,
    )
  })
})

describe('getVaryHeader', () => {
  it('names the headers with credentials', async () => {
    const { provider } = await testProvider()
    expect(getVaryHeader(provider)).toBe('Authorization')
    const other = await testProvider({ allowAlternativeAuthorizationHeader: true })
    expect(getVaryHeader({ ...other.provider })).toBe('Authorization, X-Oauth1-Authorization')
  })

  it.each([undefined, null, 5, {}])('refuses %j', async (value) => {
    const provider = value as Provider<unknown>
    expect(await messageOf(() => getVaryHeader(provider))).toBe(
      `getVaryHeader: provider must be a provider that createProvider() has made, received ${describeValue(value)}`,
    )
  })
})

describe('the paths of the endpoints', () => {
  const USUAL = {
    requestToken: '/oauth/request_token',
    authorize: '/oauth/authorize',
    accessToken: '/oauth/access_token',
    invalidateToken: '/oauth/invalidate_token',
    applications: '/oauth/applications',
    developer: '/oauth/developer',
    admin: '/oauth/admin',
  }
  const OWN = {
    requestToken: '/r',
    authorize: '/a',
    accessToken: '/t',
    invalidateToken: '/i',
    applications: '/l',
    developer: '/d',
    admin: '/m',
  }

  it('are the usual ones, or those of the options', () => {
    expect(findRoutePaths()).toEqual(USUAL)
    expect(findRoutePaths({ authorize: '/allow' })).toEqual({ ...USUAL, authorize: '/allow' })
    expect(findRoutePaths(OWN)).toEqual(OWN)
  })

  it('begin with a slash', async () => {
    for (const name of Object.keys(OWN)) {
      const run = () => findRoutePaths({ [name]: 'x' })
      expect(await messageOf(run)).toBe(
        `findRoutePaths: ${name} must be a path that begins with one slash, without backslashes and colons, received a string of 1 characters`,
      )
      expect(await messageOf(() => findRoutePaths({ [name]: 5 }))).toMatch(/received 5$/)
    }
    expect(await messageOf(() => findRoutePaths({ zzz: '/' } as never))).toBe(
      `findRoutePaths: zzz is not an option (received a string of 1 characters). The options are ${Object.keys(OWN).join(', ')}`,
    )
  })

  const jane = { name: 'jane' }
  const login = {
    getUserId: ({ name }: typeof jane) => `${name}-id`,
    getLoginUrl: () => '/login',
  }
  const NEVER = raw({ method: 'GET', url: '/' })

  /** A provider whose endpoints respond with their name and the user. */
  function namingProvider() {
    const endpoint = (name: string) => () => Promise.resolve({ response: name })
    const page =
      (name: string) =>
      async (_request: unknown, visitor: { readonly getUserId: () => unknown }): Promise<string> =>
        `${name} ${String(await visitor.getUserId())}`
    return {
      authenticate: endpoint('authenticate'),
      requestToken: endpoint('requestToken'),
      accessToken: endpoint('accessToken'),
      invalidateToken: endpoint('invalidateToken'),
      authorization: { respond: page('authorize') },
      applications: { respond: page('applications') },
      portal: { respondDeveloper: page('developer'), respondReviewer: page('admin') },
    } as unknown as Provider<unknown>
  }

  it.each([undefined, OWN])('lead to the endpoints: %j', async (paths) => {
    const { respond } = createAdapter(namingProvider(), { ...login, paths })
    for (const [name, path] of Object.entries(paths ?? USUAL)) {
      const isPage = ['authorize', 'applications', 'developer', 'admin'].includes(name)
      const response = await respond({ request: NEVER, path }, jane)
      expect(response).toBe(isPage ? `${name} jane-id` : name)
    }
    expect(await respond({ request: NEVER, path: '/' }, jane)).toBeUndefined()
  })

  it.each([
    [
      [undefined, login],
      'provider must be a provider that createProvider() has made, received undefined',
    ],
    [[{}, login], 'provider.authenticate must be a function, received undefined'],
    [
      [{ ...namingProvider(), requestToken: 5 }, login],
      'provider.requestToken must be a function, received 5',
    ],
    [
      [{ ...namingProvider(), accessToken: 5 }, login],
      'provider.accessToken must be a function, received 5',
    ],
    [[namingProvider(), undefined], 'options must be a plain object, received undefined'],
    [
      [namingProvider(), { getLoginUrl: login.getLoginUrl }],
      'getUserId must be a function, received undefined',
    ],
    [
      [namingProvider(), { getUserId: login.getUserId }],
      'getLoginUrl must be a function, received undefined',
    ],
    [
      [namingProvider(), { ...login, paths: { authorize: 'x' } }],
      'paths.authorize must be a path that begins with one slash, without backslashes and colons, received a string of 1 characters',
    ],
    [
      [namingProvider(), { ...login, getPeerAddress: 5 }],
      'getPeerAddress must be a function, received 5',
    ],
    [
      [namingProvider(), { ...login, zzz: 1 }],
      'zzz is not an option (received 1). The options are getUserId, getLoginUrl, paths, getSwitchUserUrl, getPeerAddress',
    ],
  ] as const)('are not read of wrong arguments: %#', async ([provider, options], message) => {
    const call = createAdapter as (...given: readonly unknown[]) => unknown
    const functions = ['getPeerAddress']
    expect(await messageOf(() => call(provider, options, { functions }))).toBe(
      `createAdapter: ${message}`,
    )
    expect(await messageOf(() => call(provider, options, { functions, functionName: 'own' }))).toBe(
      `own: ${message}`,
    )
  })

  it.each([
    [null, 'options must be a plain object, received null'],
    [{ functionName: 5 }, 'functionName must be a string, received 5'],
    [
      { functions: 'a' },
      'functions must be an array of strings, received a string of 1 characters',
    ],
    [{ zzz: 1 }, 'zzz is not an option (received 1). The options are functionName, functions'],
  ])('are not read with wrong names: %j', async (names, message) => {
    const run = () => createAdapter(namingProvider(), login, names as object)
    expect(await messageOf(run)).toBe(`createAdapter: ${message}`)
  })

  it.each([
    [undefined, 'routed must be a request with its path, received undefined'],
    [
      { path: '/' },
      'routed.request must be a ProviderRequest, with method, url, headers, peer and readBody, received undefined',
    ],
    [{ request: NEVER }, 'routed.path must be a string, received undefined'],
  ] as const)('are not asked for with %j', async (routed, message) => {
    const { respond } = createAdapter(namingProvider(), login)
    expect(await messageOf(() => respond(routed as never, jane))).toBe(`createAdapter: ${message}`)
  })
})

describe('the requests to a protected route', () => {
  const login = { getUserId: () => 'jane', getLoginUrl: () => '/login' }

  async function startAdapter() {
    const { provider } = await testProvider()
    await provider.consumers.update(CONSUMER.key, { allowTwoLegged: true })
    const issued = await provider.tokens.issue({ consumerKey: CONSUMER.key, userId: 'jane' })
    const token = { key: issued.key, secret: issued.secret }
    const sign = (credentials: Credentials = { consumer: CONSUMER, token }, url = '/photos') =>
      neutral({ method: 'GET', url }, credentials)
    return { ...createAdapter<TestUser, [object]>(provider, login), sign }
  }

  it('have a grant if they were accepted', async () => {
    const { prepareAuthentication, grant, sign } = await startAdapter()
    const authenticate = prepareAuthentication([])
    const [request, refused] = [{}, {}]
    const result = await authenticate(await sign(), request)
    expect(result.ok && grant(request)).toBe(result.ok && result.grant)
    expect(grant(request).user).toEqual({ id: 'jane' })
    expect(grant(request, { allowTwoLegged: true })).toBe(grant(request))
    expect(await authenticate(await sign({ consumer: CONSUMER }), refused)).toMatchObject({
      ok: false,
    })
    for (const other of [refused, {}, { ...request }]) {
      expect(await messageOf(() => grant(other))).toMatch(
        /^grant needs protect\(\) before the handler, .*; received an object$/,
      )
    }
  })

  it('have a user unless the handler allows that they have none', async () => {
    const { prepareAuthentication, grant, sign } = await startAdapter()
    const authenticate = prepareAuthentication([{ allowTwoLegged: true }])
    const machine = {}
    await authenticate(await sign({ consumer: CONSUMER }), machine)
    expect(grant(machine, { allowTwoLegged: true })).toMatchObject({ scopes: [], query: [] })
    const noUser =
      'grant: this request has no user; if the route allows that, call grant with { allowTwoLegged: true }'
    for (const options of [undefined, { allowTwoLegged: false }]) {
      expect(await messageOf(() => grant(machine, options as never))).toBe(noUser)
    }
    expect(await messageOf(() => grant(machine, { allowTwoLegged: 1 } as never))).toBe(
      'grant: allowTwoLegged must be true or false, received 1',
    )
    expect(await messageOf(() => grant(machine, { zzz: 1 } as never))).toBe(
      'grant: zzz is not an option (received 1). The options are allowTwoLegged',
    )
  })

  it('pass protect() once', async () => {
    const { prepareAuthentication, respond, sign } = await startAdapter()
    const request = {}
    const neutralRequest = await sign()
    await prepareAuthentication([])(neutralRequest, request)
    const again = prepareAuthentication([{ scope: 'photos' }])
    expect(await messageOf(() => again(neutralRequest, request))).toBe(
      'protect: this request has passed protect() before; call protect() once for each route, with all the scopes that the route needs',
    )
    const routed = { request: neutralRequest, path: '/oauth/request_token' }
    expect(await messageOf(() => respond(routed, request))).toBe(
      'routes: this request has passed protect() before; put the routes before protect()',
    )
    expect(await respond({ ...routed, path: '/photos' }, request)).toBeUndefined()
  })

  it.each([
    ['a request and a response', [{}, {}]],
    ['a request and undefined', [undefined, undefined]],
    ['a Request', [new Request('https://photos.example/')]],
  ])('are refused if protect is given as a handler, which gets %s', async (_what, received) => {
    const { prepareAuthentication } = await startAdapter()
    expect(await messageOf(() => prepareAuthentication(received))).toBe(
      'protect: it was called with a request, because it was given as a handler; write protect() instead of protect',
    )
  })

  it.each([
    ['a scope that is unknown', { scope: 'x' }, /^protect: the provider has no scope "x"/],
    ['a scope that is a number', { scope: 5 }, /^protect: scope must be a string or an/],
    ['null', null, /^protect: options must be a plain object, received null$/],
  ])('are refused with %s before the first of them', async (_what, options, message) => {
    const { prepareAuthentication } = await startAdapter()
    expect(await messageOf(() => prepareAuthentication([options]))).toMatch(message)
  })
})
