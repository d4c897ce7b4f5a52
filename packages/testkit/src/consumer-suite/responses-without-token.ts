import type { Level } from '../checks/check.js'
import { encodeForm } from '../reference/index.js'
import type { WireResponse } from '../wire/exchange.js'
import { createFormResponse, createJsonResponse, createResponse } from './scenario.js'

type Pairs = readonly (readonly [name: string, value: string])[]

/**
 * Responses without a token: id, description, a function that adds more parameters to the response, and the level if
 * it is not MUST.
 */
export const RESPONSES_WITHOUT_TOKEN: readonly (readonly [
  id: string,
  what: string,
  respond: (more: Pairs) => WireResponse,
  level?: Level,
])[] = [
  ['html', 'a page of HTML with status 200', () => createResponse('text/html', '<p>Welcome.</p>')],
  [
    'html-with-token',
    'a page of HTML that has a token in it',
    (more) =>
      createResponse(
        'text/html; charset=utf-8',
        `<!doctype html>\n<p>&${encodeForm([['oauth_token', 'a'], ['oauth_token_secret', 'b'], ...more])}&</p>`,
      ),
    // Sections 2.1 and 2.3 name the Content-Type of a form; some providers send a form as text/html.
    'SHOULD',
  ],
  ['json', 'JSON with status 200', () => createJsonResponse({ message: 'Come back later.' })],
  ['nothing', 'an empty response with status 200', () => createResponse('text/plain', '')],
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
  [
    'redirect',
    'a token with status 302 and no Location',
    (more) => createFormResponse([['oauth_token', 'a'], ['oauth_token_secret', 'b'], ...more], 302),
    // Sections 2.1 and 2.3 name the status 200.
    'SHOULD',
  ],
]
