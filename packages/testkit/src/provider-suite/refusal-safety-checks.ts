import { assertThat } from '../checks/assert-that.js'
import { writeAuthorizationHeader } from '../reference/index.js'
import { assertAccepted, assertRefused, getHeaders, getResponse } from './assertions.js'
import { assertShowsNone } from './leak-checks.js'
import { createCheck, getOtherConsumer, replaceParameter } from './provider-check.js'
import type { ProviderCheck } from './provider-check.js'

const INJECTED = 'x", oauth_injected="1'

/** Checks that a refused request of a stranger has no effect. */
export const refusalSafetyChecks: readonly ProviderCheck[] = [
  createCheck(
    {
      id: 'refusal.challenge-injection',
      title: 'Escapes the quotes of a request in WWW-Authenticate',
      section: 'RFC 2617 1.2',
      level: 'MAY',
      severity: 'medium',
    },
    async (context) => {
      for (const name of ['oauth_consumer_key', 'oauth_token', 'oauth_signature_method']) {
        const exchange = await context.sendResourceRequest({
          protocol: replaceParameter(name, INJECTED),
        })
        const found = getHeaders(exchange, 'www-authenticate').join(' | ')
        assertThat(!found.includes(INJECTED), 'quotes that are escaped', found)
      }
    },
  ),
  createCheck(
    {
      id: 'refusal.malformed-leaks-nothing',
      title: 'Shows no secret in the response to a malformed header',
      section: 'RFC 5849 4.5',
      level: 'SHOULD',
      severity: 'critical',
    },
    async (context) => {
      for (const end of ['%zz"', '%E9"', '"x']) {
        const token = await context.getToken()
        const exchange = await context.sendResourceRequest({
          token,
          writeHeader: (pairs) => writeAuthorizationHeader(pairs).replace(/"$/, end),
        })
        assertShowsNone(exchange, [context.config.consumer.secret, token.secret])
      }
    },
  ),
  createCheck(
    {
      id: 'method.prototype-names',
      title: 'Refuses signature methods that every object has as a property',
      section: 'RFC 5849 3.2',
      level: 'SHOULD',
      severity: 'medium',
    },
    async (context) => {
      for (const name of ['constructor', 'toString', '__proto__'])
        assertRefused(
          await context.sendResourceRequest({
            protocol: replaceParameter('oauth_signature_method', name),
          }),
        )
    },
  ),
  createCheck(
    {
      id: 'refusal.revokes-nothing-of-another',
      title: 'Revokes no access token that another consumer sends',
      section: 'RFC 5849 3.2',
      level: 'MAY',
      severity: 'medium',
      needs: ['otherConsumer'],
    },
    async (context) => {
      const token = await context.createToken()
      await context.sendResourceRequest({ token, consumer: getOtherConsumer(context) })
      assertAccepted(
        await context.sendResourceRequest({ token }),
        'the access token to work after another consumer has sent it',
      )
    },
  ),
  createCheck(
    {
      id: 'unsigned.options',
      title: 'Does not show the resource to an OPTIONS without credentials',
      section: 'RFC 5849 3.2',
      severity: 'critical',
    },
    async (context) => {
      const { body } = assertAccepted(await context.sendResourceRequest())
      const exchange = await context.sendResourceRequest({
        method: 'OPTIONS',
        message: (message) => ({
          ...message,
          headers: message.headers.filter(([name]) => name !== 'Authorization'),
        }),
      })
      const isShown = body !== '' && getResponse(exchange).body === body
      assertThat(!isShown, 'a response without the resource', 'the body of the resource')
    },
  ),
]
