import { formatForm } from '@oauthplus/core'
import type { ParameterList } from '@oauthplus/core'
import { appendQuery } from '@oauthplus/core/internal'

import { isLoopbackHost } from '../public-url/loopback.js'
import { findDangerousScheme } from './dangerous-scheme.js'

const PRINTABLE_ASCII = /^[\x21-\x7e]+$/
const HIERARCHICAL = /^(https?):\/\/([^/?]+)((?:\/[^?]*)?)(\?.*)?/i
const HOST_AND_PORT = /^(\[[0-9a-f:]+\]|[a-z0-9.-]+)(?::(\d{1,5}|\*))?$/i
/** Characters that some servers read as a step up or a slash, but a URL parser leaves unchanged. */
const HIDDEN_STEP = /%2f|%5c|%2e|\/\.\.?;/i
/** Hosts that browsers take for this machine, in addition to those that this server trusts to be it. */
const LOOPBACK_NAME =
  /(?:^|\.)localhost\.?$|^0\.0\.0\.0$|\[::(?:ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4})?\]/
const NATIVE_SCHEME = /^[a-z][a-z0-9+.-]*(?=:.)/i
/** The callback of a flow without one: the user carries the verifier (Core 1.0a, section 6.1.1). */
export const OUT_OF_BAND = 'oob'

/** The callbacks that the owner allows and forbids for all consumers. */
export interface CallbackRules {
  readonly blockedCallbackHosts: readonly string[]
  /** Schemes of native applications that need no domain. */
  readonly nativeSchemes: readonly string[]
}

/** A callback or a registered pattern, taken apart. */
interface CallbackParts {
  readonly scheme: string
  readonly host: string
  /** The port, empty for the scheme's default; `*` in a pattern. */
  readonly port: string
  readonly path: string
  readonly query: string
}

/** Which rule of registered callbacks a pattern violates. */
export type CallbackViolation =
  'dangerousScheme' | 'notAbsolute' | 'anyPort' | 'wildcard' | 'blockedHost' | 'foreignScheme'

/** Returns the rule that a pattern violates with which a consumer is to be registered, if any. */
export function findCallbackViolation(
  pattern: string,
  rules: CallbackRules,
): CallbackViolation | undefined {
  if (!/^https?:/i.test(pattern) && findDangerousScheme(pattern) !== undefined) {
    return 'dangerousScheme'
  }
  if (pattern === OUT_OF_BAND) return undefined
  const parts = parseCallback(pattern)
  if (parts === undefined) return 'notAbsolute'
  if (parts.port === '*' && !isLoopbackHost(parts.host)) return 'anyPort'
  if (!hasValidWildcards(parts)) return 'wildcard'
  if (isBlocked(parts, rules)) return 'blockedHost'
  return isOwnScheme(parts, rules) ? undefined : 'foreignScheme'
}

/**
 * Returns whether a consumer may name a callback. Patterns are compared by their parsed parts:
 * exactly; by path prefix if they end in `/*`; and with any port if a loopback host has the
 * port `*`, any path too if the pattern has none.
 */
export function isCallbackAllowed(
  callback: string,
  patterns: readonly string[],
  rules: CallbackRules,
): boolean {
  if (callback === OUT_OF_BAND) return patterns.includes(OUT_OF_BAND)
  const requested = parseCallback(callback)
  if (requested === undefined || requested.port === '*' || isBlocked(requested, rules)) return false
  if (!isOwnScheme(requested, rules)) return false
  return patterns.some((text) => {
    const pattern = parseCallback(text)
    return pattern !== undefined && matchesPattern(requested, pattern)
  })
}

/**
 * Returns why a consumer may not use a callback. A callback that the owner forbids is distinguished from one that is not
 * registered, because otherwise the reader would register the same callback again.
 */
export function explainCallbackRefusal(
  callback: string,
  patterns: readonly string[],
  { blockedCallbackHosts, nativeSchemes }: CallbackRules,
): string {
  const scheme = callback.slice(0, callback.indexOf(':')).toLowerCase()
  if (isCallbackAllowed(callback, patterns, { blockedCallbackHosts, nativeSchemes: [scheme] })) {
    return `This callback is registered for the consumer, but its scheme ${scheme} is not in the provider's nativeSchemes.`
  }
  if (isCallbackAllowed(callback, patterns, { blockedCallbackHosts: [], nativeSchemes })) {
    return "This callback is registered for the consumer, but its host is in the provider's blockedCallbackHosts."
  }
  return 'This callback is not registered for the consumer.'
}

