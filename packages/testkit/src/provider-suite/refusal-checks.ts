import { assertThat } from '../checks/assert-that.js'
import { NotApplicable } from '../checks/not-applicable.js'
import { assertAccepted, getResponse, getHeaders, assertRefused } from './assertions.js'
import { createCheck, replaceParameter } from './provider-check.js'
import type { ProviderCheck } from './provider-check.js'
import type { ProviderContext } from './provider-context.js'
import type { ProtocolParameters } from './sign-message.js'

/** The responses of refused requests, and HEAD. */
export const refusalChecks: readonly ProviderCheck[] = [
  createCheck(
    {
      id: 'refusal.challenge',
      title: 'Sends WWW-Authenticate with a 401',
      section: 'RFC 9110 11.6.1',
      level: 'SHOULD',
    },
    async (context) => {
      const found = await getChallenges(context)
      assertThat(found.length > 0, 'WWW-Authenticate', 'none')
    },
  ),
  createCheck(
    {
      id: 'refusal.challenge-scheme',
      title: 'Names the scheme OAuth in WWW-Authenticate',
      section: 'RFC 5849 3.5.1',
      level: 'MAY',
    },
    async (context) => {
      const found = await getChallenges(context)
      const isNamed = found.some((value) => /(?:^|,)\s*oauth\b/i.test(value))
      assertThat(isNamed, 'WWW-Authenticate: OAuth', found.join(' | ') || 'none')
    },
  ),
  createCheck(
    {
      id: 'refusal.leaks-nothing',
      title: 'Repeats no secret in a refusal',
      section: 'RFC 5849 4.5',
      severity: 'critical',
      level: 'SHOULD',
    },
    async (context) => {
      const { config } = context
      const token = await context.getToken()
      const exchange = await context.sendResourceRequest({
        sent: replaceParameter('oauth_signature', 'wrong'),
      })
      const { body, headers } = getResponse(exchange)
      const text = `${body}\n${headers.flat().join('\n')}`
      const leaked = [config.consumer.secret ?? '', token.secret].some(
        (secret) => secret !== '' && text.includes(secret),
      )
      assertThat(!leaked, 'no secret in the response', 'a secret in the response')
    },
  ),
  createCheck(
    {
      id: 'refusal.repeats-no-signature',
      title: 'Does not reveal the signature that it expected',
      section: 'RFC 5849 4.5',
      severity: 'critical',
      level: 'SHOULD',
    },
    async (context) => {
      const sent: { signature?: string | undefined } = {}
      const exchange = await context.sendResourceRequest({
        sent: (protocol: ProtocolParameters) => {
          sent.signature = protocol.find(([name]) => name === 'oauth_signature')?.[1]
          return replaceParameter('oauth_signature', 'wrong')(protocol)
        },
      })
      assertRefused(exchange)
      const { body, headers } = getResponse(exchange)
      const text = decodeIfPossible(`${body}\n${headers.flat().join('\n')}`)
      assertThat(
        !text.includes(sent.signature ?? '\0'),
        'no correct signature in the response',
        'the correct signature',
      )
    },
  ),
  createCheck(
    {
      id: 'refusal.revokes-nothing',
      title: 'Revokes no access token because of a wrong signature, which anybody can send',
      section: 'RFC 5849 3.2',
      level: 'MAY',
      severity: 'medium',
    },
    async (context) => {
      const token = await context.createToken()
      assertAccepted(await context.sendResourceRequest({ token }))
      assertRefused(
        await context.sendResourceRequest({
          token,
          sent: replaceParameter('oauth_signature', 'wrong'),
        }),
      )
      assertAccepted(
        await context.sendResourceRequest({ token }),
        'the access token to work after a forged request',
      )
    },
  ),
  createCheck(
    {
      id: 'head.like-get',
      title: 'Verifies a HEAD, and sends no body',
      section: 'RFC 5849 3.4.1.1',
      level: 'SHOULD',
    },
    async (context) => {
      assertThat(
        assertAccepted(await context.sendResourceRequest({ method: 'HEAD' })).body === '',
        'no body',
        'a body',
      )
    },
  ),
]

async function getChallenges(context: ProviderContext): Promise<readonly string[]> {
  const exchange = await context.sendResourceRequest({
    sent: replaceParameter('oauth_signature', 'wrong'),
  })
  const { status } = assertRefused(exchange)
  if (status !== 401) throw new NotApplicable(`the status is ${status}`)
  return getHeaders(exchange, 'www-authenticate')
}

function decodeIfPossible(text: string): string {
  try {
    return `${text}\n${decodeURIComponent(text)}`
  } catch {
    return text
  }
}
