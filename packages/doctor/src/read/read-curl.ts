import { percentEncode } from '@oauthplus/core'
import { argumentError } from '@oauthplus/core/internal'

import { CURL_ARGUMENTS, CURL_SHORT_NAMES, CURL_SWITCHES } from './curl-options.js'
import { findField } from './header-fields.js'
import { readCurlField } from './read-curl-field.js'
import type { ReadRequest } from './read-request.js'
import { MULTIPART_TYPE, writeMultipart } from './write-multipart.js'
import type { MultipartField } from './write-multipart.js'

const HEADERS_OF: Readonly<Record<string, string>> = {
  '-A': 'User-Agent',
  '-e': 'Referer',
  '-b': 'Cookie',
}
const DATA_OPTIONS: ReadonlyMap<string, (data: string) => string> = new Map([
  ['-d', (data) => data],
  ['--data-binary', (data) => data],
  ['--data-raw', (data) => data],
  ['--data-urlencode', encodeData],
])
const WITH_ARGUMENT = /^-[A-Za-z]/

interface Command {
  method: string | undefined
  url: string | undefined
  readonly headers: (readonly [name: string, value: string])[]
  readonly data: string[]
  readonly query: string[]
  /** The fields of multipart/form-data. */
  readonly fields: MultipartField[]
  /** The reason why the body is unknown. */
  unknownBody: string | undefined
  isGet: boolean
}

/**
 * Parses the request of a curl command from its words. Throws `TypeError` if the command does not
 * contain the whole request.
 */
export function readCurl(words: readonly string[]): ReadRequest {
  const command: Command = {
    method: undefined,
    url: undefined,
    headers: [],
    data: [],
    query: [],
    fields: [],
    unknownBody: undefined,
    isGet: false,
  }
  let next = 1
  const readArgument = (option: string): string => {
    const word = words[next++]
    if (word === undefined) throw argumentError(`${option} of the curl command has no argument`)
    return word
  }
  while (next < words.length) {
    const word = readArgument('')
    if (!word.startsWith('-')) command.url ??= word
    else
      for (const [option, attached] of listOptions(word)) {
        take(command, option, () => attached ?? readArgument(option))
      }
  }
  return createRequest(command)
}

/** Splits a word such as `-sXPOST` into its options. */
function* listOptions(word: string): Generator<readonly [option: string, attached?: string]> {
  if (word.startsWith('--') || word === '-') yield splitLongOption(word)
  else
    for (let index = 1; index < word.length; index++) {
      const option = `-${word.charAt(index)}`
      const attached = word.slice(index + 1)
      if (attached === '' || isSwitch(option)) yield [option]
      else {
        yield [option, attached]
        return
      }
    }
}

/** curl has no `--name=value`, but people write it. */
function splitLongOption(word: string): readonly [option: string, attached?: string] {
  const equals = word.indexOf('=')
  const name = equals === -1 ? word : word.slice(0, equals)
  const option = CURL_SHORT_NAMES[name] ?? name
  return equals === -1 ? [option] : [option, word.slice(equals + 1)]
}

function isSwitch(option: string): boolean {
  return CURL_SWITCHES.has(option) || option === '-I' || option === '-G'
}

function take(command: Command, option: string, readArgument: () => string): void {
  switch (option) {
    case '-X':
      command.method = readArgument()
      return
    case '-H':
      takeHeader(command, readArgument())
      return
    case '--json':
      takeData(command, readArgument(), { option, read: (data) => data })
      command.headers.push(['Content-Type', 'application/json'], ['Accept', 'application/json'])
      return
    case '-G':
      command.isGet = true
      return
    case '-I':
      command.method ??= 'HEAD'
      return
    case '--url':
      command.url = readArgument()
      return
    default:
      takeOther(command, option, readArgument)
  }
}

function takeOther(command: Command, option: string, readArgument: () => string): void {
  const header = HEADERS_OF[option]
  const read = DATA_OPTIONS.get(option)
  if (read !== undefined) takeData(command, readArgument(), { option, read })
  else if (header !== undefined) command.headers.push([header, readArgument()])
  else if (takeBody(command, option, readArgument)) return
  else if (CURL_SWITCHES.has(option)) return
  else if (CURL_ARGUMENTS.has(option) || WITH_ARGUMENT.test(option)) readArgument()
  else throw argumentError(`${option} of the curl command is not supported; omit it`)
}

