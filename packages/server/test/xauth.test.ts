import { beforeEach, expect, it } from 'vitest'

import { memoryStore } from '../src/index.js'
import type { ProviderEvent } from '../src/index.js'
import {
  approve,
  codeOf,
  CONSUMER,
  FORM,
  headerOf,
  neutral,
  requestToken,
  testProvider,
  tokenOf,
} from './neutral-requests.js'
import type { TestProvider } from './neutral-requests.js'

const RIGHT = 'x_auth_username=jane&x_auth_password=correct%20horse&x_auth_mode=client_auth'
const PASSWORD = 'correct horse'
let app: TestProvider

beforeEach(async () => {
  app = await testProvider()
})

async function xauth(body: string, url = '/oauth/access_token', method = 'POST') {
  return app.provider.accessToken(await neutral({ method, url, headers: [FORM], body }))
}

it('returns a token for a username and a password', async () => {
  const result = await xauth(RIGHT)
  expect(result.response.body).toMatch(
    /^oauth_token=[\w-]{22}&oauth_token_secret=[\w-]{42}&user_id=jane$/,
  )
  const resource = await app.provider.authenticate(
    await neutral(
      { method: 'GET', url: '/photos' },
      { consumer: CONSUMER, token: tokenOf(result.response) },
    ),
  )
  expect(resource.ok && resource.grant.user).toEqual({ id: 'jane' })
})

const REFUSED_LOGIN = {
  code: 'permission_denied',
  advice: 'The username or the password is wrong.',
}
it.each([
  ['a wrong password', RIGHT.replace('horse', 'cow'), REFUSED_LOGIN],
  ['an unknown username', RIGHT.replace('jane', 'nobody'), REFUSED_LOGIN],
  [
    'another mode',
    RIGHT.replace('client_auth', 'reverse_auth'),
    {
      code: 'parameter_rejected',
      advice: 'x_auth_mode must be client_auth.',
      parametersRejected: [['x_auth_mode', '']],
    },
  ],
  [
    'no mode',
    RIGHT.replace(/&x_auth_mode.*/, ''),
    {
      code: 'parameter_absent',
      advice: 'Missing: x_auth_mode.',
      parametersAbsent: ['x_auth_mode'],
    },
  ],
  [
    'neither username nor password',
    'x_auth_mode=client_auth&x_auth_password=',
    {
      code: 'parameter_absent',
      advice: 'Missing: x_auth_username, x_auth_password.',
      parametersAbsent: ['x_auth_username', 'x_auth_password'],
    },
  ],
  [
    'two usernames',
    `${RIGHT}&x_auth_username=bob`,
    {
      code: 'parameter_rejected',
      advice: 'An xAuth parameter is sent more than once.',
      parametersRejected: [['x_auth_mode', '']],
    },
  ],
])('refuses %s', async (_what, body, problem) => {
  const result = await xauth(body)
  expect(result).toMatchObject({ ok: false, problem })
  expect(JSON.stringify(result)).not.toContain(PASSWORD)
})

it('reads its parameters only from the form body', async () => {
  const problem = {
    code: 'parameter_rejected',
    advice: 'xAuth parameters belong only in the form body.',
    parametersRejected: [['x_auth_password', '']],
  }
  for (const [body, query] of [
    ['', RIGHT],
    [RIGHT, 'x_auth_mode=client_auth'],
  ] as const) {
    expect(await xauth(body, `/oauth/access_token?${query}`)).toMatchObject({ problem })
  }
  const { response } = await xauth(RIGHT, '/oauth/access_token', 'GET')
  expect([response.status, headerOf(response, 'Allow')]).toEqual([405, 'POST'])
})

it('reports to the application how the token was issued', async () => {
  const events: ProviderEvent[] = []
  app = await testProvider({ on: (event) => events.push(event) })
  const { key } = tokenOf((await xauth(`${RIGHT}&scope=photos`)).response)
  expect(events.at(-1)).toEqual({
    type: 'access_token_issued',
    grantedBy: 'xauth',
    scopes: ['photos'],
    consumerKey: CONSUMER.key,
    tokenKey: key,
    userId: 'jane',
  })
})

it('is refused if the store has no room', async () => {
  const store = memoryStore()
  app = await testProvider({ store })
  for (const outcome of ['full', undefined]) {
    store.createAccessToken = async () => Promise.resolve(outcome as 'full')
    expect(codeOf(await xauth(RIGHT))).toBe('service_unavailable')
  }
})

it('rejects with a TypeError if verifyPassword returns anything but the id of a user', async () => {
  app = await testProvider({ verifyPassword: () => 42 as unknown as string })
  await expect(xauth(RIGHT)).rejects.toThrow(
    /^verifyPassword: the returned value must be a string of 255 bytes .*, received 42$/,
  )
})

it('is refused to a consumer without xAuth, to an inactive user, and in an application without xAuth', async () => {
  const other = await app.provider.consumers.register({ name: 'Other' })
  const request = { method: 'POST', url: '/oauth/access_token', headers: [FORM], body: RIGHT }
  const credentials = { consumer: { key: other.key, secret: other.secret ?? '' } }
  expect(codeOf(await app.provider.accessToken(await neutral(request, credentials)))).toBe(
    'permission_denied',
  )
  app.inactive.add('jane')
  expect(codeOf(await xauth(RIGHT))).toBe('permission_denied')
  app = await testProvider({ verifyPassword: undefined })
  expect(codeOf(await xauth(RIGHT))).toBe('permission_denied')
})

it.each([null, undefined, '', false])('takes %j from verifyPassword for a no', async (answer) => {
  app = await testProvider({ findUser: (id) => ({ id }), verifyPassword: () => answer as never })
  expect(codeOf(await xauth(RIGHT))).toBe('permission_denied')
})

it('is not mixed with a token', async () => {
  const token = await requestToken(app)
  await approve(app, token.key)
  const request = { method: 'POST', url: '/oauth/access_token', headers: [FORM], body: RIGHT }
  const result = await app.provider.accessToken(
    await neutral(request, { consumer: CONSUMER, token }),
  )
  expect(result).toMatchObject({
    problem: {
      code: 'parameter_rejected',
      advice: 'xAuth asks for a token without having one.',
      parametersRejected: [['x_auth_mode', '']],
    },
  })
})

it('checks the signature before the password', async () => {
  const attempts: string[] = []
  app = await testProvider({
    verifyPassword: ({ username }) => {
      attempts.push(username)
      return undefined
    },
  })
  const request = { method: 'POST', url: '/oauth/access_token', headers: [FORM], body: RIGHT }
  const stranger = { consumer: { key: CONSUMER.key, secret: 'wrong' } }
  expect(codeOf(await app.provider.accessToken(await neutral(request, stranger)))).toBe(
    'signature_invalid',
  )
  expect(attempts).toEqual([])
})
