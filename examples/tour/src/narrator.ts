import { STATUS_CODES } from 'node:http'

import type { Exchange, RecordedRequest, RecordedResponse } from './exchange.js'
import { maskAuthorization, maskBaseString, maskCookies, maskForm, maskUrl } from './mask.js'
import { readPageText } from './read-page-text.js'
import { StepError } from './step-error.js'

/** An expected result of a step, in words. */
export type Check = readonly [claim: string, isTrue: boolean]

/** Styles a part of the transcript, if the terminal supports colors. */
export type Style = (look: 'bold' | 'dim' | 'green' | 'red', text: string) => string

/** Prints the tour step by step. */
export interface Narrator {
  /** Starts a chapter. */
  part(title: string): void
  /** Prints a step: a sentence, its exchange, and its checks. Throws if a check fails. */
  step(sentence: string, exchange: Exchange, checks: readonly Check[]): void
  /** Creates the error of a step that failed before it could be printed. */
  failed(error: unknown): StepError
}

const SHOWN_HEADERS: ReadonlySet<string> = new Set([
  'authorization',
  'content-type',
  'cookie',
  'location',
  'set-cookie',
  'www-authenticate',
])
const MAX_BODY_CHARACTERS = 1200
const MAX_URL_CHARACTERS = 72

/**
 * Creates a narrator who writes lines, with secrets masked: each step in brief, or with headers,
 * bodies and signature base strings if `isVerbose` is set.
 */
export function createNarrator(
  write: (line: string) => void,
  style: Style,
  { isVerbose = false }: { readonly isVerbose?: boolean } = {},
): Narrator {
  let number = 0
  const indentLines = (text: string): void => {
    for (const line of text.split('\n')) write(line === '' ? '' : `   ${line}`)
  }
  return {
    part(title) {
      write('')
      write(style('bold', title))
      write(style('dim', '─'.repeat(title.length)))
    },
    step(sentence, exchange, checks) {
      number += 1
      write('')
      write(style('bold', `${number}. ${sentence}`))
      indentLines(isVerbose ? formatExchange(exchange, style) : summarizeExchange(exchange))
      for (const [claim, isTrue] of checks) {
        indentLines(isTrue ? style('green', `✓ ${claim}`) : style('red', `✗ ${claim}`))
      }
      const failed = checks.find(([, isTrue]) => !isTrue)
      if (failed !== undefined) throw new StepError(number, `not so: ${failed[0]}.`)
    },
    failed(error) {
      if (error instanceof StepError) return error
      return new StepError(number + 1, error instanceof Error ? error.message : String(error))
    },
  }
}

/** Writes the method, URL and status in one line, and the problem of a refusal. */
function summarizeExchange({ request, response }: Exchange): string {
  const url = maskUrl(request.url)
  const shown = url.length > MAX_URL_CHARACTERS ? `${url.slice(0, MAX_URL_CHARACTERS)}…` : url
  const problem = new URLSearchParams(response.body).get('oauth_problem')
  const reason = problem === null ? '' : `, ${problem}`
  return `${request.method} ${shown} → ${formatStatus(response)}${reason}`
}

function formatExchange(exchange: Exchange, style: Style): string {
  const { baseString, response } = exchange
  const signed =
    baseString === undefined
      ? ''
      : `\n${style('dim', 'Signature base string:')}\n${maskBaseString(baseString)}\n`
  return `\n${requestText(exchange)}\n${signed}\n${formatResponse(response)}\n`
}

function formatStatus({ status, statusText }: RecordedResponse): string {
  return `${status} ${statusText || (STATUS_CODES[status] ?? '')}`
}

function requestText({ request, baseString }: Exchange): string {
  const { method, url } = request
  // A password can be guessed, and a signature over it would confirm the guess.
  const isSignatureMasked = baseString?.includes('x_auth_password') ?? false
  const body = formatBody(request)
  return [
    `${method} ${maskUrl(url)}`,
    ...formatHeaders(request, (value) => maskAuthorization(value, { isSignatureMasked })),
    ...(body === '' ? [] : ['', body]),
  ].join('\n')
}

function formatResponse(response: RecordedResponse): string {
  const body = formatBody(response)
  return [
    `→ ${formatStatus(response)}`,
    ...formatHeaders(response, (value) => value),
    ...(body === '' ? [] : ['', body]),
  ].join('\n')
}

function formatHeaders(
  { headers }: RecordedRequest | RecordedResponse,
  maskedAuthorization: (value: string) => string,
): string[] {
  return headers
    .filter(([name]) => SHOWN_HEADERS.has(name))
    .map(([name, value]) => {
      const title = name.replace(/^www|\b[a-z]/g, (letters) => letters.toUpperCase())
      switch (name) {
        case 'authorization':
          return `${title}: ${maskedAuthorization(value).replaceAll(', ', ',\n   ')}`
        case 'cookie':
        case 'set-cookie':
          return `${title}: ${maskCookies(value)}`
        case 'location':
          return `${title}: ${maskUrl(value)}`
        default:
          return `${title}: ${value}`
      }
    })
}

function formatBody({ headers, body }: RecordedRequest | RecordedResponse): string {
  const type = headers.find(([name]) => name === 'content-type')?.[1] ?? ''
  const text = type.includes('html')
    ? readPageText(body)
    : type.includes('form')
      ? maskForm(body)
      : body.trim()
  return text.length > MAX_BODY_CHARACTERS ? `${text.slice(0, MAX_BODY_CHARACTERS)} …` : text
}
