import type { Provider } from '@oauthplus/server'

import { createHostProvider } from './host-provider.js'
import type { HostUser } from './host-provider.js'
import type { Host, WireRequest, WireResponse } from './host.js'

/** A function of a serverless platform: an event in, and a result out. */
export type InvokeFunction = (event: object) => Promise<FunctionResult>

/** The result that a function returns to Amazon API Gateway. */
export interface FunctionResult {
  readonly statusCode: number
  readonly headers?: WireResponse['headers']
  readonly multiValueHeaders?: WireResponse['headers']
  readonly body?: string
  readonly isBase64Encoded?: boolean
}

/** A host in a function, which gets events of Amazon API Gateway in a payload format: 1.0 or 2.0. */
export function functionHost(
  name: string,
  makeFunction: (provider: Provider<HostUser>) => Promise<InvokeFunction>,
  format: '1.0' | '2.0',
): Host {
  return {
    name: `${name}, payload ${format}`,
    hasConnection: false,
    canRepeatHeaders: true,
    async start() {
      const invoke = await makeFunction(await createHostProvider())
      const toEvent = format === '1.0' ? firstFormat : secondFormat
      return {
        async send(request) {
          const result = await invoke(toEvent(request))
          const text = result.body ?? ''
          return {
            status: result.statusCode,
            headers: { ...result.headers, ...result.multiValueHeaders },
            text: result.isBase64Encoded === true ? Buffer.from(text, 'base64').toString() : text,
          }
        },
        close: () => Promise.resolve(),
      }
    },
  }
}

function bodyOf({ body }: WireRequest): object {
  return {
    body: body.length === 0 ? null : Buffer.from(body).toString('base64'),
    isBase64Encoded: body.length > 0,
  }
}

function grouped(pairs: readonly (readonly [string, string])[]): Record<string, string[]> {
  const groups = new Map<string, string[]>()
  for (const [name, value] of pairs) groups.set(name, [...(groups.get(name) ?? []), value])
  return Object.fromEntries(groups)
}

function headersOf({ headers, body }: WireRequest): Record<string, string[]> {
  const length = body.length > 0 ? [['content-length', String(body.length)] as const] : []
  return grouped([
    ['host', 'photos.example'],
    ...headers.map(([name, value]) => [name.toLowerCase(), value] as const),
    ...length,
  ])
}

function lastOf(groups: Record<string, string[]>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(groups).map(([name, values]) => [name, values.at(-1)]))
}

/** The format of REST APIs: query parameters are decoded, and only the last of several headers is single. */
function firstFormat(request: WireRequest): object {
  const [path = ''] = request.target.split('?', 1)
  const query = grouped([...new URLSearchParams(request.target.slice(path.length))])
  const headers = headersOf(request)
  return {
    version: '1.0',
    resource: '/{proxy+}',
    httpMethod: request.method,
    path,
    headers: lastOf(headers),
    multiValueHeaders: headers,
    queryStringParameters: Object.keys(query).length === 0 ? null : lastOf(query),
    multiValueQueryStringParameters: Object.keys(query).length === 0 ? null : query,
    requestContext: { identity: { sourceIp: '192.0.2.1' }, path, httpMethod: request.method },
    ...bodyOf(request),
  }
}

/** The format of HTTP APIs and function URLs: the query as it was sent, and several headers joined. */
function secondFormat(request: WireRequest): object {
  const [rawPath = ''] = request.target.split('?', 1)
  const joined = Object.entries(headersOf(request)).map(([name, values]) => [
    name,
    values.join(','),
  ])
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath,
    rawQueryString: request.target.slice(rawPath.length + 1),
    headers: Object.fromEntries(joined) as object,
    requestContext: {
      http: { method: request.method, path: rawPath, sourceIp: '192.0.2.1', protocol: 'HTTP/1.1' },
    },
    ...bodyOf(request),
  }
}