function takeData(
  command: Command,
  data: string,
  { option, read }: { readonly option: string; readonly read: (data: string) => string },
): void {
  if (option !== '--data-raw' && data.startsWith('@')) command.unknownBody = 'is in a file'
  else command.data.push(read(data))
}

/** Handles an option whose body is not in the command. */
function takeBody(command: Command, option: string, readArgument: () => string): boolean {
  switch (option) {
    case '-F':
      takeField(command, readCurlField(readArgument()))
      return true
    case '--form-string': {
      const [name = '', ...value] = readArgument().split('=')
      takeField(command, { name, value: value.join('=') })
      return true
    }
    case '-T':
      readArgument()
      command.unknownBody = 'is in a file'
      command.method ??= 'PUT'
      return true
    case '--url-query':
      command.query.push(encodeData(readArgument()))
      return true
    default:
      return false
  }
}

function takeField(command: Command, field: MultipartField | undefined): void {
  if (field === undefined) command.unknownBody = 'is in a file'
  else command.fields.push(field)
  command.method ??= 'POST'
  if (!hasContentType(command)) command.headers.push(['Content-Type', MULTIPART_TYPE])
}

function takeHeader(command: Command, field: string): void {
  const end = field.search(/[:;]/)
  if (end > 0) command.headers.push([field.slice(0, end).trim(), field.slice(end + 1).trim()])
}

function encodeData(data: string): string {
  const equals = data.indexOf('=')
  const name = equals === -1 ? '' : data.slice(0, equals)
  if ((equals === -1 ? data : name).includes('@')) throw fileError()
  const content = percentEncode(data.slice(equals + 1))
  return name === '' ? content : `${name}=${content}`
}

function fileError(): TypeError {
  return argumentError('The data of the curl command is in a file; replace it with the content')
}

function hasContentType({ headers }: Command): boolean {
  return headers.some(([name]) => name.toLowerCase() === 'content-type')
}

function createRequest(command: Command): ReadRequest {
  const { method, url, headers, data, query, fields, isGet, unknownBody } = command
  if (url === undefined) throw argumentError('The curl command contains no URL')
  const absolute = /^[a-z][a-z0-9+.-]*:\/\//i.test(url) ? url : `http://${url}`
  const body = data.join('&')
  const queries = isGet && data.length > 0 ? [...query, body] : query
  const complete = queries.length === 0 ? absolute : appendQuery(absolute, queries.join('&'))
  if (unknownBody !== undefined) return createUnknown(command, complete)
  if (fields.length > 0) return createMultipart(command, complete)
  if (data.length === 0 || isGet) {
    return { method: method ?? 'GET', url: complete, headers, body: '' }
  }
  const type = ['Content-Type', 'application/x-www-form-urlencoded'] as const
  return {
    method: method ?? 'POST',
    url: complete,
    headers: hasContentType(command) ? headers : [...headers, type],
    body,
  }
}

// Some services sign the fields. The content of files and the boundary are unknown.
function createMultipart(command: Command, url: string): ReadRequest {
  const { method, fields } = command
  // curl adds the boundary to a Content-Type without one.
  const headers = command.headers.map(
    ([name, value]) =>
      [name, /^multipart\/form-data/i.test(value) ? MULTIPART_TYPE : value] as const,
  )
  const isHashed = headers.some(([, value]) => value.includes('oauth_body_hash'))
  return isHashed || findField(headers, 'content-type') !== MULTIPART_TYPE
    ? createUnknown({ ...command, unknownBody: 'is multipart/form-data' }, url)
    : { method: method ?? 'POST', url, headers, body: writeMultipart(fields) }
}

// A body that is not a form is not signed, except by its hash.
function createUnknown(command: Command, url: string): ReadRequest {
  const { method, headers, unknownBody = '' } = command
  const type = findField(headers, 'content-type') ?? ''
  const isForm = /urlencoded/i.test(type) || (type === '' && method !== 'PUT')
  if (isForm) throw fileError()
  const remark = `The body of the request ${unknownBody}, so an oauth_body_hash cannot be checked.`
  return { method: method ?? 'POST', url, headers, body: undefined, remarks: [remark] }
}

function appendQuery(url: string, query: string): string {
  return `${url}${url.includes('?') ? '&' : '?'}${query}`
}
