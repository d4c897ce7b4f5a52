import { NotApplicable } from '../checks/not-applicable.js'
import type { BaseStringParts } from '../reference/index.js'
import { createAcceptedCheck, createRefusedCheck, queryResource } from './provider-check.js'
import type { ProviderCheck } from './provider-check.js'

const SOURCES = 'RFC 5849 3.4.1.3.1'

/** Values that libraries change: id, description, query. */
const VALUES: readonly (readonly [id: string, what: string, query: string])[] = [
  ['numbers', 'values that look like numbers and constants', 'a=01&b=1.0&c=1e3&d=true&e=null'],
  ['spaces', 'spaces at the ends of values and names', 'a=%20x%20&%20b=+y+'],
  ['plus-in-name', 'a + in a name', 'a+b=1'],
  ['not-normalized', 'a letter whose accent is a separate character', 'q=e%CC%81'],
  ['dots', 'dots in names', 'a.b=1&a_b=2'],
  ['many', '100 parameters', Array.from({ length: 100 }, (_, index) => `n${index}=v`).join('&')],
  ['long', 'a value of 2,000 characters', `q=${'x'.repeat(2000)}`],
  ['comma', 'commas in a value', 'ids=1,2,3'],
  ['quotes', 'quotes and backslashes in a value', 'q=%22a%22%5C%27'],
  ['url-value', 'a URL as value', 'u=http%3A%2F%2Fexample.com%2F%3Fa%3D1%26b%3D2%23c'],
]

/** Changes of the signed URI: id, description, change. */
const URIS: readonly (readonly [
  id: string,
  what: string,
  change: (parts: BaseStringParts) => BaseStringParts,
])[] = [
  [
    'trailing-slash',
    'a path with one more slash at its end',
    (parts) => ({ ...parts, path: `${parts.path}/` }),
  ],
  [
    'double-slash',
    'a path with one more slash at its beginning',
    (parts) => ({ ...parts, path: `/${parts.path}` }),
  ],
  ['dot-segment', 'a path with a dot segment', (parts) => ({ ...parts, path: `/.${parts.path}` })],
  ['path-case', 'a path in capitals', (parts) => ({ ...parts, path: changeCase(parts.path) })],
  ['no-path', 'the root path', (parts) => ({ ...parts, path: removePath(parts.path) })],
  ['no-port', 'a host without its port', (parts) => ({ ...parts, host: removePort(parts.host) })],
]

/** Values of the query, and the base string URI, section 3.4.1. */
export const queryValueChecks: readonly ProviderCheck[] = [
  ...VALUES.map(([id, what, query]) =>
    createAcceptedCheck(
      { id: `base-string.${id}`, title: `Verifies ${what}`, section: SOURCES },
      queryResource(query),
    ),
  ),
  ...URIS.map(([id, what, change]) =>
    createRefusedCheck(
      {
        id: `tampered.uri-${id}`,
        title: `Refuses a request that was signed for ${what}`,
        section: 'RFC 5849 3.4.1.2',
        severity: 'medium',
      },
      { signed: change },
    ),
  ),
]

function changeCase(path: string): string {
  const changed = path === path.toUpperCase() ? path.toLowerCase() : path.toUpperCase()
  if (changed === path) throw new NotApplicable('the path has no letters')
  return changed
}

function removePath(path: string): string {
  if (path === '' || path === '/') throw new NotApplicable('the resource is at the root')
  return '/'
}

function removePort(host: string): string {
  if (!/:\d+$/.test(host)) throw new NotApplicable('the resource is on the default port')
  return host.replace(/:\d+$/, '')
}
