import type { KnownDeparture } from '../departure.js'
import { findQuery } from '../signing-plan.js'
import { listForwardedPrefixes } from './forwarded.js'
import { citeRfc } from './sections.js'
import { replaceUri } from './replace-uri.js'

const MAX_SEGMENTS = 3

/** Mistakes in the path. */
export const PATH_DEPARTURES: readonly KnownDeparture[] = [
  {
    id: 'prefix-dropped',
    stage: 'uri',
    rarity: 1,
    title: 'The start of the path was omitted.',
    section: citeRfc('3.4.1.2'),
    libraries: ['passport-http-oauth 0.1.3 (as a server, in a mounted router)'],
    remedy:
      'Sign the whole path. In a mounted router, use the original URL. Behind a proxy, use the requested URL.',
    apply: (plan) => {
      const segments = plan.uri.path.split('/').slice(1)
      const most = Math.min(segments.length - 1, MAX_SEGMENTS)
      return Array.from({ length: Math.max(most, 0) }, (_, index) => index + 1).flatMap((count) =>
        replaceUri(plan, { path: `/${segments.slice(count).join('/')}` }),
      )
    },
  },
  {
    id: 'prefix-added',
    stage: 'uri',
    rarity: 1,
    title: 'The path was signed with a prefix that a proxy removes.',
    section: citeRfc('3.4.1.2'),
    libraries: ['servers behind a proxy that strips a prefix'],
    remedy: 'Set the public URL of the provider, including the prefix (publicUrl).',
    apply: (plan, { headers, prefixes }) =>
      [...prefixes, ...listForwardedPrefixes(headers)]
        .map((prefix) => `/${prefix.replace(/^\//, '').replace(/\/$/, '')}`)
        .filter((prefix) => prefix !== '/')
        .flatMap((prefix) => replaceUri(plan, { path: prefix + plan.uri.path })),
  },
  {
    id: 'trailing-slash-added',
    stage: 'uri',
    rarity: 1,
    title: 'The path was signed with a trailing slash that was not sent.',
    section: citeRfc('3.4.1.2'),
    libraries: ['clients and servers whose router adds slashes'],
    remedy: 'Sign the path as it is sent, without the trailing slash.',
    apply: (plan) =>
      plan.uri.path.endsWith('/') ? [] : replaceUri(plan, { path: `${plan.uri.path}/` }),
  },
  {
    id: 'trailing-slash-dropped',
    stage: 'uri',
    rarity: 1,
    title: 'The trailing slash of the path was omitted.',
    section: citeRfc('3.4.1.2'),
    libraries: ['clients and servers whose router removes slashes'],
    remedy: 'Sign the path as it is sent, with the trailing slash.',
    apply: (plan) =>
      plan.uri.path.length > 1 && plan.uri.path.endsWith('/')
        ? replaceUri(plan, { path: plan.uri.path.slice(0, -1) })
        : [],
  },
  {
    id: 'path-empty',
    stage: 'uri',
    rarity: 2,
    title: 'The empty path was not signed as "/".',
    section: citeRfc('3.4.1.2'),
    libraries: [
      'oauth-1.0a 2.2.6',
      'oauth-signature 1.5.0',
      '@hapi/bell 13.2.0',
      'oauth1-signature 1.0.5',
    ],
    remedy: 'Sign "/" if the URL has no path.',
    apply: (plan) => (plan.uri.path === '/' ? replaceUri(plan, { path: '' }) : []),
  },
  {
    id: 'path-decoded',
    stage: 'uri',
    rarity: 2,
    title: 'The path was decoded before it was signed.',
    section: citeRfc('3.4.1.2'),
    libraries: [
      'oauth-1.0a 2.2.6',
      '@hapi/bell 13.2.0',
      'node-oauth1 1.3.0',
      'oauth1-signature 1.0.5',
    ],
    remedy: 'Sign the path with its escapes, as in the request line.',
    apply: (plan) =>
      [decodePath(plan.uri.path), decodeString(plan.uri.path, decodeURIComponent)]
        .filter((path) => path !== plan.uri.path)
        .flatMap((path) => replaceUri(plan, { path })),
  },
  {
    id: 'path-encoded-again',
    stage: 'uri',
    rarity: 2,
    title: 'The path was encoded once more than it was sent.',
    section: citeRfc('3.4.1.2'),
    libraries: [
      'ims-lti 3.0.2',
      'oauth 0.10.2',
      'request-oauth 1.0.1 (grant 5.4.24)',
      'mastercard-oauth1-signer 1.2.0',
    ],
    remedy: 'Sign the path as in the request line. The base string encodes it once.',
    apply: (plan) =>
      [
        encodeSegments(plan.uri.path),
        // Node's url.parse does that.
        plan.uri.path.replaceAll("'", '%27'),
        encodeSegments(decodeString(plan.uri.path, decodeURIComponent)),
      ]
        .filter((path) => path !== plan.uri.path)
        .flatMap((path) => replaceUri(plan, { path })),
  },
  {
    id: 'path-space-as-plus',
    stage: 'uri',
    rarity: 3,
    title: 'A space in the path was signed as "+", or the reverse.',
    section: citeRfc('3.4.1.2'),
    libraries: ['clients that form-encode path segments'],
    remedy: 'Sign the path as in the request line.',
    apply: (plan) =>
      [
        plan.uri.path.replaceAll('%20', '+'),
        plan.uri.path.replaceAll('+', '%20'),
        plan.uri.path.replaceAll('+', '%2B'),
      ]
        .filter((path) => path !== plan.uri.path)
        .flatMap((path) => replaceUri(plan, { path })),
  },
  {
    id: 'path-escapes-case',
    stage: 'uri',
    rarity: 3,
    title: 'The escapes of the path were signed in the other letter case.',
    section: citeRfc('3.4.1.2'),
    libraries: [],
    remedy: 'Sign the path as in the request line, with its escapes unchanged.',
    apply: (plan) =>
      [replaceEscapes(plan.uri.path, 'toUpperCase'), replaceEscapes(plan.uri.path, 'toLowerCase')]
        .filter((path) => path !== plan.uri.path)
        .flatMap((path) => replaceUri(plan, { path })),
  },
  {
    id: 'path-parameters-changed',
    stage: 'uri',
    rarity: 3,
    title: 'The path was signed without its ";" parameters, or with ";" encoded.',
    section: citeRfc('3.4.1.2'),
    libraries: ['clients that read the path with Python’s urlparse or a Java servlet'],
    remedy: 'Sign the path as in the request line, including ";" and everything after it.',
    apply: (plan) =>
      [
        plan.uri.path.replace(/;[^/]*/g, ''),
        cutLastSegment(plan.uri.path),
        plan.uri.path.replaceAll(';', '%3B'),
        plan.uri.path.replace(/%3B/gi, ';'),
      ]
        .filter((path) => path !== plan.uri.path)
        .flatMap((path) => replaceUri(plan, { path })),
  },
  {
    id: 'query-in-uri',
    stage: 'uri',
    rarity: 1,
    title: 'The query was signed as part of the URI.',
    section: citeRfc('3.4.1.2'),
    libraries: ['@hapi/bell 13.2.0 (resource URLs)'],
    remedy: 'End the URI before the "?", and sign the query as parameters.',
    apply: (plan, { request }) => {
      const query = findQuery(request.url)
      if (!request.url.includes('?')) return []
      const [inUri] = replaceUri(plan, { suffix: `?${query}` })
      const parameters = plan.parameters.filter(({ place }) => place !== 'query')
      return inUri === undefined ? [] : [{ ...inUri, parameters }, inUri]
    },
  },
]

/** Removes the parameters of the last segment, as Python's urlparse does. */
function cutLastSegment(path: string): string {
  const semicolon = path.indexOf(';', path.lastIndexOf('/'))
  return semicolon === -1 ? path : path.slice(0, semicolon)
}

function encodeSegments(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/')
}

function replaceEscapes(path: string, change: 'toUpperCase' | 'toLowerCase'): string {
  return path.replace(/%[0-9a-f]{2}/gi, (escape) => escape[change]())
}

/** Decodes a string. Returns it unchanged if it cannot be decoded. */
export function decodeString(text: string, decode: (text: string) => string): string {
  try {
    return decode(text)
  } catch {
    return text
  }
}

/** Returns a path as a person types it. */
export function decodePath(path: string): string {
  return decodeString(path, decodeURI)
}
