import { beforeEach, expect, it } from 'vitest'

import {
  approve,
  codeOf,
  CONSUMER,
  FORM,
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

it('gives a token for a username and a password', async () => {
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

it.each([
  ['a wrong password', RIGHT.replace('horse', 'cow'), 'permission_denied'],
  ['an unknown username', RIGHT.replace('jane', 'nobody'), 'permission_denied'],
  ['another mode', RIGHT.replace('client_auth', 'reverse_auth'), 'parameter_rejected'],
  ['no mode', RIGHT.replace(/&x_auth_mode.*/, ''), 'parameter_absent'],
  ['no password', RIGHT.replace(/&x_auth_password[^&]*/, ''), 'parameter_absent'],
  ['an empty username', RIGHT.replace('=jane', '='), 'parameter_absent'],
  ['two usernames', `${RIGHT}&x_auth_username=bob`, 'parameter_rejected'],
])('refuses %s', async (_what, body, code) => {
  const result = await xauth(body)
  expect(codeOf(result)).toBe(code)
  expect(JSON.stringify(result)).not.toContain(PASSWORD)
})

it('takes its parameters from the form body alone', async () => {
  expect(codeOf(await xauth('', `/oauth/access_token?${RIGHT}`))).toBe('parameter_rejected')
  expect(codeOf(await xauth(RIGHT, '/oauth/access_token?x_auth_mode=client_auth'))).toBe(
    'parameter_rejected',
  )
  expect((await xauth(RIGHT, '/oauth/access_token', 'GET')).response.status).toBe(405)
})

it('is closed to a Consumer that may not, to an inactive User, and where the application has none', async () => {
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
  expect(codeOf(result)).toBe('parameter_rejected')
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
