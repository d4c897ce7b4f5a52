import type { ReceivedRequest } from '@oauthplus/core'

import { isCommand, readCommand } from './read-command.js'
import { parseLiteral } from './parse-literal.js'
import { readHttp } from './read-http.js'
import type { ReadHttpOptions } from './read-http-options.js'

const SENT_LINE = /^>[ \t]{0,4}(?:[A-Z]+ \S+ HTTP\/\d|[A-Z]+ https?:\/\/)/m
const SENT_BYTES = /^send: b?(?=['"])/m
const SENT_OKHTTP = /^(?:\S+ )?--> ([A-Z]+) (https?:\/\/\S+)(?: .*)?$/m
const BEGIN = '---request begin---'
const IS_PLAIN = /^\* (?:.*\bport 80\b|.*\bhttp:\/\/)/m
const IS_SECURE = /^\* .*(?:\bSSL\b|\bTLS|port 443\b|https:\/\/)/m

/** Parses the request from a client's log. Returns `undefined` if the text is not such a log. */
export function readTranscript(
  text: string,
  options: ReadHttpOptions,
): ReceivedRequest | undefined {
  const sent = findSentLines(text) ?? findSentBytes(text) ?? findOkHttp(text) ?? findWget(text)
  if (sent === undefined) return undefined
  const request = readHttp(sent, { scheme: options.scheme ?? findScheme(text) })
  return request.body === '' ? { ...request, body: findBodyOfCommand(text) } : request
}

/** curl does not log the body, but the command above the log contains it. */
function findBodyOfCommand(text: string): ReceivedRequest['body'] {
  const end = /^[*>{]/m.exec(text)?.index ?? 0
  const command = text.slice(0, end)
  return isCommand(command) ? readCommand(command).body : ''
}

function findScheme(text: string): 'http' | 'https' | undefined {
  if (IS_SECURE.test(text)) return 'https'
  return IS_PLAIN.test(text) ? 'http' : undefined
}

/** `curl -v` and Insomnia mark the header with `> `, and Insomnia marks the body with `| `. */
function findSentLines(text: string): string | undefined {
  const first = SENT_LINE.exec(text)
  if (first === null) return undefined
  const head: string[] = []
  const body: string[] = []
  for (const line of text.slice(first.index).split(/\r?\n/)) {
    if (line.startsWith('<')) break
    if (SENT_LINE.test(line) && head.length > 0) break
    if (line.startsWith('>')) head.push(line.slice(1).trimStart())
    else if (line.startsWith('| ')) body.push(line.slice(2))
    else if (/^\s*[{}*]|^\s*$/.test(line)) continue
    // A terminal breaks long lines, and some logs mark only the first line of each.
    else if (head.at(-1) === '') body.push(line)
    else head.push(line)
  }
  return `${head.filter((line) => line !== '').join('\n')}\n\n${body.join('\n')}`
}

/** The output of Python's `http.client`. */
function findSentBytes(text: string): string | undefined {
  if (!SENT_BYTES.test(text)) return undefined
  const sent: string[] = []
  for (const line of text.split('\n')) {
    if (line.startsWith('reply:')) break
    if (line.startsWith('send: ')) sent.push(String(parseLiteral(line, 'send: '.length)))
  }
  return sent.join('')
}

function findOkHttp(text: string): string | undefined {
  const first = SENT_OKHTTP.exec(text)
  if (first === null) return undefined
  const [all, method, url] = first
  const rest = text.slice(first.index + all.length).replace(/^\r?\n/, '')
  const end = /^(?:\S+ )?--> END/m.exec(rest)
  return `${method} ${url}\n${end === null ? rest : rest.slice(0, end.index)}`
}

/** The output of `wget -d`. */
function findWget(text: string): string | undefined {
  const start = text.indexOf(BEGIN)
  if (start === -1) return undefined
  const end = text.indexOf('---request end---', start)
  return text.slice(start + BEGIN.length, end === -1 ? undefined : end).trimStart()
}
