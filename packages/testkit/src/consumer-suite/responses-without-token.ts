import type { WireResponse } from '../wire/exchange.js'
import { createFormResponse, createJsonResponse, createResponse } from './scenario.js'

type Pairs = readonly (readonly [name: string, value: string])[]

/** Responses without a token: id, description, and a function that adds more parameters to the response. */
export const RESPONSES_WITHOUT_TOKEN: readonly (readonly [
  id: string,
  what: string,
  respond: (more: Pairs) => WireResponse,
])[] = [
  ['html', 'a page of HTML with status 200', () => createResponse('text/html', '<p>Welcome.</p>')],
  ['json', 'JSON with status 200', () => createJsonResponse({ message: 'Come back later.' })],
  ['nothing', 'an empty answer with status 200', () => createResponse('text/plain', '')],
  [
    'problem',
    'an oauth_problem with status 200',
    (more) => createFormResponse([['oauth_problem', 'permission_unknown'], ...more]),
  ],
  [
    'secret-absent',
    'a token without its secret',
    (more) => createFormResponse([['oauth_token', 'a'], ...more]),
  ],
  [
    'token-absent',
    'a secret without its token',
    (more) => createFormResponse([['oauth_token_secret', 'b'], ...more]),
  ],
  [
    'token-empty',
    'an empty token',
    (more) => createFormResponse([['oauth_token', ''], ['oauth_token_secret', 'b'], ...more]),
  ],
  ['server-error', 'status 500', () => createResponse('text/plain', 'Sorry.', 500)],
  [
    'refused',
    'a token with status 401',
    (more) => createFormResponse([['oauth_token', 'a'], ['oauth_token_secret', 'b'], ...more], 401),
  ],
]