/**
 * Returns whether exactly this callback is registered, with https. Only then can a user be sent back
 * without being asked (section 4.15).
 */
export function isExactHttpsCallback(callback: string, patterns: readonly string[]): boolean {
  const requested = parseCallback(callback)
  if (requested?.scheme !== 'https' || isThisMachine(requested.host)) return false
  return patterns.some((text) => {
    const pattern = text.includes('*') ? undefined : parseCallback(text)
    return pattern !== undefined && matchesPattern(requested, pattern)
  })
}

/** Adds parameters to a callback, whose own query stays as it is (section 2.2). */
export function createCallbackUrl(callback: string, parameters: ParameterList): string {
  return appendQuery(callback, formatForm(parameters))
}

/**
 * Returns what a person can recognise of a callback: its origin, or the scheme of a native
 * application.
 */
export function getCallbackOrigin(callback: string): string | undefined {
  const parts = parseCallback(callback)
  if (parts === undefined) return undefined
  if (parts.host === '') return `${parts.scheme}:`
  return `${parts.scheme}://${parts.host}${parts.port === '' ? '' : `:${parts.port}`}`
}

/**
 * Returns whether a scheme belongs to one application by its domain name (RFC 8252, section 7.1), or is
 * allowed without. Any other application could take "myapp" for itself.
 */
function isOwnScheme({ scheme, host }: CallbackParts, { nativeSchemes }: CallbackRules): boolean {
  return host !== '' || /[a-z\d-]\.[a-z\d-]/.test(scheme) || nativeSchemes.includes(scheme)
}

function isBlocked({ host }: CallbackParts, { blockedCallbackHosts }: CallbackRules): boolean {
  const named = removeTrailingDots(host)
  return blockedCallbackHosts
    .map(removeTrailingDots)
    .some((blocked) => named === blocked || named.endsWith(`.${blocked}`))
}

/** A dot at the end names the same host. */
function removeTrailingDots(host: string): string {
  let end = host.length
  while (host[end - 1] === '.') end--
  return host.slice(0, end)
}

function isThisMachine(host: string): boolean {
  return isLoopbackHost(host) || LOOPBACK_NAME.test(host)
}

function hasValidWildcards({ path, query }: CallbackParts): boolean {
  const [fixed, isPrefix] = path.endsWith('/*') ? [path.slice(0, -1), true] : [path, false]
  return !fixed.includes('*') && !query.includes('*') && !(isPrefix && query !== '')
}

function matchesPattern(requested: CallbackParts, pattern: CallbackParts): boolean {
  if (requested.scheme !== pattern.scheme || requested.host !== pattern.host) return false
  if (pattern.port === '*') {
    if (pattern.path === '/' && pattern.query === '') return true
  } else if (requested.port !== pattern.port) return false
  if (pattern.path.endsWith('/*')) {
    return !HIDDEN_STEP.test(requested.path) && requested.path.startsWith(pattern.path.slice(0, -1))
  }
  return requested.path === pattern.path && requested.query === pattern.query
}

function parseCallback(text: string): CallbackParts | undefined {
  if (!PRINTABLE_ASCII.test(text) || /[\\#<>"]/.test(text)) return undefined
  const match = HIERARCHICAL.exec(text)
  return match === null ? parseNativeCallback(text) : parseWebCallback(text, match)
}

function parseWebCallback(text: string, match: RegExpExecArray): CallbackParts | undefined {
  const [, scheme = '', authority = '', path = ''] = match
  // No user information: the part before an "@" is not a host.
  const hostAndPort = HOST_AND_PORT.exec(authority)
  const parsed = parseUrl(text.replace(/^([^/]*\/\/[^/?]*):\*/, '$1'))
  if (hostAndPort === null || parsed === undefined) return undefined
  const [, host = '', port] = hostAndPort
  // Whatever a browser's parser would rewrite (dot segments, odd hosts) is refused.
  if (parsed.hostname !== host.toLowerCase() || parsed.pathname !== (path || '/')) return undefined
  return {
    scheme: scheme.toLowerCase(),
    host: parsed.hostname,
    port: port === '*' ? port : parsed.port,
    path: parsed.pathname,
    query: match[4] ?? '',
  }
}

function parseNativeCallback(text: string): CallbackParts | undefined {
  const scheme = NATIVE_SCHEME.exec(text)?.[0].toLowerCase()
  if (scheme === undefined || findDangerousScheme(text) !== undefined || /[@*]/.test(text))
    return undefined
  return {
    scheme,
    host: '',
    port: '',
    path: text.slice(scheme.length + 1),
    query: '',
  }
}

function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}
