import type { IncomingMessage } from 'node:http'

import { isForm, readMessage } from '../reference/index.js'
import type { Pair, ReadMessage, WireMessage } from '../reference/index.js'

/** Where a request was sent to. */
export type TestEndpoint = 'request_token' | 'authorize' | 'access_token' | 'resource'

/** A request that a test provider has received, with passwords and secrets masked. */
export interface RecordedRequest {
  /** Where it was sent to. */
  readonly endpoint: TestEndpoint
  /** The method. */
  readonly method: string
  /** The path, without the query. */
  readonly path: string
  /** The protocol parameters (`oauth_*`), decoded, wherever they stood, in their order. */
  readonly protocol: readonly (readonly [name: string, value: string])[]
  /** The other parameters of query and form, decoded, in their order. */
  readonly parameters: readonly (readonly [name: string, value: string])[]
  /** The body as text, where it is no form. */
  readonly body: string | undefined
  /** The status of the answer. */
  readonly status: number
  /** Why it was refused, as `oauth_problem` says it; `undefined` where it was not. */
  readonly problem: string | undefined
}

/** A request as it was received. */
export type ArrivedRequest = Omit<RecordedRequest, 'status' | 'problem'>

const MASK = '••••••'
const SECRET_NAMES: ReadonlySet<string> = new Set(['oauth_session_handle', 'x_auth_password'])
const ENDPOINTS: ReadonlyMap<string, TestEndpoint> = new Map([
  ['/oauth/request_token', 'request_token'],
  ['/oauth/authorize', 'authorize'],
  ['/oauth/access_token', 'access_token'],
])

/** Reads what a request carries, without what must be read nowhere. */
export function arrivedRequest(request: IncomingMessage, body: Buffer): ArrivedRequest {
  const { rawHeaders, method = '', url = '/' } = request
  const target = Buffer.from(url, 'latin1').toString('utf8')
  const message: WireMessage = {
    method,
    scheme: 'http',
    target,
    headers: Array.from(
      { length: rawHeaders.length / 2 },
      (_, index) => [rawHeaders[2 * index] ?? '', rawHeaders[2 * index + 1] ?? ''] as const,
    ),
    body,
  }
  const { header = [], query, form } = readable(message)
  const all = [...header, ...query, ...form].map(
    ([name, value]) => [text(name), text(value)] as const,
  )
  const isPlaintext = all.some((pair) => pair.join('=') === 'oauth_signature_method=PLAINTEXT')
  const shown = all.map(([name, value]) => {
    const isSecret = SECRET_NAMES.has(name) || (isPlaintext && name === 'oauth_signature')
    return [name, isSecret ? MASK : value] as const
  })
  const path = target.replace(/\?.*/s, '')
  return {
    endpoint: ENDPOINTS.get(path) ?? 'resource',
    method,
    path,
    protocol: shown.filter(([name]) => name.startsWith('oauth_')),
    parameters: shown.filter(([name]) => !name.startsWith('oauth_')),
    body: isForm(message) || body.length === 0 ? undefined : body.toString('utf8'),
  }
}

type Places = Pick<ReadMessage, 'header' | 'query' | 'form'>

function readable(message: WireMessage): Places {
  try {
    return readMessage(message)
  } catch {
    // The provider says what is wrong with it.
    return { header: [], query: [], form: [] }
  }
}

function text(octets: Pair[number]): string {
  return Buffer.from(octets as Uint8Array).toString('utf8')
}
