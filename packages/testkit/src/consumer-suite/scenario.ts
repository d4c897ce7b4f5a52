import { randomBytes } from 'node:crypto'

import { Deviation } from '../checks/deviation.js'
import { encodeForm } from '../reference/index.js'
import type { WireMessage } from '../reference/index.js'
import type { WireResponse } from '../wire/exchange.js'
import { addHost } from './add-host.js'
import { CALLBACK } from './callback.js'
import type { OriginName, Origins } from './mock-provider.js'
import { getProtocolParameter } from './received-request.js'
import type { Endpoint, ReceivedRequest, Signers } from './received-request.js'
import type { RsaKeys } from './rsa-keys.js'
import type { ClientResult, ClientTask, ClientToken, TaskName } from './task.js'

/** Creates the response of an endpoint; `undefined` for the usual response. */
export type Script = (received: ReceivedRequest, scenario: Scenario) => WireResponse | undefined

/** The options of a scenario. */
export interface ScenarioOptions {
  readonly consumer?: Partial<Signers['consumer']> | undefined
  /** The access token that the provider issues and that requests use. */
  readonly token?: Partial<ClientToken> | undefined
  /** The request token that the provider issues. */
  readonly requestToken?: Partial<ClientToken> | undefined
  readonly signatureMethod?: string | undefined
  readonly transmission?: ClientTask['transmission'] | undefined
  readonly bodyHash?: boolean | undefined
  /** The origin of the provider's URLs. `plain` by default. */
  readonly origin?: 'plain' | 'secure' | 'open' | 'untrusted' | 'misnamed' | undefined
  /** A query for the two URLs that issue tokens. */
  readonly tokenQuery?: string | undefined
  /** A query for the URL of the authorization page. */
  readonly authorizeQuery?: string | undefined
  /** Whether token responses write a space as `+`. `false` by default. */
  readonly writesPlus?: boolean | undefined
  readonly responses?: Partial<Readonly<Record<Endpoint, Script>>> | undefined
}

/** A provider and a consumer for one check. */
export interface Scenario {
  readonly signers: Signers
  readonly token: ClientToken
  readonly origins: Origins
  /** The received requests. */
  readonly received: readonly ReceivedRequest[]
  /** The origin of the provider's URLs. */
  readonly base: string
  /** Creates the response of a request. */
  respond(origin: OriginName, message: WireMessage): WireResponse
  /** Runs a task with the client. */
  runTask(task: TaskName, more?: Partial<ClientTask>): Promise<ClientResult>
  /** Sends a signed request with the access token. By default a GET of the resource. */
  fetch(more?: Partial<ClientTask> & { readonly query?: string | undefined }): Promise<ClientResult>
  /** Starts a flow. */
  authorize(more?: Partial<ClientTask>): Promise<ClientResult>
  /** Approves as the user. Returns the callback URL. */
  approve(started: ClientResult): string
  /** Opens a callback URL in the browser of a flow. */
  handleCallback(started: ClientResult, url: string): Promise<ClientResult>
  /** Runs a complete flow, which must succeed. */
  runFlow(more?: Partial<ClientTask>): Promise<ClientResult>
  /** Returns the requests that an endpoint has received. */
  getReceived(endpoint: Endpoint): readonly ReceivedRequest[]
  /** Returns the first request that an endpoint has received. Throws a `Deviation` if there is none. */
  getFirst(endpoint: Endpoint, result?: ClientResult): ReceivedRequest
}

/** The parts that the scenarios of a run share. */
export interface Harness {
  readonly origins: Origins
  readonly certificateFile: string
  readonly getRsaKeys: () => RsaKeys
  hide(secret: string): void
  runTask(task: Omit<ClientTask, 'id'>): Promise<ClientResult>
}

const PATHS: readonly (readonly [path: string, endpoint: Endpoint])[] = [
  ['/oauth/request_token', 'request-token'],
  ['/oauth/access_token', 'access-token'],
]

