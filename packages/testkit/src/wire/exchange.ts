import type { ShownExchange } from '../checks/report.js'
import type { WireMessage } from '../reference/index.js'

/** An answer as it came. */
export interface WireAnswer {
  readonly status: number
  /** Names and values as sent, duplicates kept. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string
}

/** A request that was sent, and what came back. */
export interface Exchange {
  readonly request: WireMessage
  /** Where it was sent. */
  readonly origin: string
  /** The answer, or why there was none. */
  readonly answer: WireAnswer | { readonly failure: string }
}

/** Writes an exchange as a person would read it off the wire. */
export function shownExchange({ request, answer }: Exchange): ShownExchange {
  return { request: requestText(request), answer: answerText(answer) }
}

function requestText({ method, target, headers, body }: WireMessage): string {
  const lines = [
    `${method} ${target} HTTP/1.1`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
  ]
  return [...lines, '', Buffer.from(body).toString('utf8')].join('\n')
}

function answerText(answer: Exchange['answer']): string {
  if ('failure' in answer) return `No answer: ${answer.failure}`
  const headers = answer.headers.map(([name, value]) => `${name}: ${value}`)
  return [`HTTP/1.1 ${answer.status}`, ...headers, '', answer.body].join('\n')
}
