import { assertThat } from '../checks/assert-that.js'
import { NotApplicable } from '../checks/not-applicable.js'
import { decodeForm, splitUrl } from '../reference/index.js'
import { createCheck } from './consumer-check.js'
import type { ConsumerCheck } from './consumer-check.js'
import { getContent, assertSigned, decodePairs } from './received-request.js'
import type { ProtocolParameters, ReceivedRequest } from './received-request.js'
import type { Scenario } from './scenario.js'

const PARAMETERS = 'RFC 5849 3.4.1.3.1'
const SORTING = 'RFC 5849 3.4.1.3.2'
const URI = 'RFC 5849 3.4.1.2'
const ENCODING = 'RFC 5849 3.6'

type Row = readonly [id: string, what: string, section: string, query: string]

const MANY = Array.from({ length: 25 }, (_, index) => `id=${index + 10}`).join('&')

/** Queries that many signers get wrong. */
const QUERIES: readonly Row[] = [
  ['plain', 'two parameters', PARAMETERS, 'file=vacation.jpg&size=original'],
  ['reserved-encoded', "!'()* in escapes", ENCODING, 'q=%21%27%28%29%2A'],
  ['reserved-raw', "!'()* as they are", ENCODING, "q=hey!'()*"],
  ['unreserved-encoded', 'escapes of letters and of ~', ENCODING, 'q=%41%7E%2D'],
  ['utf8-encoded', 'UTF-8 in escapes', ENCODING, 'name=caf%C3%A9%20%E2%98%83%F0%9F%98%80'],
  ['utf8-raw', 'UTF-8 as it is', ENCODING, 'name=café☃'],
  ['lower-case-escapes', 'escapes in lower case', ENCODING, 'name=caf%c3%a9%2f'],
  ['plus', 'a + for a space', PARAMETERS, 'q=hello+world'],
  ['plus-encoded', 'a + in escapes', PARAMETERS, 'q=a%2Bb'],
  ['percent-encoded', 'an escaped escape', ENCODING, 'q=100%2525%2541'],
  ['equals', 'an = in a value', PARAMETERS, 'cursor=YWJj==&x=1'],
  ['empty-value', 'an empty value', PARAMETERS, 'a=&b=1'],
  ['no-equals', 'a name without =', PARAMETERS, 'flag&b=1'],
  ['name-encoded', 'names in escapes', PARAMETERS, 'c%40=1&user%5Bname%5D=bob'],
  ['control', 'a line break and a tab', ENCODING, 'text=a%0Ab%09c'],
  ['second-question', 'a second ?', PARAMETERS, 'redirect=/x?y=1&z=2'],
  ['slash-colon', 'a URL as it is', ENCODING, 'u=http://a.example/b:c@d'],
  ['semicolon', 'a ;', PARAMETERS, 'a=1;b=2'],
  ['trailing', 'a ? without a query', URI, ''],
  ['separators', 'separators with nothing between', PARAMETERS, 'a=1&&b=2&'],
  ['sort-bytes', 'names in the order of bytes', SORTING, 'b=1&B=2&a1=3&a-1=4&a_1=5&a.1=6&a=7&A=8'],
  ['sort-encoded', 'names sorted as encoded', SORTING, '%EF%BD%A1=1&%F0%9F%98%80=2&~=3&%7Ba=4'],
  ['sort-by-name', 'names before values', SORTING, 'a-=1&a=2&a.=3'],
  ['duplicates', 'a name twice, out of order', SORTING, 'a=b&a=a'],
  ['duplicates-encoded', 'values sorted as encoded', SORTING, 'a=z&a=%20&a=%2B&a=~'],
  ['duplicates-empty', 'a name twice, once empty', SORTING, 'a=&a=1'],
  ['duplicates-equal', 'a pair twice', SORTING, 'a=1&a=1'],
  ['many', 'a name 25 times', SORTING, MANY],
  ['duplicates-numbers', 'numbers in the order of bytes', SORTING, 'a=9&a=10&a=1.5'],
  ['not-normalized', 'an accent that is a separate character', ENCODING, 'q=e%CC%81'],
  ['brackets', 'names with brackets, as PHP has them', PARAMETERS, 'ids%5B%5D=2&ids%5B%5D=1'],
  ['brackets-raw', 'brackets as they are', PARAMETERS, 'user[a][b]=1&user[c]=2'],
  ['dots', 'names with dots', PARAMETERS, 'user.fields=id&user_fields=name'],
  ['prototype', 'names that JavaScript has', PARAMETERS, 'toString=1&constructor=2'],
  ['proto', 'the name __proto__', PARAMETERS, '__proto__=1&a=2'],
  ['oauth-like', 'names that begin like ours', PARAMETERS, 'oauth=1&oauthx_token=2&signature=3'],
]

