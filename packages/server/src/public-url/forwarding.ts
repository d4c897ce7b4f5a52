import { headerValues, OAuthError } from '@oauthplus/core'
import forwardedParse from 'forwarded-parse'

import { isAddressWithin, normalizeAddress } from './address-range.js'
import type { ProviderRequest } from '../request.js'

const QUOTED_PAIR = /\\./gs
const QUOTED = /"[^"]*"/g
const PORT = /^\d{1,5}$/
const DEFAULT_PORTS: Readonly<Record<string, number>> = { http: 80, https: 443 }
const PREFIX = /^(?:\/[\w.~!$&'()*+,;=:@%/-]*)?$/
const HOST_WITH_PORT = /^(?:\[[\da-f:.]+\]|[^:\s/?#@\\]+)(?::(\d{1,5}))?$/i
const ADDRESS_WITH_PORT = /^(?:\[([\da-f:.]+)\]|([\d.]+))(?::\d{1,5})?$/i

/** Finds a request's true sender and true URL, through the trusted proxies. */
export interface Forwarding {
  /** `http` or `https`, as the sender used it. */
  readonly scheme: string
  /** The host that the sender asked for, with its port if that is not the usual one. */
  readonly host: string | undefined
  /** The path prefix that a proxy has taken away; empty if there is none. */
  readonly prefix: string
  /** The sender's IP address; `undefined` if it cannot be known. */
  readonly address: string | undefined
}

/** The values of one of the two families of headers. */
interface ForwardedValues {
  readonly scheme?: string | undefined
  readonly host?: string | undefined
  readonly address?: string | undefined
}

/**
 * Reads `Forwarded` (RFC 7239) and `X-Forwarded-Proto`, `-Host`, `-Port` and `-For` if the
 * connection comes from a trusted proxy; from anyone else they are what anyone may write.
 * `X-Forwarded-Prefix`, which most proxies pass on as their client has written it, needs an option.
 * Throws an `OAuthError` if they contradict each other, or one family reports what the other does not.
 */
export function readForwarding(
  request: ProviderRequest,
  options: {
    readonly trustedProxies: readonly string[]
    readonly allowForwardedPrefix: boolean
    /** Whether `publicUrl` decides the scheme and the host. */
    readonly isUrlConfigured: boolean
  },
): Forwarding {
  const { headers, peer } = request
  const { trustedProxies, allowForwardedPrefix, isUrlConfigured } = options
  const direct: Forwarding = {
    scheme: peer.secure ? 'https' : 'http',
    host: getOnlyValue('Host', headerValues(headers, 'host')),
    prefix: '',
    address: peer.address,
  }
  if (!isAddressWithin(peer.address, trustedProxies)) return direct
  const forwarded = readForwarded(request, trustedProxies)
  const xForwarded = readXForwarded(request, trustedProxies, direct.host)
  const scheme = forwarded.scheme ?? xForwarded.scheme ?? direct.scheme
  const requested = removeDefaultPort(direct.host?.toLowerCase(), scheme)
  // A family that names no host leaves the one of the request.
  const addRequestedHost = (values: ForwardedValues): ForwardedValues =>
    hasForwardedValues(values)
      ? { ...values, host: removeDefaultPort(values.host, scheme) ?? requested }
      : values
  const [first, second] = [addRequestedHost(forwarded), addRequestedHost(xForwarded)]
  assertConsistent(first, second, isUrlConfigured ? ['address'] : ['scheme', 'host', 'address'])
  return {
    scheme,
    host: first.host ?? second.host ?? direct.host,
    prefix: allowForwardedPrefix ? readPrefix(headers) : '',
    address: forwarded.address ?? xForwarded.address ?? direct.address,
  }
}

/**
 * Refuses two families of headers that disagree. Most proxies write one of them and pass the
 * other on as their client has written it, so a value that only one family contains may come from an attacker.
 */
function assertConsistent(
  forwarded: ForwardedValues,
  xForwarded: ForwardedValues,
  compared: readonly (keyof ForwardedValues)[],
): void {
  if (!hasForwardedValues(forwarded) || !hasForwardedValues(xForwarded)) return
  for (const value of compared) {
    if (forwarded[value] !== xForwarded[value]) {
      throw createContradictionError(
        `${value}: Forwarded and X-Forwarded-… must agree, or one must be removed`,
      )
    }
  }
}

function hasForwardedValues({ scheme, host, address }: ForwardedValues): boolean {
  return (scheme ?? host ?? address) !== undefined
}

function readForwarded(
  { headers }: ProviderRequest,
  trustedProxies: readonly string[],
): ForwardedValues {
  const value = headerValues(headers, 'forwarded').join(', ')
  if (value === '') return {}
  const elements = parseForwarded(value)
  // Each proxy adds an element that names who came to it; the outermost trusted one is believed.
  let index = elements.length - 1
  while (index > 0 && isAddressWithin(toAddress(elements[index]?.for), trustedProxies)) index--
  const { proto, host, for: sender } = elements[index] ?? {}
  return { scheme: toScheme(proto), host: toHost(host), address: toAddress(sender) }
}

function readXForwarded(
  { headers }: ProviderRequest,
  trustedProxies: readonly string[],
  requestHost: string | undefined,
): ForwardedValues {
  const senders = readList(headers, 'x-forwarded-for')
  let index = senders.length - 1
  while (index > 0 && isAddressWithin(toAddress(senders[index]), trustedProxies)) index--
  const host = toHost(readSingle(headers, 'X-Forwarded-Host', toLowerCase))
  return {
    scheme: toScheme(readSingle(headers, 'X-Forwarded-Proto', toLowerCase)),
    host: addPort(host, readSingle(headers, 'X-Forwarded-Port'), requestHost),
    address: toAddress(senders[index]),
  }
}

/** Leaves out the port that goes without saying: two spellings of one host do not contradict each other. */
function removeDefaultPort(host: string | undefined, scheme: string): string | undefined {
  const port = host === undefined ? undefined : HOST_WITH_PORT.exec(host)?.[1]
  if (host === undefined || port === undefined) return host
  const name = host.slice(0, -port.length - 1)
  return Number(port) === DEFAULT_PORTS[scheme] ? name : `${name}:${Number(port)}`
}

/** Adds the port that a proxy reports to the host that it, or else the request, names. */
function addPort(
  host: string | undefined,
  port: string | undefined,
  requestHost: string | undefined,
): string | undefined {
  if (port === undefined) return host
  if (!PORT.test(port)) throw createUnreadableError('X-Forwarded-Port')
  const match = HOST_WITH_PORT.exec(host ?? requestHost ?? '')
  if (match === null) return host
  const [named, ownPort] = match
  if (ownPort === undefined) return `${named}:${port}`
  // The port of the Host header is that of the connection behind the proxy.
  if (host === undefined) return `${named.slice(0, -ownPort.length)}${port}`
  if (Number(ownPort) !== Number(port)) throw createContradictionError('port')
  return host
}

function readPrefix(headers: ProviderRequest['headers']): string {
  const prefix = readSingle(headers, 'X-Forwarded-Prefix') ?? ''
  if (!PREFIX.test(prefix) || prefix.includes('//'))
    throw createUnreadableError('X-Forwarded-Prefix')
  return prefix.replace(/\/$/, '')
}

function toScheme(scheme: string | undefined): string | undefined {
  const lower = scheme?.toLowerCase()
  if (lower === undefined || lower === 'http' || lower === 'https') return lower
  throw createUnreadableError('protocol')
}

function toHost(host: string | undefined): string | undefined {
  if (host === undefined || HOST_WITH_PORT.test(host)) return host?.toLowerCase()
  throw createUnreadableError('host')
}

/** Returns an address without its port; `undefined` for what hides it (`unknown`, `_secret`). */
function toAddress(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const plain = normalizeAddress(text)
  if (plain !== undefined) return plain
  const match = ADDRESS_WITH_PORT.exec(text)
  return normalizeAddress(match?.[1] ?? match?.[2])
}

function parseForwarded(value: string): readonly Record<string, string>[] {
  const elements = tryParseForwarded(value)
  if (elements === undefined) throw createUnreadableError('Forwarded')
  const names = elements.flatMap((element) => Object.keys(element)).length
  // RFC 7239 section 4: no name occurs twice in an element. The parser would take the last one,
  // which may be what a client has put into a header that its proxy quotes.
  const pairs = value.replace(QUOTED_PAIR, '').replace(QUOTED, '').split('=').length - 1
  if (names !== pairs) throw createUnreadableError('Forwarded')
  return elements
}

function tryParseForwarded(value: string): readonly Record<string, string>[] | undefined {
  try {
    return forwardedParse(value)
  } catch {
    return undefined
  }
}

function readList(headers: ProviderRequest['headers'], name: string): readonly string[] {
  return headerValues(headers, name).flatMap((value) =>
    value
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== ''),
  )
}

/** Returns the one value of a header: of several proxies, all must say the same. */
function readSingle(
  headers: ProviderRequest['headers'],
  name: string,
  spelled = (value: string) => value,
): string | undefined {
  return getOnlyValue(name, [...new Set(readList(headers, name.toLowerCase()).map(spelled))])
}

function toLowerCase(text: string): string {
  return text.toLowerCase()
}

function getOnlyValue(name: string, values: readonly string[]): string | undefined {
  if (values.length <= 1) return values[0]
  throw new OAuthError('parameter_rejected', `The values of ${name} contradict each other.`)
}

function createContradictionError(what: string): OAuthError {
  return new OAuthError(
    'parameter_rejected',
    `The headers of the proxies contradict each other about the ${what}.`,
  )
}

function createUnreadableError(name: string): OAuthError {
  return new OAuthError('parameter_rejected', `The ${name} that a proxy sent cannot be read.`)
}
