import type { WireAnswer } from '../wire/exchange.js'
import { form, json, typed } from './scene.js'

type Pairs = readonly (readonly [name: string, value: string])[]

/** Answers that hold no token: an id, what each is, and the answer with what else belongs to it. */
export const NO_TOKENS: readonly (readonly [
  id: string,
  what: string,
  answer: (more: Pairs) => WireAnswer,
])[] = [
  ['html', 'a page of HTML with status 200', () => typed('text/html', '<p>Welcome.</p>')],
  ['json', 'JSON with status 200', () => json({ message: 'Come back later.' })],
  ['nothing', 'an empty answer with status 200', () => typed('text/plain', '')],
  [
    'problem',
    'an oauth_problem with status 200',
    (more) => form([['oauth_problem', 'permission_unknown'], ...more]),
  ],
  ['secret-absent', 'a token without its secret', (more) => form([['oauth_token', 'a'], ...more])],
  [
    'token-absent',
    'a secret without its token',
    (more) => form([['oauth_token_secret', 'b'], ...more]),
  ],
  [
    'token-empty',
    'an empty token',
    (more) => form([['oauth_token', ''], ['oauth_token_secret', 'b'], ...more]),
  ],
  ['server-error', 'status 500', () => typed('text/plain', 'Sorry.', 500)],
  [
    'refused',
    'a token with status 401',
    (more) => form([['oauth_token', 'a'], ['oauth_token_secret', 'b'], ...more], 401),
  ],
]
