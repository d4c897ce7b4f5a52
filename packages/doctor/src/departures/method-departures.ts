import { headerValues } from '@oauthplus/core'

import type { KnownDeparture } from '../departure.js'
import { citeRfc } from './sections.js'

const OTHER_METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD']

/** What goes wrong with the method. */
export const METHOD_DEPARTURES: readonly KnownDeparture[] = [
  {
    id: 'method-case',
    stage: 'method',
    rarity: 2,
    title: 'The method was signed in lower case, or as it was written in the program.',
    section: citeRfc('3.4.1.1'),
    libraries: [],
    remedy: 'Write the method in upper case in the base string.',
    apply: (plan, { request }) =>
      [request.method, plan.method.toLowerCase()]
        .filter((method) => method !== plan.method)
        .map((method) => ({ ...plan, method })),
  },
  {
    id: 'method-other',
    stage: 'method',
    rarity: 2,
    title: 'Another method was signed than was sent.',
    section: citeRfc('3.4.1.1'),
    libraries: ['clients that follow a redirect, or tunnel a method through POST'],
    remedy: 'Sign the method in the request line; after a redirect sign again, with the new one.',
    apply: (plan, { headers }) =>
      [...headerValues(headers, 'x-http-method-override'), ...OTHER_METHODS]
        .map((method) => method.toUpperCase())
        .filter((method) => method !== plan.method)
        .map((method) => ({ ...plan, method })),
  },
]