/** Paths that many signers get wrong: the part of the URL after the origin. */
const PATHS: readonly Row[] = [
  ['path-escapes', "a path with %20, ( and '", URI, "/api/a%20b/Sets('x')/*?x=1"],
  ['path-slash', 'an escaped slash in the path', URI, '/api/a%2Fb/c?x=1'],
  ['path-lower-case-escapes', 'escapes in lower case in the path', URI, '/api/a%2fb%c3%a9?x=1'],
  ['path-unreserved', 'an escaped letter in the path', URI, '/api/%41%7Eb?x=1'],
  ['path-utf8-raw', 'UTF-8 as it is in the path', URI, '/api/Köln?x=1'],
  ['path-plus', 'a + in the path', URI, '/api/a+b?x=1'],
  ['path-parameters', 'a ; and = in the path', URI, '/api/a;v=1,2/b?x=1'],
  ['path-empty-segments', 'two slashes in the path', URI, '/api//b/?x=1'],
  ['path-dots', 'dot segments in the path', URI, '/api/a/../b/./c?x=1'],
  ['path-case', 'capitals in the path', URI, '/api/Photos/A?x=1'],
  ['path-absent', 'no path', URI, '?x=1'],
  ['fragment', 'a fragment, which is not sent', URI, '/api/photos?x=1#a?y=2&z=3'],
]

/** Checks whose URL is not valid by RFC 3986, though browsers send some of them. */
const NOT_URIS: ReadonlySet<string> = new Set([
  'query.utf8-raw',
  'query.brackets-raw',
  'uri.path-utf8-raw',
])

/** The base string: section 3.4.1. */
export const baseStringChecks: readonly ConsumerCheck[] = [
  ...QUERIES.map(([id, what, section, query]) =>
    createSigningCheck(
      [`query.${id}`, `a query with ${what}`, section],
      (scenario) => `${scenario.base}/api/photos?${query}`,
    ),
  ),
  ...PATHS.map(([id, what, section, rest]) =>
    createSigningCheck(
      [`uri.${id}`, `a URL with ${what}`, section],
      (scenario) => `${scenario.base}${rest}`,
    ),
  ),
  createSigningCheck(['uri.host-case', 'a URL with capitals in scheme and host', URI], (scenario) =>
    scenario.base.replace('http://127.0.0.1', 'HTTP://LocalHost').concat('/api/photos?x=1'),
  ),
  createSigningCheck(
    ['uri.secure', 'an https URL', URI],
    ({ origins }) => `${origins.secure}/api/photos?x=1`,
  ),
  createSigningCheck(
    ['uri.ipv6', 'a URL with an IPv6 address', URI],
    ({ origins }) => `${origins.ipv6 ?? ''}/api/photos?x=1`,
    'an IPv6 address of this machine',
  ),
  createSigningCheck(
    ['uri.default-port', 'a URL that names port 80, which is not signed', URI],
    ({ origins }) => `${origins.port80 ?? ''}/api/photos?x=1`,
    'the right to listen on ports 80 and 443',
  ),
  createSigningCheck(
    ['uri.other-default-port', 'an http URL on port 443, which is signed', URI],
    ({ origins }) => `${origins.port443 ?? ''}/api/photos?x=1`,
    'the right to listen on ports 80 and 443',
  ),
]

function createSigningCheck(
  [id, what, section]: readonly [id: string, what: string, section: string],
  getUrl: (scenario: Scenario) => string,
  feature?: string,
): ConsumerCheck {
  const needs = feature === undefined ? ['fetch'] : ['fetch', feature]
  const isUri = !NOT_URIS.has(id)
  const title = `Signs ${what}, and sends it so${isUri ? '' : ', or refuses it'}`
  const level = isUri ? 'MUST' : 'SHOULD'
  return createCheck({ id, title, section, level, needs }, async ({ createScenario }) => {
    const scenario = createScenario()
    const url = getUrl(scenario)
    const result = await scenario.fetch({ url })
    if (result.error !== undefined && scenario.received.length === 0) {
      if (!isUri) return
      if (id === 'uri.ipv6') {
        throw new NotApplicable(`the client does not connect to it: ${result.error}`)
      }
    }
    const received = scenario.getFirst('resource', result)
    assertSigned(received, scenario.signers)
    assertSentParameters(received, {
      query: decodePairs(decodeForm(splitUrl(url).query)),
      form: [],
    })
  })
}

/** Asserts that a request has the parameters of its task, in any order. */
export function assertSentParameters(
  received: ReceivedRequest,
  wanted: { readonly query: ProtocolParameters; readonly form: ProtocolParameters },
): void {
  const sent = getContent(received)
  for (const place of ['query', 'form'] as const) {
    const [expected, found] = [formatPairs(wanted[place]), formatPairs(sent[place])]
    assertThat(expected === found, `the ${place} of the task: ${expected}`, found)
  }
}

function formatPairs(pairs: ProtocolParameters): string {
  return (
    pairs
      // HTML 4.01 section 17.13.4 sends every line break as CR LF.
      .map((pair) => JSON.stringify(pair.map((text) => text.replaceAll(/\r?\n/g, '\r\n'))))
      .sort()
      .join(' ')
  )
}
