import { percentEncode } from '@oauthplus/core'
import type { ReceivedRequest } from '@oauthplus/core'
import { argumentError } from '@oauthplus/core/internal'

import { splitShellWords } from './split-shell-words.js'

/** Options that take no argument and change nothing of the request. */
const SWITCHES = new Set(
  '-i -k -L -s -S -v -f -g -N -# -O -J --compressed --include --insecure --location --silent --show-error --verbose --fail --globoff --no-buffer --http1.0 --http1.1 --http2 --http3 --tlsv1.2 --tlsv1.3 --path-as-is --remote-name --fail-with-body --location-trusted'.split(
    ' ',
  ),
)
const LONG_NAMES: Readonly<Record<string, string>> = {
  '--request': '-X',
  '--header': '-H',
  '--data-ascii': '-d',
  '--data': '-d',
  '--head': '-I',
  '--get': '-G',
  '--user-agent': '-A',
  '--referer': '-e',
  '--cookie': '-b',
}
const HEADERS_OF: Readonly<Record<string, string>> = {
  '-A': 'User-Agent',
  '-e': 'Referer',
  '-b': 'Cookie',
}
const BODY_OPTIONS = new Set(['-F', '--form', '--form-string', '-T', '--upload-file'])
const DATA_OPTIONS: ReadonlyMap<string, (data: string) => string> = new Map([
  ['-d', (data) => readData(data).replace(/[\r\n]/g, '')],
  ['--data-binary', readData],
  ['--data-raw', (data) => data],
  ['--data-urlencode', encodeData],
])
const WITH_ARGUMENT = /^-[A-Za-z]/

interface Command {
  method: string | undefined
  url: string | undefined
  readonly headers: (readonly [name: string, value: string])[]
  readonly data: string[]
  isGet: boolean
}

/** Reads the request that a curl command sends. Throws `TypeError` for what cannot be known of it. */
export function readCurl(text: string): ReceivedRequest {
  const command: Command = {
    method: undefined,
    url: undefined,
    headers: [],
    data: [],
    isGet: false,
  }
  const words = splitShellWords(text).slice(1)
  let next = 0
  const readArgument = (option: string): string => {
    const word = words[next++]
    if (word === undefined) throw argumentError(`${option} of the curl command lacks its argument`)
    return word
  }
  while (next < words.length) {
    const word = readArgument('')
    if (!word.startsWith('-')) command.url = word
    else
      for (const [option, attached] of listOptions(word)) {
        take(command, option, () => attached ?? readArgument(option))
      }
  }
  return createRequest(command)
}

/** Splits a word such as `-sXPOST` into its options. */
function* listOptions(word: string): Generator<readonly [option: string, attached?: string]> {
  if (word.startsWith('--') || word === '-') yield [LONG_NAMES[word] ?? word]
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

function isSwitch(option: string): boolean {
  return SWITCHES.has(option) || option === '-I' || option === '-G'
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
      command.data.push(readData(readArgument()))
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
  const readData = DATA_OPTIONS.get(option)
  if (BODY_OPTIONS.has(option)) {
    throw argumentError(`${option} of the curl command: its body cannot be known here`)
  }
  if (readData !== undefined) command.data.push(readData(readArgument()))
  else if (header !== undefined) command.headers.push([header, readArgument()])
  else if (WITH_ARGUMENT.test(option) && !SWITCHES.has(option)) readArgument()
  else if (!SWITCHES.has(option)) {
    throw argumentError(`${option} of the curl command is not known here; leave it out`)
  }
}

function takeHeader(command: Command, field: string): void {
  const end = field.search(/[:;]/)
  if (end > 0) command.headers.push([field.slice(0, end).trim(), field.slice(end + 1).trim()])
}

function readData(data: string): string {
  if (!data.startsWith('@')) return data
  throw argumentError('The data of the curl command is in a file; replace it by the content')
}

function encodeData(data: string): string {
  const [, name = '', content = ''] = /^(?:([^=@]*)=)?([\s\S]*)$/.exec(data) ?? []
  return name === '' ? percentEncode(content) : `${name}=${percentEncode(content)}`
}

function createRequest({ method, url, headers, data, isGet }: Command): ReceivedRequest {
  if (url === undefined) throw argumentError('The curl command names no URL')
  const absolute = /^[a-z][a-z0-9+.-]*:\/\//i.test(url) ? url : `http://${url}`
  const body = data.join('&')
  if (data.length === 0) return { method: method ?? 'GET', url: absolute, headers, body: '' }
  if (isGet) {
    const separator = absolute.includes('?') ? '&' : '?'
    return { method: method ?? 'GET', url: absolute + separator + body, headers, body: '' }
  }
  const hasType = headers.some(([name]) => name.toLowerCase() === 'content-type')
  const type = ['Content-Type', 'application/x-www-form-urlencoded'] as const
  return {
    method: method ?? 'POST',
    url: absolute,
    headers: hasType ? headers : [...headers, type],
    body,
  }
}
