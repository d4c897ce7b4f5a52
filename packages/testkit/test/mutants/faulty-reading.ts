import { decodeForm, isForm, parseMessage } from '../../src/reference/index.js'
import type { Pair, WireMessage } from '../../src/reference/index.js'
import { BaseRefusal } from './base-verification.js'
import type { Faulty } from './base-provider.js'

/** The parameters of a request, as a faulty reader finds them. */
export interface FaultyReading {
  readonly header: readonly Pair[] | undefined
  readonly query: readonly Pair[]
  readonly form: readonly Pair[]
}

/** Reads a request as the reference does, but for what is planted. */
export function readFaultyMessage(sent: WireMessage, faulty: Faulty): FaultyReading {
  const message = {
    ...sent,
    headers: sent.headers.map(
      ([name, value]) => [name, faultyHeader(name, value, faulty)] as const,
    ),
  }
  let read: FaultyReading
  try {
    read = parseMessage(message)
  } catch (error) {
    if (faulty('malformed-crashes')) throw error
    throw new BaseRefusal(400, 'parameter_rejected')
  }
  const everything = [...read.query, ...read.form, ...(read.header ?? [])]
  const isText = everything.every((pair) =>
    pair.every(
      (octets) => typeof octets === 'string' || !Buffer.from(octets).toString().includes('\ufffd'),
    ),
  )
  if (!isText && !faulty('octets-replaced')) throw new BaseRefusal(400, 'parameter_rejected')
  const pairs = (source: readonly Pair[]): readonly Pair[] => faultyPairs(source, faulty)
  return {
    header: faulty('header-decoded-twice')
      ? read.header?.map(([name, value]) => [name, decodedAgain(String(value))] as const)
      : read.header,
    query: pairs(faulty('query-unsigned') ? protocolIn(read.query) : read.query),
    form: pairs(formOf(message, read.form, faulty)),
  }
}

function faultyHeader(name: string, value: string, faulty: Faulty): string {
  const lowered = name.toLowerCase()
  if (lowered === 'authorization') {
    if (faulty('other-scheme-crashes') && !/^oauth/i.test(value)) throw new Error('not OAuth')
    if (faulty('scheme-unanchored')) return value.replace(/^OAuthX /, 'OAuth ')
    if (faulty('scheme-case-sensitive') && !value.startsWith('OAuth')) return 'Other'
    if (faulty('header-names-undecoded')) return value.replaceAll('%6F', '%256F')
    if (faulty('header-by-one-space')) return value.replaceAll(/,(?! )/g, ';')
    if (faulty('malformed-tolerated')) return value.replaceAll('%zz', '')
    if (faulty('realm-last-signed')) return value.replace(/, realm="/, ', x_realm="')
  }
  return value
}

function formOf(message: WireMessage, form: readonly Pair[], faulty: Faulty): readonly Pair[] {
  const type = message.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? ''
  if (faulty('form-unsigned')) return protocolIn(form)
  if (faulty('form-of-post-only') && message.method !== 'POST') return protocolIn(form)
  if (faulty('content-type-exact') && type !== 'application/x-www-form-urlencoded') return []
  if (faulty('question-mark-eaten'))
    return form.map(([name, value]) => [String(name).replace(/^\?/, ''), value])
  if (faulty('any-body-signed') && !isForm(message) && message.body.length > 0)
    return decodeForm(encodeURIComponent(Buffer.from(message.body).toString()))
  return form
}

function protocolIn(pairs: readonly Pair[]): readonly Pair[] {
  return pairs.filter(([name]) => /^(?:oauth|x_auth)_/.test(String(name)))
}

/** Changes of values by fault. */
const CHANGES: readonly (readonly [fault: string, change: (value: string) => string])[] = [
  ['numbers-parsed', (value) => (/^[\d.e]+$/.test(value) ? String(Number(value)) : value)],
  ['values-trimmed', (value) => value.trim()],
  ['unicode-normalized', (value) => value.normalize('NFC')],
  ['values-limited', (value) => value.slice(0, 1000)],
  ['quotes-escaped', (value) => value.replaceAll(/["'\\]/g, '\\$&')],
  ['fragments-cut', (value) => value.replace(/#.*/, '')],
]

function faultyPairs(pairs: readonly Pair[], faulty: Faulty): readonly Pair[] {
  if (faulty('duplicates-merged'))
    return [...new Map(pairs.map((pair) => [String(pair[0]), pair])).values()]
  if (faulty('equal-pairs-merged'))
    return [...new Map(pairs.map((pair) => [pair.map(String).join('\0'), pair])).values()]
  if (faulty('realm-dropped')) return pairs.filter(([name]) => String(name) !== 'realm')
  if (faulty('empty-values-lost')) return pairs.filter(([, value]) => String(value) !== '')
  if (faulty('decoded-twice'))
    return pairs.map(([name, value]) => [name, decodedAgain(String(value))])
  if (faulty('octets-replaced')) return pairs.map(([name, value]) => [String(name), String(value)])
  if (faulty('plus-kept'))
    return pairs.map(([name, value]) => [name, String(value).replaceAll(' ', '+')])
  if (faulty('semicolon-separates'))
    return pairs.flatMap(([name, value]) =>
      String(value)
        .split(';')
        .map((part, index): Pair =>
          index === 0 ? [name, part] : [part.split('=')[0] ?? '', part.split('=')[1] ?? ''],
        ),
    )
  const change = CHANGES.find(([name]) => faulty(name))?.[1]
  if (change !== undefined) return pairs.map(([name, value]) => [name, change(String(value))])
  if (faulty('plus-kept-in-names'))
    return pairs.map(([name, value]) => [String(name).replaceAll(' ', '+'), value])
  if (faulty('dots-replaced'))
    return pairs.map(([name, value]) => [String(name).replaceAll('.', '_'), value])
  if (faulty('parameters-limited')) return pairs.slice(0, 50)
  if (faulty('commas-split'))
    return pairs.flatMap(([name, value]) =>
      String(value)
        .split(',')
        .map((part): Pair => [name, part]),
    )
  if (faulty('second-equals-lost'))
    return pairs.map(([name, value]) => [name, String(value).split('=')[0] ?? ''])
  if (faulty('brackets-indexed'))
    return pairs.map(([name, value], index) => [String(name).replace('[]', `[${index}]`), value])
  if (faulty('prototype-names-crash')) {
    const names: Record<string, string[]> = {}
    for (const [name, value] of pairs) (names[String(name)] ??= []).push(String(value))
  }
  return pairs
}

function decodedAgain(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
