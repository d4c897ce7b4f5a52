import { assertThat } from '../checks/assert-that.js'
import { Deviation } from '../checks/deviation.js'
import { isForm } from '../reference/index.js'
import { createCheck, assertFailed, formatValue } from './consumer-check.js'
import type { ConsumerCheck, ConsumerContext, Rule } from './consumer-check.js'
import { RESPONSES_WITHOUT_TOKEN } from './responses-without-token.js'
import { getContent, findCredentials, assertSigned } from './received-request.js'
import type { ReceivedRequest } from './received-request.js'
import { createRandomString, createRedirect, getToken, createResponse } from './scenario.js'
import type { Scenario, ScenarioOptions } from './scenario.js'
import type { ClientResult } from './task.js'

const XAUTH = 'xAuth'
const USERNAME = 'jané@photos.example'

interface LoginResult {
  readonly scenario: Scenario
  readonly password: string
  readonly result: ClientResult
}

async function logIn(
  { createScenario }: ConsumerContext,
  options: ScenarioOptions = {},
): Promise<LoginResult> {
  const scenario = createScenario({ origin: 'secure', ...options })
  const password = createRandomString('pass word&+%é')
  const result = await scenario.runTask('xauth', { username: USERNAME, password })
  return { scenario, password, result }
}

function createXauthCheck(
  rule: Omit<Rule, 'section'>,
  assert: (login: LoginResult & { readonly received: ReceivedRequest }) => void,
): ConsumerCheck {
  return createCheck({ section: XAUTH, needs: ['xauth'], ...rule }, async (context) => {
    const done = await logIn(context)
    assert({ ...done, received: done.scenario.getFirst('access-token', done.result) })
  })
}

/** xAuth: a username and a password for an access token. */
export const xauthChecks: readonly ConsumerCheck[] = [
  createXauthCheck(
    {
      id: 'xauth.parameters',
      title: 'Sends x_auth_mode, username and password in a form with POST',
    },
    ({ received, password }) => {
      const { message } = received
      assertThat(message.method === 'POST' && isForm(message), 'a form with POST', message.method)
      const form = new Map(getContent(received).form)
      assertThat(
        form.get('x_auth_mode') === 'client_auth',
        'client_auth',
        formatValue(form.get('x_auth_mode')),
      )
      assertThat(
        form.get('x_auth_username') === USERNAME,
        USERNAME,
        formatValue(form.get('x_auth_username')),
      )
      const sent = Buffer.from(form.get('x_auth_password') ?? '')
      assertThat(sent.equals(Buffer.from(password)), 'the password', 'another string')
    },
  ),
  createXauthCheck(
    { id: 'xauth.signature', title: 'Signs username and password with the request' },
    ({ received, scenario }) => {
      assertSigned(received, scenario.signers)
    },
  ),
  createXauthCheck({ id: 'xauth.no-token', title: 'Sends no token with them' }, ({ received }) => {
    assertThat(!getToken(received), 'no oauth_token', formatValue(getToken(received)))
  }),
  createXauthCheck(
    {
      id: 'xauth.not-in-url',
      title: 'Puts the password into no URL',
      level: 'MAY',
      severity: 'critical',
    },
    ({ received, password }) => {
      const { target } = received.message
      const isThere = target.includes(encodeURIComponent(password)) || target.includes('x_auth_')
      assertThat(!isThere, 'a URL without the password', target)
    },
  ),
  createXauthCheck(
    { id: 'xauth.token', title: 'Gives the token that was issued' },
    ({ result, scenario }) => {
      const key = result.token?.key
      assertThat(
        key === scenario.token.key,
        formatValue(scenario.token.key),
        result.error ?? formatValue(key),
      )
    },
  ),
  createCheck(
    {
      id: 'xauth.over-http',
      title: 'Sends no password over plain http to another machine',
      section: XAUTH,
      severity: 'critical',
      needs: ['xauth'],
    },
    async (context) => {
      const { scenario, result } = await logIn(context, { origin: 'open' })
      assertThat(scenario.received.length === 0, 'nothing to be sent', 'the password, in the open')
      assertFailed(result)
    },
  ),
  ...([302, 307] as const).map((status) =>
    createCheck(
      {
        id: `xauth.redirect-${status}`,
        title: `Sends no password if status ${status} leads to another origin`,
        section: XAUTH,
        level: 'MAY',
        severity: 'critical',
        needs: ['xauth'],
      },
      async (context) => {
        const { scenario, password } = await logIn(context, {
          responses: {
            'access-token': (_received, { origins }) =>
              createRedirect(`${origins.other}/moved`, status),
          },
        })
        scenario.getFirst('access-token')
        const misdirected = scenario.received.filter(({ origin }) => origin === 'other')
        for (const received of misdirected) {
          const found = findCredentials(received, [password])
          if (found !== undefined) throw new Deviation('no credentials there', found)
        }
      },
    ),
  ),
  ...RESPONSES_WITHOUT_TOKEN.map(([id, what, respond, level = 'MUST']) =>
    createCheck(
      {
        id: `xauth.${id}`,
        title: `Takes ${what} for an error, not for an access token`,
        section: XAUTH,
        level,
        needs: ['xauth'],
      },
      async (context) => {
        const { scenario, result } = await logIn(context, {
          responses: { 'access-token': () => respond([]) },
        })
        scenario.getFirst('access-token', result)
        assertFailed(result)
      },
    ),
  ),
  createCheck(
    {
      id: 'xauth.no-echo',
      title: 'Repeats the password in no error, though the provider does',
      section: XAUTH,
      level: 'MAY',
      severity: 'high',
      needs: ['xauth'],
    },
    async (context) => {
      const { password, result } = await logIn(context, {
        responses: {
          'access-token': ({ message }) =>
            createResponse('text/plain', `No: ${Buffer.from(message.body).toString()}`, 401),
        },
      })
      const error = assertFailed(result)
      const isTold = [password, encodeURIComponent(password)].some((string) =>
        error.includes(string),
      )
      assertThat(!isTold, 'an error without the password', error)
    },
  ),
]
