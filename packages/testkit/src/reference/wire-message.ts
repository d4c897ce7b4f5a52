import { parseAuthorizationHeader } from './authorization-header.js'
import { createBaseString } from './base-string.js'
import { decodeForm } from './form.js'
import type { Pair } from './form.js'

/** A request as it is on the wire. */
export interface WireMessage {
  readonly method: string
  readonly scheme: 'http' | 'https'
  /** The request target: path and query. */
  readonly target: string
  /** Headers as sent, including `Host`. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: Uint8Array
}

/** The parameters of a request by place, and its base string. */
export interface ParsedMessage {
  readonly header: readonly Pair[] | undefined
  readonly realm: string | undefined
  readonly query: readonly Pair[]
  readonly form: readonly Pair[]
  /** The signature base string. */
  readonly baseString: string
}

/**
 * Collects the parameters of a request by RFC 5849 section 3.4.1.3.1 and creates its base string.
 * Throws a `RangeError` if a part is malformed.
 */
export function parseMessage(message: WireMessage): ParsedMessage {
  const [authorization] = getHeaderValues(message, 'authorization')
  const header = authorization === undefined ? undefined : parseAuthorizationHeader(authorization)
  const question = message.target.indexOf('?')
  const path = question < 0 ? message.target : message.target.slice(0, question)
  const query = question < 0 ? [] : decodeForm(message.target.slice(question + 1))
  const form = isForm(message) ? decodeForm(Buffer.from(message.body).toString('utf8')) : []
  const parameters = [...query, ...(header?.parameters ?? []), ...form]
  const [host = ''] = getHeaderValues(message, 'host')
  return {
    header: header?.parameters,
    realm: header?.realm,
    query,
    form,
    baseString: createBaseString({ ...message, host, path, parameters }),
  }
}

/** Reports whether a body is a single-part form: the three conditions of section 3.4.1.3.1. */
export function isForm(message: Pick<WireMessage, 'headers'>): boolean {
  const [type = ''] = getHeaderValues(message, 'content-type')
  return /^\s*application\/x-www-form-urlencoded\s*(?:;|$)/i.test(type)
}

/** Returns the values of every header of a name. */
export function getHeaderValues(
  { headers }: Pick<WireMessage, 'headers'>,
  name: string,
): readonly string[] {
  return headers.filter(([given]) => given.toLowerCase() === name).map(([, value]) => value)
}
