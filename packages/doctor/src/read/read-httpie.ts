import { formatForm } from '@oauthplus/core'
import { argumentError } from '@oauthplus/core/internal'

import { findField } from './header-fields.js'
import type { ReadRequest } from './read-request.js'

type Pair = readonly [name: string, value: string]

const WITH_ARGUMENT = new Set(
  '-a -A -o -p -s --auth --auth-type --output --print --style --session --timeout --verify --cert --proxy --max-redirects --cert-key'.split(
    ' ',
  ),
)
const ITEM = /:=@|:=|==|=@|=|:|@/
const METHOD = /^[A-Z]+$/

interface Items {
  readonly headers: Pair[]
  readonly query: Pair[]
  readonly data: Pair[]
  /** The members that are JSON instead of a string. */
  readonly json: Pair[]
}

/**
 * Parses the request of an HTTPie or xh command. Throws `TypeError` if the command does not contain
 * the whole request.
 */
export function readHttpie(words: readonly string[]): ReadRequest {
  const operands: string[] = []
  let isForm = false
  let raw: string | undefined
  for (let index = 1; index < words.length; index++) {
    const word = words[index] ?? ''
    if (word === '--form' || (/^-[a-z]+$/.test(word) && word.includes('f'))) isForm = true
    else if (word === '--raw') raw = words[++index]
    else if (word.startsWith('--raw=')) raw = word.slice('--raw='.length)
    else if (!word.startsWith('-')) operands.push(word)
    else if (WITH_ARGUMENT.has(word)) index++
  }
  const method = METHOD.test(operands[0] ?? '') ? operands.shift() : undefined
  const url = operands.shift()
  if (url === undefined) throw argumentError('The HTTPie command contains no URL')
  const items: Items = { headers: [], query: [], data: [], json: [] }
  for (const item of operands) takeItem(items, item)
  return createRequest(items, { method, url: completeUrl(url, words[0]), isForm, raw })
}

function takeItem({ headers, query, data, json }: Items, item: string): void {
  const separator = ITEM.exec(item)
  const [kind = ''] = separator ?? []
  const pair = [
    item.slice(0, separator?.index),
    item.slice((separator?.index ?? 0) + kind.length),
  ] as const
  if (kind.includes('@'))
    throw argumentError('The data of the command is in a file; replace it with the content')
  if (kind === ':') headers.push(pair)
  else if (kind === '==') query.push(pair)
  else if (kind === ':=') json.push(pair)
  else data.push(pair)
}

function createRequest(
  { headers, query, data, json }: Items,
  given: {
    readonly method: string | undefined
    readonly url: string
    readonly isForm: boolean
    readonly raw: string | undefined
  },
): ReadRequest {
  const { method, url, isForm, raw } = given
  const hasBody = raw !== undefined || data.length + json.length > 0
  const type = isForm ? 'application/x-www-form-urlencoded' : 'application/json'
  const isTyped = findField(headers, 'content-type') !== undefined || !hasBody
  const form = formatForm(query)
  const separator = url.includes('?') ? '&' : '?'
  return {
    method: method ?? (hasBody ? 'POST' : 'GET'),
    url: query.length === 0 ? url : `${url}${separator}${form}`,
    headers: isTyped ? headers : [...headers, ['Content-Type', type]],
    body: hasBody ? (raw ?? formatBody({ data, json, isForm })) : '',
  }
}

function formatBody(given: {
  readonly data: readonly Pair[]
  readonly json: readonly Pair[]
  readonly isForm: boolean
}): string {
  if (given.isForm) return formatForm(given.data)
  const members = [
    ...given.data.map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`),
    ...given.json.map(([name, value]) => `${JSON.stringify(name)}: ${value}`),
  ]
  return `{${members.join(', ')}}`
}

function completeUrl(url: string, program: string | undefined): string {
  if (/^https?:\/\//i.test(url)) return url
  const scheme = program === 'https' || program === 'xhs' ? 'https' : 'http'
  return `${scheme}://${url.startsWith(':') ? `localhost${url.replace(/^:(?=\/|$)/, '')}` : url}`
}
