import { createAcceptedCheck, createRefusedCheck, queryResource } from './provider-check.js'
import type { ProviderCheck, Rule } from './provider-check.js'

const SOURCES = 'RFC 5849 3.4.1.3.1'
const NORMALIZED = 'RFC 5849 3.4.1.3.2'

/** Queries that must be verified: id, description, section, query. */
const QUERIES: readonly (readonly [id: string, what: string, section: string, query: string])[] = [
  ['plain', 'plain parameters', SOURCES, 'file=vacation.jpg&size=original'],
  ['reserved-encoded', "an encoded !'()* in the query", 'RFC 5849 3.6', 'q=%21%27%28%29%2A'],
  ['reserved-raw', "a raw !'()* in the query", 'RFC 5849 3.6', "q=!'()*"],
  ['tilde', 'the unreserved characters', 'RFC 5849 3.6', 'q=-._~'],
  [
    'unreserved-encoded',
    'unreserved characters that are encoded needlessly',
    'RFC 5849 3.6',
    'q=%41%7E%2D',
  ],
  ['utf8', 'UTF-8 in the query', 'RFC 5849 3.6', 'q=%E2%98%83%20caf%C3%A9'],
  ['emoji', 'a character beyond the first 65,536', 'RFC 5849 3.6', 'q=%F0%9F%98%80'],
  ['lower-case-escapes', 'escapes in lower case', 'RFC 5849 3.6', 'q=%e2%98%83%2f'],
  ['plus-is-space', 'a + that stands for a space', SOURCES, 'q=hello+world'],
  ['plus-encoded', 'an encoded +', SOURCES, 'q=1%2B1'],
  ['percent-encoded', 'an encoded % before two digits', SOURCES, 'q=%2541&r=100%25'],
  ['equals-in-value', 'an = within a value', SOURCES, 'cursor=YWJj=='],
  ['empty-value', 'an empty value', SOURCES, 'a=&b=1'],
  ['no-equals', 'a name without =', SOURCES, 'flag&b=1'],
  ['second-question-mark', 'a second ? in the query', SOURCES, 'a=/x?y=1&z=2'],
  ['semicolon', 'a ; which separates nothing', SOURCES, 'a=1;b=2'],
  ['stray-ampersands', 'stray & signs', SOURCES, 'a=1&&b=2&'],
  ['newline', 'a line break in a value', SOURCES, 'a=1%0D%0A2%09'],
  ['nul', 'a NUL in a value', SOURCES, 'a=1%002'],
  ['encoded-names', 'names that are encoded', SOURCES, 'c%40=1&user%20name=bob'],
  ['brackets-encoded', 'encoded brackets', SOURCES, 'ids%5B%5D=2&ids%5B%5D=1'],
  ['brackets-raw', 'raw brackets, as browsers send them', SOURCES, 'ids[]=2&ids[]=1'],
  ['brackets-nested', 'nested brackets', SOURCES, 'filter[a][b]=1&filter[a][c]=2'],
  [
    'prototype-names',
    'names that objects have by birth',
    SOURCES,
    'constructor=1&toString=2&__proto__=3&hasOwnProperty=4',
  ],
  [
    'realm-in-query',
    'a parameter called realm, which is signed like any other',
    SOURCES,
    'realm=Photos',
  ],
  [
    'oauth-like-names',
    'names that only resemble those of the protocol',
    SOURCES,
    'xoauth_requestor_id=jane&oauthx=1',
  ],
  ['duplicates', 'a name that occurs twice', NORMALIZED, 'a=b&a=a'],
  ['duplicates-equal', 'a pair that occurs twice', NORMALIZED, 'a=1&a=1'],
  ['duplicates-empty', 'a name that occurs twice, once empty', NORMALIZED, 'a=&a=1'],
  [
    'duplicates-many',
    'a name that occurs 25 times',
    NORMALIZED,
    Array.from({ length: 25 }, (_, index) => `a=${index}`).join('&'),
  ],
  [
    'sort-after-encoding',
    'values whose order encoding changes',
    NORMALIZED,
    'a=z&a=%20&a=%2B&a=~&a=%C3%A9',
  ],
  [
    'sort-names-after-encoding',
    'names whose order encoding changes',
    NORMALIZED,
    'bar=1&%C3%A9=2&%20=3&BAR=4',
  ],
  ['sort-by-name-first', 'names that begin alike', NORMALIZED, 'a-b=1&a=2&a1=3&a.b=4&a=1'],
  [
    'sort-astral',
    'names beyond ASCII, in the order of their octets',
    NORMALIZED,
    '%EF%BD%A1=1&%F0%9F%98%80=2',
  ],
  ['sort-case', 'names in both cases, capitals first', NORMALIZED, 'b=1&B=2&a=3&A=4'],
]

