import type { ReportedExchange } from '../checks/report.js'
import type { WireMessage } from '../reference/index.js'
import { truncateString } from '../report/truncate-string.js'

// A report shows less, and to look for secrets takes time.
const MAX_BODY_CHARACTERS = 50_000

/** A response as received. */
export interface WireResponse {
  readonly status: number
  /** Names and values as sent, duplicates kept. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string
  /** The HTTP version of a received response: `1.0` or `1.1`. */
  readonly httpVersion?: string | undefined
}

/** A request and its response. */
export interface Exchange {
  readonly request: WireMessage
  /** The origin that it was sent to. */
  readonly origin: string
  /** The response, or why there was none. */
  readonly response: WireResponse | { readonly failure: string }
}

/** Formats an exchange as HTTP messages. */
export function formatExchange({ request, response }: Exchange): ReportedExchange {
  return { request: formatRequest(request), response: formatResponse(response) }
}

function formatRequest({ method, target, headers, body }: WireMessage): string {
  const lines = [
    `${method} ${target} HTTP/1.1`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
  ]
  return [...lines, '', Buffer.from(body).toString('utf8')].join('\n')
}

function formatResponse(response: Exchange['response']): string {
  if ('failure' in response) return `No response: ${response.failure}`
  const headers = response.headers.map(([name, value]) => `${name}: ${value}`)
  const body = truncateString(response.body, MAX_BODY_CHARACTERS)
  return [`HTTP/1.1 ${response.status}`, ...headers, '', body].join('\n')
}
