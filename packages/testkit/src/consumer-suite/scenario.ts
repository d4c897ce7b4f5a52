import { randomBytes } from 'node:crypto'

import { Deviation } from '../checks/deviation.js'
import { encodeForm } from '../reference/index.js'
import type { WireMessage } from '../reference/index.js'
import type { WireResponse } from '../wire/exchange.js'
import type { OriginName, Origins } from './mock-provider.js'
import { getProtocolParameter } from './received-request.js'
import type { Endpoint, ReceivedRequest, Signers } from './received-request.js'
import type { RsaKeys } from './rsa-keys.js'
import type { ClientResult, ClientTask, ClientToken, TaskName } from './task.js'

/** What an endpoint answers; `undefined` for the usual answer. */
export type Script = (received: ReceivedRequest, scenario: Scenario) => WireResponse | undefined

/** What differs from the usual in a scenario. */
export interface ScenarioOptions {
  readonly consumer?: Partial<Signers['consumer']> | undefined
  /** The Access Token: the one to fetch with, and the one to be issued. */
  readonly token?: Partial<ClientToken> | undefined
  /** The Request Token to be issued. */
  readonly requestToken?: Partial<ClientToken> | undefined
  readonly signatureMethod?: string | undefined
  readonly transmission?: ClientTask['transmission'] | undefined
  readonly bodyHash?: boolean | undefined
  /** Where the provider's URLs are. `plain` by default. */
  readonly origin?: 'plain' | 'secure' | 'open' | undefined
  /** A query of the authorization page. */
  readonly authorizeQuery?: string | undefined
  readonly responses?: Partial<Readonly<Record<Endpoint, Script>>> | undefined
}

/** A provider and a Consumer that one check has for itself. */
export interface Scenario {
  readonly signers: Signers
  readonly token: ClientToken
  readonly origins: Origins
  /** What has arrived. */
  readonly received: readonly ReceivedRequest[]
  /** Where the provider's URLs are. */
  readonly base: string
  /** Answers a request. */
  respond(origin: OriginName, message: WireMessage): WireResponse
  /** Gives the client a task. */
  runTask(task: TaskName, more?: Partial<ClientTask>): Promise<ClientResult>
  /** Signs a GET of the resource, or another request, with the Access Token. */
  fetch(more?: Partial<ClientTask> & { readonly query?: string | undefined }): Promise<ClientResult>
  /** Starts a flow. */
  authorize(more?: Partial<ClientTask>): Promise<ClientResult>
  /** Lets a User approve, and gives the callback that the browser is sent to. */
  approve(started: ClientResult): string
  /** Gives the browser's arrival at a callback to the client. */
  handleCallback(started: ClientResult, url: string): Promise<ClientResult>
  /** Goes through a whole flow, which must succeed. */
  runFlow(more?: Partial<ClientTask>): Promise<ClientResult>
  /** Gives what arrived at an endpoint. */
  getReceived(endpoint: Endpoint): readonly ReceivedRequest[]
  /** Gives the first request that arrived there. Throws a `Departure` where none did. */
  getFirst(endpoint: Endpoint, result?: ClientResult): ReceivedRequest
}

/** What a scenario stands on. */
export interface Harness {
  readonly origins: Origins
  readonly certificateFile: string
  readonly getRsaKeys: () => RsaKeys
  hide(secret: string): void
  runTask(task: Omit<ClientTask, 'id'>): Promise<ClientResult>
}

/** Where the User is sent back to. */
export const CALLBACK = 'http://127.0.0.1:9/ready?from=photos&x=a%20b'

const PATHS: readonly (readonly [path: string, endpoint: Endpoint])[] = [
  ['/oauth/request_token', 'request-token'],
  ['/oauth/access_token', 'access-token'],
]

