import { randomBytes } from 'node:crypto'

import { Departure } from '../checks/departure.js'
import { encodeForm } from '../reference/index.js'
import type { WireMessage } from '../reference/index.js'
import type { WireAnswer } from '../wire/exchange.js'
import type { OriginName, Origins } from './picky-provider.js'
import { protocolValue } from './received.js'
import type { Endpoint, Received, Signers } from './received.js'
import type { RsaKeys } from './rsa-keys.js'
import type { ClientAnswer, ClientTask, ClientToken, TaskName } from './task.js'

/** What an endpoint answers; `undefined` for the usual answer. */
export type Script = (received: Received, scene: Scene) => WireAnswer | undefined

/** What differs from the usual in a scene. */
export interface SceneOptions {
  readonly consumer?: Partial<Signers['consumer']> | undefined
  /** The Access Token: the one to fetch with, and the one to be issued. */
  readonly token?: Partial<ClientToken> | undefined
  /** The Request Token to be issued. */
  readonly requestToken?: Partial<ClientToken> | undefined
  readonly signatureMethod?: string | undefined
  readonly transmission?: ClientTask['transmission'] | undefined
  readonly bodyHash?: boolean | undefined
  /** Where the provider's URLs are. `plain` by default. */
  readonly at?: 'plain' | 'secure' | 'open' | undefined
  /** A query of the authorization page. */
  readonly authorizeQuery?: string | undefined
  readonly answers?: Partial<Readonly<Record<Endpoint, Script>>> | undefined
}

/** A provider and a Consumer that one check has for itself. */
export interface Scene {
  readonly signers: Signers
  readonly token: ClientToken
  readonly origins: Origins
  /** What has arrived. */
  readonly received: readonly Received[]
  /** Where the provider's URLs are. */
  readonly base: string
  /** Answers a request. */
  respond(origin: OriginName, message: WireMessage): WireAnswer
  /** Gives the client a task. */
  ask(task: TaskName, more?: Partial<ClientTask>): Promise<ClientAnswer>
  /** Signs a GET of the resource, or another request, with the Access Token. */
  fetch(more?: Partial<ClientTask> & { readonly query?: string | undefined }): Promise<ClientAnswer>
  /** Starts a flow. */
  authorize(more?: Partial<ClientTask>): Promise<ClientAnswer>
  /** Lets a User approve, and gives the callback that the browser is sent to. */
  approve(started: ClientAnswer): string
  /** Gives the browser's arrival at a callback to the client. */
  callback(started: ClientAnswer, url: string): Promise<ClientAnswer>
  /** Goes through a whole flow, which must succeed. */
  flow(more?: Partial<ClientTask>): Promise<ClientAnswer>
  /** Gives what arrived at an endpoint. */
  at(endpoint: Endpoint): readonly Received[]
  /** Gives the first request that arrived there. Throws a `Departure` where none did. */
  first(endpoint: Endpoint, answer?: ClientAnswer): Received
}

/** What a scene stands on. */
export interface Stage {
  readonly origins: Origins
  readonly certificateFile: string
  readonly rsaKeys: () => RsaKeys
  hide(secret: string): void
  ask(task: Omit<ClientTask, 'id'>): Promise<ClientAnswer>
}

/** Where the User is sent back to. */
export const CALLBACK = 'http://127.0.0.1:9/ready?from=photos&x=a%20b'

const PATHS: readonly (readonly [path: string, endpoint: Endpoint])[] = [
  ['/oauth/request_token', 'request-token'],
  ['/oauth/access_token', 'access-token'],
]

