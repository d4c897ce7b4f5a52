import { STATUS_CODES } from 'node:http'

import type { Exchange, RecordedRequest, RecordedResponse } from './exchange.js'
import { maskAuthorization, maskBaseString, maskCookies, maskForm, maskUrl } from './mask.js'
import { pageText } from './page-text.js'
import { StepError } from './step-error.js'

/** Something that a step must have brought about, in words. */
export type Check = readonly [claim: string, isTrue: boolean]

/** How a part of the transcript looks, where the terminal has colours. */
export type Style = (look: 'bold' | 'dim' | 'green' | 'red', text: string) => string

/** Tells the story of the tour, step by step. */
export interface Narrator {
  /** Begins a part of the story. */
  part(title: string): void
  /** Tells a step: a sentence, what went over the wire, and whether it did what it should. Throws where it did not. */
  step(sentence: string, exchange: Exchange, checks: readonly Check[]): void
  /** Gives the error that says which step it was where something failed before it could be told. */
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
const LONGEST_BODY = 1200

/** Creates a narrator who writes lines, secrets masked. */
export function createNarrator(write: (line: string) => void, style: Style): Narrator {
  let number = 0
  const indented = (text: string): void => {
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
      write('')
      indented(requestText(exchange))
      if (exchange.baseString !== undefined) {
        indented(
          `\n${style('dim', 'Signature base string:')}\n${maskBaseString(exchange.baseString)}`,
        )
      }
      indented(`\n${responseText(exchange.response)}\n`)
      for (const [claim, isTrue] of checks) {
        indented(isTrue ? style('green', `✓ ${claim}`) : style('red', `✗ ${claim}`))
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

function requestText({ request, baseString }: Exchange): string {
  const { method, url } = request
  // A password can be guessed, and a signature over it tells whether the guess is right.
  const isSignatureMasked = baseString?.includes('x_auth_password') ?? false
  const body = bodyText(request)
  return [
    `${method} ${maskUrl(url)}`,
    ...headerLines(request, (value) => maskAuthorization(value, { isSignatureMasked })),
    ...(body === '' ? [] : ['', body]),
  ].join('\n')
}

function responseText(response: RecordedResponse): string {
  const { status, statusText } = response
  const body = bodyText(response)
  return [
    `→ ${status} ${statusText || (STATUS_CODES[status] ?? '')}`,
    ...headerLines(response, (value) => value),
    ...(body === '' ? [] : ['', body]),
  ].join('\n')
}

function headerLines(
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

function bodyText({ headers, body }: RecordedRequest | RecordedResponse): string {
  const type = headers.find(([name]) => name === 'content-type')?.[1] ?? ''
  const text = type.includes('html')
    ? pageText(body)
    : type.includes('form')
      ? maskForm(body)
      : body.trim()
  return text.length > LONGEST_BODY ? `${text.slice(0, LONGEST_BODY)} …` : text
}