/** Creates the scenario of a check. */
export function createScenario(harness: Harness, options: ScenarioOptions): Scenario {
  const { origins } = harness
  const base = origins[options.origin ?? 'plain']
  const consumer = {
    key: createRandomString('consumer'),
    secret: createRandomString('consumer-secret'),
    ...(options.signatureMethod?.startsWith('RSA-') ? harness.getRsaKeys() : {}),
    ...options.consumer,
  }
  const token = { ...createToken('access'), ...options.token }
  const tokens = new Map<string, ClientToken>([[token.key, token]])
  const received: ReceivedRequest[] = []
  hide(consumer.secret, token)

  function hide(secret: string, { secret: other, sessionHandle = '' }: ClientToken): void {
    for (const hidden of [secret, other, sessionHandle]) harness.hide(hidden)
  }

  const scenario: Scenario = {
    signers: { consumer, tokens },
    token,
    origins,
    received,
    base,
    respond(origin, message) {
      const endpoint = findEndpoint(message.target)
      const arrived = { origin, endpoint, message }
      received.push(arrived)
      return options.responses?.[endpoint]?.(arrived, scenario) ?? createUsualResponse(endpoint)
    },
    runTask: (task, more = {}) =>
      harness.runTask({
        task,
        provider: {
          requestTokenUrl: `${base}/oauth/request_token`,
          authorizeUrl: `${base}/oauth/authorize${options.authorizeQuery ?? ''}`,
          accessTokenUrl: `${base}/oauth/access_token`,
        },
        consumer: {
          key: consumer.key,
          secret: consumer.secret,
          privateKey: consumer.privateKey,
        },
        signatureMethod: options.signatureMethod ?? 'HMAC-SHA1',
        transmission: options.transmission ?? 'header',
        bodyHash: options.bodyHash ?? false,
        certificateFile: harness.certificateFile,
        ...more,
      }),
    fetch: ({ query, ...more } = {}) =>
      scenario.runTask('fetch', {
        method: 'GET',
        url: `${base}/api/photos${query === undefined ? '' : `?${query}`}`,
        token,
        ...more,
      }),
    authorize: (more = {}) => scenario.runTask('authorize', { callback: CALLBACK, ...more }),
    approve(started) {
      const [, key = ''] = /[?&]oauth_token=([^&#]*)/.exec(started.url ?? '') ?? []
      return `${CALLBACK}&oauth_token=${key}&oauth_verifier=${createRandomString('verifier')}`
    },
    handleCallback: (started, url) =>
      scenario.runTask('callback', { callback: CALLBACK, browser: started.browser, url }),
    async runFlow(more) {
      const started = await scenario.authorize(more)
      if (started.error !== undefined) throw createFailure(started)
      const ended = await scenario.handleCallback(started, scenario.approve(started))
      if (ended.error !== undefined) throw createFailure(ended)
      return ended
    },
    getReceived: (wanted) => received.filter(({ endpoint }) => endpoint === wanted),
    getFirst(endpoint, result) {
      const [first] = scenario.getReceived(endpoint)
      if (first !== undefined) return first
      const said = result?.error ?? (result?.status && `status ${result.status}`)
      const reason = said === undefined ? '' : `: the client says ${said}`
      throw new Deviation(`a request for the ${endpoint.replace('_', ' ')}`, `none${reason}`)
    },
  }

  function createUsualResponse(endpoint: Endpoint): WireResponse {
    if (endpoint === 'resource') return createJsonResponse({ ok: true })
    const isRequest = endpoint === 'request-token'
    const issued = isRequest ? { ...createToken('request'), ...options.requestToken } : token
    tokens.set(issued.key, issued)
    hide('', issued)
    return createFormResponse([
      ['oauth_token', issued.key],
      ['oauth_token_secret', issued.secret],
      ...(isRequest ? [['oauth_callback_confirmed', 'true'] as const] : []),
      ...(issued.sessionHandle === undefined
        ? []
        : [['oauth_session_handle', issued.sessionHandle] as const]),
    ])
  }

  return scenario
}

/** Writes an answer as a form. */
export function createFormResponse(
  pairs: readonly (readonly [string, string])[],
  status = 200,
): WireResponse {
  return createResponse('application/x-www-form-urlencoded', encodeForm(pairs), status)
}

/** Writes an answer as JSON. */
export function createJsonResponse(value: unknown): WireResponse {
  return createResponse('application/json', JSON.stringify(value))
}

/** Writes an answer of a type. */
export function createResponse(type: string, body: string, status = 200): WireResponse {
  return { status, headers: [['Content-Type', type]], body }
}

/** Sends the client elsewhere. */
export function createRedirect(location: string, status = 302): WireResponse {
  return { status, headers: [['Location', location]], body: '' }
}

/** Says that the client failed where it must not. */
export function createFailure({ error }: ClientResult): Deviation {
  return new Deviation('the client to succeed', `its error: ${error ?? ''}`)
}

/** Makes a text that nobody guesses. */
export function createRandomString(name: string): string {
  return `${name}-${randomBytes(12).toString('hex')}`
}

/** Tells which Request Token or Access Token a request names. */
export function getToken(received: ReceivedRequest): string | undefined {
  return getProtocolParameter(received, 'oauth_token')
}

function createToken(name: string): ClientToken {
  return { key: createRandomString(name), secret: createRandomString(`${name}-secret`) }
}

function findEndpoint(target: string): Endpoint {
  const path = target.replace(/\?.*/s, '')
  return PATHS.find(([given]) => given === path)?.[1] ?? 'resource'
}