/** Changes after signing: id, description, signed query, sent query. */
const TAMPERED: readonly (readonly [id: string, what: string, signed: string, sent: string])[] = [
  ['value', 'a value of the query was changed', 'amount=1', 'amount=9'],
  ['name', 'a name of the query was changed', 'amount=1', 'total=1'],
  ['added', 'a parameter was added to the query', 'a=1', 'a=1&b=2'],
  ['removed', 'a parameter was taken out of the query', 'a=1&b=2', 'a=1'],
  ['duplicate-added', 'a second value was added', 'a=1', 'a=1&a=2'],
  ['duplicate-before', 'another value was put before', 'a=1', 'a=2&a=1'],
  ['duplicate-removed', 'one of two equal pairs was taken out', 'a=1&a=1', 'a=1'],
  ['plus-for-plus', 'an encoded + became a space', 'a=1%2B1', 'a=1+1'],
  ['decoded-twice', 'an encoded escape was decoded', 'a=%2541', 'a=%41'],
  ['case', 'a value was put in another case', 'a=b', 'a=B'],
  ['realm', 'a parameter called realm was put into the query', 'a=1', 'a=1&realm=evil'],
  ['empty', 'a parameter without a value was added', 'a=1', 'a=1&b'],
  ['moved-boundary', 'the boundary between two parameters was moved', 'a=1%26b%3D2', 'a=1&b=2'],
  ['not-utf8', 'an escape that is not UTF-8 became another one', 'a=%EF%BF%BD', 'a=%E9'],
]

/** Paths that are signed as sent: id, description, path. */
const PATHS: readonly (readonly [id: string, what: string, path: string])[] = [
  ['encoded-slash', 'an encoded slash', 'a%2Fb'],
  ['space', 'an encoded space', 'a%20b'],
  ['utf8', 'UTF-8', '%E2%98%83'],
  ['lower-case-escape', 'an escape in lower case', '%e2%98%83'],
  ['double-slash', 'two slashes', 'a//b'],
  ['sub-delimiters', "a !'()* that is not encoded", "it's(*)!"],
  ['parameters', 'parameters after ;', 'a;v=1/b;'],
  ['tilde', 'an encoded tilde', '%7Euser'],
]