/** Creates the scenario of a check. */
export function createScenario(harness: Harness, options: ScenarioOptions): Scenario {
  const { origins } = harness
  const base = origins[options.origin ?? 'plain'] ?? ''
  const tokenQuery = options.tokenQuery ?? ''
  const consumer = {
    key: createRandomString('consumer'),
    secret: createRandomString('consumer-secret'),
    ...(options.signatureMethod?.startsWith('RSA-') ? harness.getRsaKeys() : {}),
    ...options.consumer,
  }
  const token = { ...createToken('access'), ...options.token }
  const tokens = new Map<string, ClientToken>([[token.key, token]])
  const callbacks = new Map<string, string>()
  let requestUrl = base
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
      const url = origin === 'plain' ? requestUrl : (origins[origin] ?? '')
      const arrived = { origin, endpoint, message: addHost(message, url) }
      received.push(arrived)
      return options.responses?.[endpoint]?.(arrived, scenario) ?? createUsualResponse(arrived)
    },
    runTask(task, more = {}) {
      if (more.password !== undefined) harness.hide(more.password)
      requestUrl = task === 'fetch' ? (more.url ?? base) : base
      return harness.runTask({
        task,
        provider: {
          requestTokenUrl: `${base}/oauth/request_token${tokenQuery}`,
          authorizeUrl: `${base}/oauth/authorize${options.authorizeQuery ?? ''}`,
          accessTokenUrl: `${base}/oauth/access_token${tokenQuery}`,
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
      })
    },
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
      const callback = callbacks.get(decodeURIComponent(key)) ?? CALLBACK
      const verifier = createRandomString('verifier')
      return `${callback}${callback.includes('?') ? '&' : '?'}oauth_token=${key}&oauth_verifier=${verifier}`
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
      const reported = result?.error ?? (result?.status && `status ${result.status}`)
      const reason = reported === undefined ? '' : `; the client reports ${reported}`
      throw new Deviation(`a request for the ${endpoint.replace('_', ' ')}`, `none${reason}`)
    },
  }

  function createUsualResponse(arrived: ReceivedRequest): WireResponse {
    const { endpoint } = arrived
    if (endpoint === 'resource') return createJsonResponse({ ok: true })
    const isRequest = endpoint === 'request-token'
    const issued = isRequest ? { ...createToken('request'), ...options.requestToken } : token
    tokens.set(issued.key, issued)
    const callback = isRequest ? findProtocolParameter(arrived, 'oauth_callback') : undefined
    if (callback !== undefined && URL.canParse(callback)) callbacks.set(issued.key, callback)
    hide('', issued)
    const response = createFormResponse([
      ['oauth_token', issued.key],
      ['oauth_token_secret', issued.secret],
      ...(isRequest ? [['oauth_callback_confirmed', 'true'] as const] : []),
      ...(issued.sessionHandle === undefined
        ? []
        : [['oauth_session_handle', issued.sessionHandle] as const]),
    ])
    return options.writesPlus
      ? { ...response, body: response.body.replaceAll('%20', '+') }
      : response
  }

  return scenario
}

/** Creates a form response. */
export function createFormResponse(
  pairs: readonly (readonly [string, string])[],
  status = 200,
): WireResponse {
  return createResponse('application/x-www-form-urlencoded', encodeForm(pairs), status)
}

/** Creates a JSON response. */
export function createJsonResponse(value: unknown): WireResponse {
  return createResponse('application/json', JSON.stringify(value))
}

/** Creates a response of a content type. */
export function createResponse(type: string, body: string, status = 200): WireResponse {
  return { status, headers: [['Content-Type', type]], body }
}

/** Creates a redirect. */
export function createRedirect(location: string, status = 302): WireResponse {
  return { status, headers: [['Location', location]], body: '' }
}

/** Creates the error for a client that fails although it must succeed. */
export function createFailure({ error }: ClientResult): Deviation {
  return new Deviation('the client to succeed', `its error: ${error ?? ''}`)
}

/** Creates an unpredictable string. */
export function createRandomString(name: string): string {
  return `${name}-${randomBytes(12).toString('hex')}`
}

/** Returns the request token or access token of a request. */
export function getToken(received: ReceivedRequest): string | undefined {
  return getProtocolParameter(received, 'oauth_token')
}

/** Returns a protocol parameter of a request, or `undefined` if the request cannot be read. */
function findProtocolParameter(received: ReceivedRequest, name: string): string | undefined {
  try {
    return getProtocolParameter(received, name)
  } catch {
    return undefined
  }
}

function createToken(name: string): ClientToken {
  return { key: createRandomString(name), secret: createRandomString(`${name}-secret`) }
}

function findEndpoint(target: string): Endpoint {
  const path = target.replace(/\?.*/s, '')
  return PATHS.find(([given]) => given === path)?.[1] ?? 'resource'
}
