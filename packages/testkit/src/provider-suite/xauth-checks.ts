import { assertThat } from '../checks/assert-that.js'
import { NotApplicable } from '../checks/not-applicable.js'
import type { Exchange } from '../wire/exchange.js'
import {
  assertAccepted,
  getResponse,
  assertStatus,
  assertIssued,
  assertRefused,
} from './assertions.js'
import {
  createCheck,
  createControlCheck,
  replaceParameter,
  requireControl,
} from './provider-check.js'
import type { ProviderCheck } from './provider-check.js'
import type { ProviderContext, SignedOptions } from './provider-context.js'

const XAUTH = { section: 'xAuth', needs: ['xauth'] } as const

function sendXauthRequest(
  context: ProviderContext,
  change: (form: URLSearchParams) => void = () => undefined,
  options: SignedOptions = {},
): Promise<Exchange> {
  const { xauth: account, accessTokenUrl } = context.config
  const form = new URLSearchParams({
    x_auth_username: account?.username ?? '',
    x_auth_password: account?.password ?? '',
    x_auth_mode: 'client_auth',
  })
  change(form)
  return context.sendResourceRequest({
    method: 'POST',
    url: accessTokenUrl,
    consumer: account,
    token: null,
    form: form.toString(),
    ...options,
  })
}

async function issueByXauth(context: ProviderContext): Promise<void> {
  assertIssued(await sendXauthRequest(context), 'an access token')
}

/** xAuth: a token for a username and a password. */
export const xauthChecks: readonly ProviderCheck[] = [
  createControlCheck(
    { id: 'xauth.issued', title: 'Issues an access token for a username and a password', ...XAUTH },
    async (context) => {
      const values = assertIssued(await sendXauthRequest(context), 'an access token')
      const token = {
        key: values.get('oauth_token') ?? '',
        secret: values.get('oauth_token_secret') ?? '',
      }
      context.mask.add(token.secret)
      assertAccepted(await context.sendResourceRequest({ consumer: context.config.xauth, token }))
    },
  ),
  ...requireControl('xAuth', issueByXauth, [
    createCheck(
      {
        id: 'xauth.wrong-password',
        title: 'Refuses a wrong password',
        ...XAUTH,
        severity: 'critical',
      },
      async (context) => {
        assertRefused(
          await sendXauthRequest(context, (form) => form.set('x_auth_password', 'wrong')),
        )
      },
    ),
    createCheck(
      {
        id: 'xauth.wrong-password-status',
        title: 'Refuses a wrong password by status 401',
        ...XAUTH,
        level: 'SHOULD',
      },
      async (context) => {
        assertStatus(
          await sendXauthRequest(context, (form) => form.set('x_auth_password', 'wrong')),
          [401],
        )
      },
    ),
    createCheck(
      {
        id: 'xauth.empty-password',
        title: 'Refuses an empty password',
        ...XAUTH,
        severity: 'critical',
      },
      async (context) => {
        assertRefused(await sendXauthRequest(context, (form) => form.set('x_auth_password', '')))
      },
    ),
    createCheck(
      {
        id: 'xauth.unknown-user',
        title: 'Refuses an unknown username',
        ...XAUTH,
        severity: 'critical',
      },
      async (context) => {
        assertRefused(
          await sendXauthRequest(context, (form) => form.set('x_auth_username', 'nobody-knows-me')),
        )
      },
    ),
    createCheck(
      { id: 'xauth.mode', title: 'Refuses another x_auth_mode', ...XAUTH },
      async (context) => {
        assertRefused(await sendXauthRequest(context, (form) => form.set('x_auth_mode', 'other')))
      },
    ),
    createCheck(
      {
        id: 'xauth.mode-absent',
        title: 'Refuses xAuth without x_auth_mode',
        ...XAUTH,
        level: 'SHOULD',
      },
      async (context) => {
        assertRefused(await sendXauthRequest(context, (form) => form.delete('x_auth_mode')))
      },
    ),
    createCheck(
      {
        id: 'xauth.wrong-signature',
        title: 'Verifies the signature before it believes a password',
        ...XAUTH,
        severity: 'critical',
      },
      async (context) => {
        assertRefused(
          await sendXauthRequest(context, undefined, {
            sent: replaceParameter('oauth_signature', 'wrong'),
          }),
        )
      },
    ),
    createCheck(
      {
        id: 'xauth.tampered',
        title: 'Refuses a username that was changed after signing',
        ...XAUTH,
        severity: 'critical',
      },
      async (context) => {
        assertRefused(
          await sendXauthRequest(context, undefined, {
            message: (message) => ({
              ...message,
              body: Buffer.concat([message.body, Buffer.from('&x=1')]),
              headers: message.headers.map(([name, value]) => [
                name,
                name === 'Content-Length' ? String(Number(value) + 4) : value,
              ]),
            }),
          }),
        )
      },
    ),
    createCheck(
      {
        id: 'xauth.not-allowed',
        title: 'Refuses xAuth to consumers that were not allowed it',
        section: 'xAuth',
        level: 'SHOULD',
        severity: 'high',
        needs: ['xauth', 'otherConsumer'],
      },
      async (context) => {
        const consumer = context.config.otherConsumer
        if (consumer?.allowsXauth === true)
          throw new NotApplicable('otherConsumer.allowsXauth is true')
        assertRefused(await sendXauthRequest(context, undefined, { consumer }))
      },
    ),
    createCheck(
      {
        id: 'xauth.query',
        title: 'Refuses a password in the query, which logs would keep',
        ...XAUTH,
        level: 'SHOULD',
        severity: 'medium',
      },
      async (context) => {
        const { xauth: account, accessTokenUrl } = context.config
        const query = new URLSearchParams({
          x_auth_username: account?.username ?? '',
          x_auth_password: account?.password ?? '',
          x_auth_mode: 'client_auth',
        })
        assertRefused(
          await context.sendResourceRequest({
            method: 'POST',
            url: `${accessTokenUrl}?${query.toString().replaceAll('+', '%20')}`,
            consumer: account,
            token: null,
          }),
        )
      },
    ),
    createCheck(
      {
        id: 'xauth.no-echo',
        title: 'Does not repeat the password',
        ...XAUTH,
        severity: 'critical',
      },
      async (context) => {
        const { body } = getResponse(
          await sendXauthRequest(context, (form) => form.set('x_auth_username', 'nobody-knows-me')),
        )
        assertThat(
          !body.includes(context.config.xauth?.password ?? '\0'),
          'no password in the response',
          'the password',
        )
      },
    ),
  ]),
]
