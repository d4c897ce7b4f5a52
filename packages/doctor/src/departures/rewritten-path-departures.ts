import type { KnownDeparture } from '../departure.js'
import type { SigningPlan } from '../signing-plan.js'
import { resolveDotSegments } from '../uri-parts.js'
import { decodeString } from './path-departures.js'
import { replaceUri } from './replace-uri.js'
import { citeRfc } from './sections.js'

const MAX_SLASHES = 4

/**
 * Mistakes in which one side signs the URL as it was typed, and the other side signs the rewritten
 * one.
 */
export const REWRITTEN_PATH_DEPARTURES: readonly KnownDeparture[] = [
  {
    id: 'path-as-typed',
    stage: 'uri',
    rarity: 2,
    title: 'The path was signed as it was typed, with dot segments, which clients resolve.',
    section: citeRfc('3.4.1.2'),
    libraries: ['signers that take the URL as a string and leave sending to fetch'],
    remedy: 'Resolve "." and ".." in the path before signing: new URL(url).href.',
    apply: (plan, { typedUrl }) => {
      const path = /^https?:\/\/[^/?#]*(\/[^?#]*)/i.exec(typedUrl)?.[1]
      return path?.includes('/.') === true && resolveDotSegments(path) === plan.uri.path
        ? replaceUri(plan, { path })
        : []
    },
  },
  {
    id: 'path-normalized',
    stage: 'uri',
    rarity: 2,
    title: 'The path was normalized before it was signed: dot segments resolved, slashes merged.',
    section: citeRfc('3.4.1.2'),
    libraries: ['servers behind a proxy that merges slashes, such as nginx'],
    remedy: 'Sign the path as it is sent, and send it without "//" and dot segments.',
    apply: (plan) => {
      const resolved = resolveDotSegments(plan.uri.path)
      return [resolved, plan.uri.path.replace(/\/{2,}/g, '/'), resolved.replace(/\/{2,}/g, '/')]
        .filter((path) => path !== plan.uri.path)
        .flatMap((path) => replaceUri(plan, { path }))
    },
  },
  {
    id: 'path-slash-doubled',
    stage: 'uri',
    rarity: 3,
    title: 'The path was signed with two slashes instead of one.',
    section: citeRfc('3.4.1.2'),
    libraries: ['clients that join a base URL that ends in "/" and a path that begins with "/"'],
    remedy: 'Join the base URL and the path with one slash.',
    apply: ({ uri, ...plan }) =>
      listSlashes(uri.path).map((index) => ({
        ...plan,
        uri: { ...uri, path: `${uri.path.slice(0, index)}/${uri.path.slice(index)}` },
      })),
  },
  {
    id: 'path-in-lower-case',
    stage: 'uri',
    rarity: 2,
    title: 'The path was signed in lower case, like the host.',
    section: citeRfc('3.4.1.2'),
    libraries: ['signers that convert the whole URL to lower case'],
    remedy: 'Convert only the scheme and the host to lower case.',
    apply: (plan) => {
      const path = plan.uri.path.toLowerCase()
      return path === plan.uri.path ? [] : replaceUri(plan, { path })
    },
  },
  {
    id: 'fragment-signed',
    stage: 'uri',
    rarity: 2,
    title: 'The fragment of the URL was signed, which is not sent.',
    section: citeRfc('3.4.1.2'),
    libraries: ['oauth-1.0a 2.2.6', 'twitter-api-v2 1.29.1', 'node-oauth1 1.3.0'],
    remedy: 'Remove the fragment before signing.',
    apply: (plan, { typedUrl }) => signFragment(plan, typedUrl),
  },
]

function signFragment(plan: SigningPlan, url: string): readonly SigningPlan[] {
  const fragment = /#.*/s.exec(url)?.[0]
  if (fragment === undefined) return []
  const last = plan.parameters.map(({ place }) => place).lastIndexOf('query')
  if (last === -1) return replaceUri(plan, { suffix: fragment })
  // It is then part of the last value. Some signers also cut off the query at its second "?".
  const ends = new Set([
    fragment,
    fragment.split('?', 1)[0] ?? '',
    decodeString(fragment, decodeURIComponent),
  ])
  const appended = [...ends].map((end) => ({
    ...plan,
    parameters: plan.parameters.map((parameter, index) =>
      index === last ? { ...parameter, value: parameter.value + end } : parameter,
    ),
  }))
  return [...appended, ...replaceUri(plan, { suffix: fragment })]
}

function listSlashes(path: string): readonly number[] {
  return Array.from(path.matchAll(/\//g), ({ index }) => index).slice(0, MAX_SLASHES)
}
