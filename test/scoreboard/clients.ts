import { fileURLToPath } from 'node:url'

import { testConsumer } from '../../packages/testkit/src/index.js'
import type { Report, RunOptions } from '../../packages/testkit/src/index.js'
import { findPython, findRuby } from '../interop/foreign-client.js'
import type { Interpreter } from '../interop/foreign-client.js'

/** A client of others, driven by a small program of this directory. */
export interface ScoredClient {
  readonly name: string
  /** How it is used, for the page. */
  readonly usedAs: string
  readonly findInterpreter: () => Promise<Interpreter>
  readonly program: string
  /** Its known faults: the ids of checks that it fails. */
  readonly known: readonly string[]
}

const findNode = (): Promise<Interpreter> => Promise.resolve({ command: process.execPath })
const NOT_TOKENS = ['html', 'json', 'problem'].flatMap((answer) => [
  `request-token.${answer}`,
  `access-token.${answer}`,
])
const SECRET_READ = 'keeps the Request Token in a session, and takes the verifier of the callback'

/** The clients of others that are scored. */
export const SCORED_CLIENTS: readonly ScoredClient[] = [
  {
    name: 'requests-oauthlib',
    usedAs: 'OAuth1Session, which is given the whole address of the callback',
    findInterpreter: findPython,
    program: 'requests_oauthlib_driver.py',
    known: [
      'request-token.confirmed-absent',
      'body-hash.sha256',
      'redirect.request-token',
      'redirect.access-token',
      'redirect.resource',
      'redirect.resource-307',
      'redirect.to-http',
    ],
  },
  {
    name: 'Ruby oauth',
    usedAs: `the application ${SECRET_READ}, as the README has it`,
    findInterpreter: findRuby,
    program: 'ruby_oauth_driver.rb',
    known: ['query.semicolon', 'query.sort-encoded', 'form.patch', 'redirect.access-token'],
  },
  {
    name: 'oauth',
    usedAs: `the application ${SECRET_READ}; version 1.0A, as the README has it`,
    findInterpreter: findNode,
    program: 'npm-oauth.mjs',
    known: [
      ...NOT_TOKENS,
      'request-token.confirmed-absent',
      'errors.problem-in-header',
      'query.duplicates',
      'query.duplicates-encoded',
      'query.duplicates-empty',
      'query.duplicates-equal',
      'query.brackets',
      'query.many',
      'query.proto',
      'uri.ipv6',
      'uri.path-utf8-raw',
      'form.name-in-query',
      'form.rfc-example',
      'redirect.resource',
      'redirect.plaintext',
      'redirect.relative',
      'redirect.token-parameters',
    ],
  },
  {
    name: 'oauth-1.0a',
    usedAs: 'signs alone; what it has signed is sent by the fetch of Node',
    findInterpreter: findNode,
    program: 'npm-oauth-1.0a.mjs',
    known: [
      'query.plus',
      'query.equals',
      'query.name-encoded',
      'query.second-question',
      'query.sort-encoded',
      'query.trailing',
      'query.duplicates-empty',
      'query.brackets',
      'query.prototype',
      'query.proto',
      'uri.default-port',
      'uri.host-case',
      'uri.path-absent',
      'uri.fragment',
      'uri.path-utf8-raw',
      'uri.path-dots',
      'form.name-in-query',
      'form.rfc-example',
      'body-hash.empty',
    ],
  },
  {
    name: 'passport-oauth1',
    usedAs: 'a strategy, with a session that is the browser’s',
    findInterpreter: findNode,
    program: 'passport-oauth1.mjs',
    known: [
      ...NOT_TOKENS,
      'request-token.confirmed-absent',
      'callback.other-token',
      'callback.other-token-rsa',
      'callback.two-tabs',
      'redirect.request-token',
    ],
  },
  {
    name: 'grant',
    usedAs: 'the core that its handlers call, with a session that is the browser’s',
    findInterpreter: findNode,
    program: 'grant.mjs',
    known: [
      'request-token.signature',
      'access-token.signature',
      'request-token.confirmed-absent',
      'callback.other-token-rsa',
    ],
  },
]

/** Tests a client of others, with the program that was found for it. */
export function scoreClient(
  { program }: ScoredClient,
  interpreter: string,
  options: RunOptions = {},
): Promise<Report> {
  const file = fileURLToPath(new URL(program, import.meta.url))
  return testConsumer(`${JSON.stringify(interpreter)} ${JSON.stringify(file)}`, options)
}
