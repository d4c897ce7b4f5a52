import type { IncomingMessage } from 'node:http'

import { isForm, parseMessage } from '../reference/index.js'
import type { Pair, ParsedMessage, WireMessage } from '../reference/index.js'
import { MASK } from '../report/mask.js'
import type { Mask } from '../report/mask.js'
import { isSecretName } from '../report/secret-names.js'

/** The endpoint of a request. */
export type TestEndpoint = 'request-token' | 'authorize' | 'access-token' | 'resource'

/**
 * A request that a test provider has received, for assertions. Passwords, verifiers, session handles
 * and the secrets of the provider are masked, because test runners print compared values.
 */
export interface RecordedRequest {
  /** Its endpoint. */
  readonly endpoint: TestEndpoint
  /** The method. */
  readonly method: string
  /** The path, without the query. */
  readonly path: string
  /** The protocol parameters (`oauth_*`) of header, query and form, decoded, in their order. */
  readonly protocol: readonly (readonly [name: string, value: string])[]
  /** The other parameters of query and form, decoded, in their order. */
  readonly parameters: readonly (readonly [name: string, value: string])[]
  /** The body as a string, if it is not a form. Values with secret names are masked. */
  readonly body: string | undefined
  /** The status of the response. */
  readonly status: number
  /** The `oauth_problem` of a refusal; `undefined` if the request was not refused. */
  readonly problem: string | undefined
}

/** A request as received, without masks. */
export type UnmaskedRequest = Omit<RecordedRequest, 'status' | 'problem'>

const ENDPOINTS: ReadonlyMap<string, TestEndpoint> = new Map([
  ['/oauth/request_token', 'request-token'],
  ['/oauth/authorize', 'authorize'],
  ['/oauth/access_token', 'access-token'],
])

/** Reads a request. */
export function readRequest(request: IncomingMessage, body: Buffer): UnmaskedRequest {
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
  const { header = [], query, form } = parseIfPossible(message)
  const all = [...header, ...query, ...form].map(
    ([name, value]) => [decodeOctets(name), decodeOctets(value)] as const,
  )
  const path = target.replace(/\?.*/s, '')
  return {
    endpoint: ENDPOINTS.get(path) ?? 'resource',
    method,
    path,
    protocol: all.filter(([name]) => name.startsWith('oauth_')),
    parameters: all.filter(([name]) => !name.startsWith('oauth_')),
    body: isForm(message) || body.length === 0 ? undefined : body.toString('utf8'),
  }
}

/** Masks the secrets in a request. */
export function maskRequest(request: UnmaskedRequest, mask: Mask): UnmaskedRequest {
  const { protocol, parameters, path, body } = request
  const isPlaintext = protocol.some((pair) => pair.join('=') === 'oauth_signature_method=PLAINTEXT')
  const maskParameter = ([name, value]: readonly [string, string]) =>
    [mask.apply(name), isSecretName(name, isPlaintext) ? MASK : mask.apply(value)] as const
  return {
    ...request,
    path: mask.apply(path),
    protocol: protocol.map(maskParameter),
    parameters: parameters.map(maskParameter),
    body: body === undefined ? undefined : mask.apply(body),
  }
}

type Places = Pick<ParsedMessage, 'header' | 'query' | 'form'>

function parseIfPossible(message: WireMessage): Places {
  try {
    return parseMessage(message)
  } catch {
    // The provider reports the error.
    return { header: [], query: [], form: [] }
  }
}

function decodeOctets(octets: Pair[number]): string {
  return Buffer.from(octets as Uint8Array).toString('utf8')
}
