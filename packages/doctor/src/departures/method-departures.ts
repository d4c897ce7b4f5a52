import { headerValues } from '@oauthplus/core'

import type { KnownDeparture } from '../departure.js'
import { citeRfc } from './sections.js'

const OTHER_METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD']

/** Mistakes in the method. */
export const METHOD_DEPARTURES: readonly KnownDeparture[] = [
  {
    id: 'method-case',
    stage: 'method',
    rarity: 2,
    title: 'The method was signed in lower case, or as the program spells it.',
    section: citeRfc('3.4.1.1'),
    libraries: [],
    remedy: 'Convert the method to upper case in the base string.',
    apply: (plan, { request }) =>
      [request.method, plan.method.toLowerCase()]
        .filter((method) => method !== plan.method)
        .map((method) => ({ ...plan, method })),
  },
  {
    id: 'method-other',
    stage: 'method',
    rarity: 2,
    title: 'The signed method is not the one that was sent.',
    section: citeRfc('3.4.1.1'),
    libraries: ['clients that follow a redirect, or tunnel a method through POST'],
    remedy:
      'Sign the method in the request line. After a redirect, sign again with the new method.',
    apply: (plan, { headers }) =>
      [...headerValues(headers, 'x-http-method-override'), ...OTHER_METHODS]
        .map((method) => method.toUpperCase())
        .filter((method) => method !== plan.method)
        .map((method) => ({ ...plan, method })),
  },
]