/** Creates the scene of a check. */
export function createScene(stage: Stage, options: SceneOptions): Scene {
  const { origins } = stage
  const base = origins[options.at ?? 'plain']
  const consumer = {
    key: random('consumer'),
    secret: random('consumer-secret'),
    ...(options.signatureMethod?.startsWith('RSA-') ? stage.rsaKeys() : {}),
    ...options.consumer,
  }
  const token = { ...newToken('access'), ...options.token }
  const tokens = new Map<string, ClientToken>([[token.key, token]])
  const received: Received[] = []
  hide(consumer.secret, token)

  function hide(secret: string, { secret: other, sessionHandle = '' }: ClientToken): void {
    for (const hidden of [secret, other, sessionHandle]) stage.hide(hidden)
  }

  const scene: Scene = {
    signers: { consumer, tokens },
    token,
    origins,
    received,
    base,
    respond(origin, message) {
      const endpoint = endpointOf(message.target)
      const arrived = { origin, endpoint, message }
      received.push(arrived)
      return options.answers?.[endpoint]?.(arrived, scene) ?? usual(endpoint)
    },
    ask: (task, more = {}) =>
      stage.ask({
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
        certificateFile: stage.certificateFile,
        ...more,
      }),
    fetch: ({ query, ...more } = {}) =>
      scene.ask('fetch', {
        method: 'GET',
        url: `${base}/api/photos${query === undefined ? '' : `?${query}`}`,
        token,
        ...more,
      }),
    authorize: (more = {}) => scene.ask('authorize', { callback: CALLBACK, ...more }),
    approve(started) {
      const [, key = ''] = /[?&]oauth_token=([^&#]*)/.exec(started.url ?? '') ?? []
      return `${CALLBACK}&oauth_token=${key}&oauth_verifier=${random('verifier')}`
    },
    callback: (started, url) =>
      scene.ask('callback', { callback: CALLBACK, browser: started.browser, url }),
    async flow(more) {
      const started = await scene.authorize(more)
      if (started.error !== undefined) throw unexpected(started)
      const ended = await scene.callback(started, scene.approve(started))
      if (ended.error !== undefined) throw unexpected(ended)
      return ended
    },
    at: (wanted) => received.filter(({ endpoint }) => endpoint === wanted),
    first(endpoint, answer) {
      const [first] = scene.at(endpoint)
      if (first !== undefined) return first
      const said = answer?.error ?? (answer?.status && `status ${answer.status}`)
      const reason = said === undefined ? '' : `: the client says ${said}`
      throw new Departure(`a request for the ${endpoint.replace('_', ' ')}`, `none${reason}`)
    },
  }

  function usual(endpoint: Endpoint): WireAnswer {
    if (endpoint === 'resource') return json({ ok: true })
    const isRequest = endpoint === 'request-token'
    const issued = isRequest ? { ...newToken('request'), ...options.requestToken } : token
    tokens.set(issued.key, issued)
    hide('', issued)
    return form([
      ['oauth_token', issued.key],
      ['oauth_token_secret', issued.secret],
      ...(isRequest ? [['oauth_callback_confirmed', 'true'] as const] : []),
      ...(issued.sessionHandle === undefined
        ? []
        : [['oauth_session_handle', issued.sessionHandle] as const]),
    ])
  }

  return scene
}

/** Writes an answer as a form. */
export function form(pairs: readonly (readonly [string, string])[], status = 200): WireAnswer {
  return typed('application/x-www-form-urlencoded', encodeForm(pairs), status)
}

/** Writes an answer as JSON. */
export function json(value: unknown): WireAnswer {
  return typed('application/json', JSON.stringify(value))
}

/** Writes an answer of a type. */
export function typed(type: string, body: string, status = 200): WireAnswer {
  return { status, headers: [['Content-Type', type]], body }
}

/** Sends the client elsewhere. */
export function redirect(location: string, status = 302): WireAnswer {
  return { status, headers: [['Location', location]], body: '' }
}

/** Says that the client failed where it must not. */
export function unexpected({ error }: ClientAnswer): Departure {
  return new Departure('the client to succeed', `its error: ${error ?? ''}`)
}

/** Makes a text that nobody guesses. */
export function random(name: string): string {
  return `${name}-${randomBytes(12).toString('hex')}`
}

/** Tells which Request Token or Access Token a request names. */
export function tokenOf(received: Received): string | undefined {
  return protocolValue(received, 'oauth_token')
}

function newToken(name: string): ClientToken {
  return { key: random(name), secret: random(`${name}-secret`) }
}

function endpointOf(target: string): Endpoint {
  const path = target.replace(/\?.*/s, '')
  return PATHS.find(([given]) => given === path)?.[1] ?? 'resource'
}
