import { Departure } from '../checks/departure.js'
import { isForm } from '../reference/index.js'
import { check, demand, failed, shown } from './consumer-check.js'
import type { ConsumerCheck, ConsumerContext, Rule } from './consumer-check.js'
import { NO_TOKENS } from './no-tokens.js'
import { contentOf, credentialsIn, demandSigned } from './received.js'
import type { Received } from './received.js'
import { random, redirect, tokenOf, typed } from './scene.js'
import type { Scene, SceneOptions } from './scene.js'
import type { ClientAnswer } from './task.js'

const XAUTH = 'xAuth'
const USERNAME = 'jané@photos.example'

interface Login {
  readonly scene: Scene
  readonly password: string
  readonly answer: ClientAnswer
}

async function login({ begin }: ConsumerContext, options: SceneOptions = {}): Promise<Login> {
  const scene = begin({ at: 'secure', ...options })
  const password = random('pass word&+%é')
  const answer = await scene.ask('xauth', { username: USERNAME, password })
  return { scene, password, answer }
}

function xauthCheck(
  rule: Omit<Rule, 'section'>,
  judge: (login: Login & { readonly received: Received }) => void,
): ConsumerCheck {
  return check({ section: XAUTH, needs: ['xauth'], ...rule }, async (context) => {
    const done = await login(context)
    judge({ ...done, received: done.scene.first('access-token', done.answer) })
  })
}

/** xAuth: a username and a password for an Access Token. */
export const xauthChecks: readonly ConsumerCheck[] = [
  xauthCheck(
    { id: 'xauth.parameters', title: 'Sends x_auth_mode, username and password in a form by POST' },
    ({ received, password }) => {
      const { message } = received
      demand(message.method === 'POST' && isForm(message), 'a form by POST', message.method)
      const form = new Map(contentOf(received).form)
      demand(
        form.get('x_auth_mode') === 'client_auth',
        'client_auth',
        shown(form.get('x_auth_mode')),
      )
      demand(form.get('x_auth_username') === USERNAME, USERNAME, shown(form.get('x_auth_username')))
      const sent = Buffer.from(form.get('x_auth_password') ?? '')
      demand(sent.equals(Buffer.from(password)), 'the password', 'another text')
    },
  ),
  xauthCheck(
    { id: 'xauth.signature', title: 'Signs username and password with the request' },
    ({ received, scene }) => {
      demandSigned(received, scene.signers)
    },
  ),
  xauthCheck({ id: 'xauth.no-token', title: 'Sends no token with them' }, ({ received }) => {
    demand(!tokenOf(received), 'no oauth_token', shown(tokenOf(received)))
  }),
  xauthCheck(
    {
      id: 'xauth.not-in-url',
      title: 'Puts the password into no URL',
      level: 'MAY',
      severity: 'critical',
    },
    ({ received, password }) => {
      const { target } = received.message
      const isThere = target.includes(encodeURIComponent(password)) || target.includes('x_auth_')
      demand(!isThere, 'a URL without the password', target)
    },
  ),
  xauthCheck(
    { id: 'xauth.token', title: 'Gives the token that was issued' },
    ({ answer, scene }) => {
      const key = answer.token?.key
      demand(key === scene.token.key, shown(scene.token.key), answer.error ?? shown(key))
    },
  ),
  check(
    {
      id: 'xauth.over-http',
      title: 'Sends no password over plain http to another machine',
      section: XAUTH,
      severity: 'critical',
      needs: ['xauth'],
    },
    async (context) => {
      const { scene, answer } = await login(context, { at: 'open' })
      demand(scene.received.length === 0, 'nothing to be sent', 'the password, in the open')
      failed(answer)
    },
  ),
  ...([302, 307] as const).map((status) =>
    check(
      {
        id: `xauth.redirect-${status}`,
        title: `Sends no password where status ${status} leads to another origin`,
        section: XAUTH,
        level: 'MAY',
        severity: 'critical',
        needs: ['xauth'],
      },
      async (context) => {
        const { scene, password } = await login(context, {
          answers: {
            'access-token': (_received, { origins }) => redirect(`${origins.other}/moved`, status),
          },
        })
        scene.first('access-token')
        const strayed = scene.received.filter(({ origin }) => origin === 'other')
        for (const received of strayed) {
          const found = credentialsIn(received, [password])
          if (found !== undefined) throw new Departure('nothing of it there', found)
        }
      },
    ),
  ),
  ...NO_TOKENS.map(([id, what, answered]) =>
    check(
      {
        id: `xauth.${id}`,
        title: `Takes ${what} for an error, not for an Access Token`,
        section: XAUTH,
        needs: ['xauth'],
      },
      async (context) => {
        const { scene, answer } = await login(context, {
          answers: { 'access-token': () => answered([]) },
        })
        scene.first('access-token', answer)
        failed(answer)
      },
    ),
  ),
  check(
    {
      id: 'xauth.no-echo',
      title: 'Repeats the password in no error, though the provider does',
      section: XAUTH,
      level: 'MAY',
      severity: 'high',
      needs: ['xauth'],
    },
    async (context) => {
      const { password, answer } = await login(context, {
        answers: {
          'access-token': ({ message }) =>
            typed('text/plain', `No: ${Buffer.from(message.body).toString()}`, 401),
        },
      })
      const error = failed(answer)
      const isTold = [password, encodeURIComponent(password)].some((text) => error.includes(text))
      demand(!isTold, 'an error without the password', error)
    },
  ),
]