/** The base string, section 3.4.1, tested by accepted and refused signatures. */
export const baseStringChecks: readonly ProviderCheck[] = [
  ...QUERIES.map(([id, what, section, query]) =>
    createAcceptedCheck(
      { id: `base-string.${id}`, title: `Verifies ${what}`, section },
      queryResource(query),
    ),
  ),
  ...TAMPERED.map(([id, what, signed, sent]) =>
    createRefusedCheck(
      {
        id: `tampered.query-${id}`,
        title: `Refuses a request when ${what}`,
        section: 'RFC 5849 3.4.1',
        // Only an octet that is not UTF-8 can be changed, to another one.
        severity: id === 'not-utf8' ? 'medium' : 'critical',
      },
      (context) => {
        const realm = id === 'realm' ? { realm: 'Photos' } : {}
        return {
          ...queryResource(signed)(context),
          ...realm,
          message: (message) => ({
            ...message,
            target: message.target.slice(0, message.target.length - signed.length) + sent,
          }),
        }
      },
    ),
  ),
  createAcceptedCheck(
    {
      id: 'base-string.trailing-question-mark',
      title: 'Verifies an empty query',
      section: SOURCES,
    },
    ({ config }) => ({
      url: config.resourceUrl.includes('?') ? config.resourceUrl : `${config.resourceUrl}?`,
    }),
  ),
  createAcceptedCheck(
    createHostRule('host-upper-case', 'Verifies a Host header in upper case', 'RFC 5849 3.4.1.2'),
    ({ config }) => ({ url: withUpperCaseHost(config.resourceUrl) }),
  ),
  createRefusedCheck(
    {
      id: 'tampered.method',
      title: 'Refuses a request whose method was changed',
      section: 'RFC 5849 3.4.1.1',
      severity: 'critical',
    },
    { signed: (parts) => ({ ...parts, method: 'DELETE' }) },
  ),
  createRefusedCheck(
    {
      id: 'tampered.path',
      title: 'Refuses a request whose path was changed',
      section: 'RFC 5849 3.4.1.2',
      severity: 'critical',
    },
    { signed: (parts) => ({ ...parts, path: `${parts.path}/other` }) },
  ),
  createRefusedCheck(
    {
      id: 'tampered.path-encoding',
      title: 'Refuses a path that was signed in another encoding',
      section: 'RFC 5849 3.4.1.2',
    },
    { signed: (parts) => ({ ...parts, path: `/%2F${parts.path.slice(1)}` }) },
  ),
  createRefusedCheck(
    {
      id: 'tampered.host',
      title: 'Refuses a request that was signed for another host',
      section: 'RFC 5849 3.4.1.2',
      severity: 'critical',
    },
    { signed: (parts) => ({ ...parts, host: 'other.example' }) },
  ),
  createRefusedCheck(
    {
      id: 'tampered.port',
      title: 'Refuses a request that was signed for another port',
      section: 'RFC 5849 3.4.1.2',
    },
    { signed: (parts) => ({ ...parts, host: `${parts.host.replace(/:\d*$/, '')}:1` }) },
  ),
  createRefusedCheck(
    {
      id: 'tampered.scheme',
      title: 'Refuses a request that was signed for the other scheme',
      section: 'RFC 5849 3.4.1.2',
    },
    { signed: (parts) => ({ ...parts, scheme: parts.scheme === 'http' ? 'https' : 'http' }) },
  ),
  createRefusedCheck(
    {
      id: 'tampered.host-believed',
      title: 'Refuses a Host header that does not name the provider, even if it was signed',
      section: 'RFC 9110 7.4',
      level: 'MAY',
    },
    {
      signed: (parts) => ({ ...parts, host: 'evil.example' }),
      message: (message) => ({
        ...message,
        headers: message.headers.map(([name, value]) => [
          name,
          name === 'Host' ? 'evil.example' : value,
        ]),
      }),
    },
  ),
  createRefusedCheck(
    {
      id: 'tampered.forwarded-believed',
      title: 'Does not believe X-Forwarded-Host from anyone',
      section: 'RFC 5849 3.4.1.2',
      severity: 'high',
    },
    {
      signed: (parts) => ({ ...parts, host: 'evil.example' }),
      headers: [['X-Forwarded-Host', 'evil.example']],
    },
  ),
  ...PATHS.map(([id, what, path]) =>
    createAcceptedCheck(
      {
        id: `base-string.path-${id}`,
        title: `Verifies a path with ${what}, as it was sent`,
        section: 'RFC 5849 3.4.1.2',
        needs: ['anyPathUrl'],
      },
      ({ config }) => ({ url: `${(config.anyPathUrl ?? '').replace(/\/$/, '')}/${path}` }),
    ),
  ),
]

function createHostRule(id: string, title: string, section: string): Rule {
  return { id: `base-string.${id}`, title, section, needs: ['resourceUrl with a host name'] }
}

function withUpperCaseHost(url: string): string {
  return url.replace(
    /^(https?:\/\/)([^/]+)/,
    (_, scheme: string, host: string) => scheme + host.toUpperCase(),
  )
}
