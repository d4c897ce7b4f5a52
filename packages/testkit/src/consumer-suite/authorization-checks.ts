import { assertThat } from '../checks/assert-that.js'
import { createCheck, formatValue, assertSucceeded } from './consumer-check.js'
import type { ConsumerCheck } from './consumer-check.js'

const FLOW = ['three-legged']

/** The redirect of the user to the authorization page, section 2.2. */
export const authorizationChecks: readonly ConsumerCheck[] = [
  createCheck(
    {
      id: 'authorize.url',
      title: 'Sends the user to the authorization page with the request token',
      section: 'RFC 5849 2.2',
      needs: FLOW,
    },
    async ({ createScenario }) => {
      const scenario = createScenario({ requestToken: { key: 'a+b/c=%2B d&é' } })
      const { url = '' } = assertSucceeded(await scenario.authorize())
      const { origin, pathname, searchParams } = parseUrl(url)
      assertThat(
        `${origin}${pathname}` === `${scenario.base}/oauth/authorize`,
        `the page ${scenario.base}/oauth/authorize`,
        formatValue(url),
      )
      const values = searchParams.getAll('oauth_token')
      assertThat(
        values.length === 1 && values[0] === 'a+b/c=%2B d&é',
        'oauth_token once, with the request token encoded',
        formatValue(url),
      )
    },
  ),
  createCheck(
    {
      id: 'authorize.query-kept',
      title: 'Keeps the query that the address of the authorization page has',
      section: 'RFC 5849 2',
      needs: FLOW,
    },
    async ({ createScenario }) => {
      const scenario = createScenario({ authorizeQuery: '?audience=a%26b' })
      const { url = '' } = assertSucceeded(await scenario.authorize())
      const { searchParams } = parseUrl(url)
      const isKept = searchParams.get('audience') === 'a&b' && searchParams.has('oauth_token')
      assertThat(isKept, 'audience=a%26b and oauth_token', formatValue(url))
    },
  ),
  createCheck(
    {
      id: 'authorize.no-secret',
      title: 'Puts no secret into the address that the user is sent to',
      section: 'RFC 5849 4.5',
      level: 'MAY',
      severity: 'critical',
      needs: FLOW,
    },
    async ({ createScenario }) => {
      const scenario = createScenario()
      const { url = '' } = assertSucceeded(await scenario.authorize())
      const { consumer, tokens } = scenario.signers
      const secrets = [consumer.secret, ...Array.from(tokens.values(), ({ secret }) => secret)]
      assertThat(!secrets.some((secret) => url.includes(secret)), 'an address without secrets', url)
    },
  ),
]

function parseUrl(url: string): URL {
  assertThat(URL.canParse(url), 'an absolute URL', formatValue(url))
  return new URL(url)
}
