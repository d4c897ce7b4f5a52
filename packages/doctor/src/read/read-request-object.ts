import { formatForm } from '@oauthplus/core'
import { argumentError } from '@oauthplus/core/internal'

import { findField, separatePseudoHeaders } from './header-fields.js'
import { listPairs } from './list-pairs.js'
import { get, stringify } from './members.js'
import type { ReadHttpOptions } from './read-http-options.js'
import type { ReadRequest } from './read-request.js'
import { resolveUrl } from './resolve-url.js'

const FORM = 'application/x-www-form-urlencoded'
/** The members in which errors, logs and archives store the request. */
const WRAPPERS = ['request', 'config', 'options', 'req', 'error', 'err', 'cause', 'debug', 'report']
const URL_NAMES = ['url', 'uri', 'href', 'originalUrl', 'target']
const METHOD_NAMES = ['method', 'type', 'verb', 'httpMethod']
const QUERY_NAMES = ['params', 'qs', 'searchParams', 'query', 'queryStringParameters']
const FORM_NAMES = ['form', 'form_params', 'formData']
const BODY_NAMES = ['body', 'data', 'rawBody', 'payload', 'content']
const GUESSED =
  'The encoding of the form is a guess: the text contains its parameters, but not the body as it was sent.'

/**
 * Finds the object that describes a request, at the top level or inside a wrapper. Returns
 * `undefined` if there is none.
 */
export function findRequestObject(value: unknown, depth = 0): unknown {
  if (findText(value, URL_NAMES) !== '' || stringify(get(value, 'path')) !== '') return value
  if (depth > 3) return undefined
  for (const name of WRAPPERS) {
    const found = findRequestObject(get(value, name), depth + 1)
    if (found !== undefined) return found
  }
  return undefined
}

/** Parses a request from an object of any program. Throws `TypeError` if it has no URL. */
export function readRequestObject(value: unknown, options: ReadHttpOptions = {}): ReadRequest {
  const { fields, pseudo } = separatePseudoHeaders(
    listPairs(get(value, 'headers') ?? get(value, 'header') ?? []),
  )
  const host = findField(fields, 'host') ?? pseudo.get(':authority')
  const url = addQuery(findUrl(value, host, options), value)
  const { body, type, isGuessed } = findBody(value, findField(fields, 'content-type'))
  const isTyped = type === undefined || findField(fields, 'content-type') !== undefined
  const method = findText(value, METHOD_NAMES) || (body === '' ? 'GET' : 'POST')
  return {
    method: method.toUpperCase(),
    url,
    headers: isTyped ? fields : [...fields, ['Content-Type', type]],
    body,
    ...(isGuessed ? { remarks: [GUESSED] } : {}),
  }
}

function findUrl(value: unknown, host: string | undefined, options: ReadHttpOptions): string {
  const url = findText(value, URL_NAMES)
  const base = stringify(get(value, 'baseURL') ?? get(value, 'baseUrl') ?? get(value, 'prefixUrl'))
  if (base !== '' && !/^https?:/i.test(url)) {
    return `${base.replace(/\/$/, '')}/${url.replace(/^\//, '')}`
  }
  const named = stringify(get(value, 'hostname')) || stringify(get(value, 'host'))
  const port = stringify(get(value, 'port'))
  const authority = named === '' || port === '' || named.includes(':') ? named : `${named}:${port}`
  const scheme = stringify(get(value, 'protocol')).replace(/:$/, '')
  const target = url || stringify(get(value, 'path')) || '/'
  return resolveUrl(target, authority || host, {
    scheme: scheme === 'http' || scheme === 'https' ? scheme : options.scheme,
  })
}

function addQuery(url: string, value: unknown): string {
  const query = QUERY_NAMES.map((name) => get(value, name)).find((each) => each !== undefined)
  if (query === undefined) return url
  const text = typeof query === 'string' ? query.replace(/^\?/, '') : formatForm(listPairs(query))
  if (text === '' || url.includes('?')) return url
  return `${url}?${text}`
}

interface FoundBody {
  readonly body: string
  readonly type: string | undefined
  readonly isGuessed: boolean
}

function findBody(value: unknown, contentType = ''): FoundBody {
  const json = get(value, 'json')
  if (typeof json === 'object' && json !== null) {
    return { body: JSON.stringify(json), type: 'application/json', isGuessed: false }
  }
  const form = FORM_NAMES.map((name) => get(value, name)).find((each) => each !== undefined)
  const body = BODY_NAMES.map((name) => get(value, name)).find((each) => each !== undefined)
  const given = form ?? body ?? ''
  if (typeof given === 'string') {
    return { body: given, type: form === undefined ? undefined : FORM, isGuessed: false }
  }
  if (form === undefined && !/urlencoded/i.test(contentType || FORM)) {
    return { body: JSON.stringify(given), type: undefined, isGuessed: false }
  }
  return { body: formatForm(listPairs(given)), type: FORM, isGuessed: true }
}

function findText(value: unknown, names: readonly string[]): string {
  for (const name of names) {
    const text = stringify(get(value, name))
    if (text !== '') return text
  }
  return ''
}

/** Builds a form from its parameters, as archives list them. */
export function readFormParameters(parameters: unknown): {
  readonly body: string
  readonly remark: string
} {
  const pairs = listPairs(parameters)
  if (Array.isArray(parameters) && parameters.some((each) => get(each, 'fileName') !== undefined)) {
    throw argumentError('The form of the request contains a file; provide the body as it was sent')
  }
  return { body: formatForm(pairs), remark: GUESSED }
}
