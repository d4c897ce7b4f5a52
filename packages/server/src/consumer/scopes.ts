import type { ParameterList } from '@oauthplus/core'

import { createParameterError } from '../errors/rejected-errors.js'
import type { NamedScope } from '../results.js'
import type { ConsumerRecord } from '../store/consumer-record.js'
import type { Settings } from '../settings/settings.js'

/**
 * Reads which scopes a request asks for: the parameter `scope`, names separated by spaces or
 * commas.
 */
export function readScopes<User>(
  settings: Settings<User>,
  request: { readonly query: ParameterList; readonly form: ParameterList },
  consumer: Pick<ConsumerRecord, 'scopes'>,
): readonly string[] {
  const names = [...request.query, ...request.form]
    .filter(([name]) => name === 'scope')
    .flatMap(([, value]) => value.split(/[\s,]/))
    .filter((name) => name !== '')
  if (names.length === 0) return limitScopes(settings.defaultScopes, consumer.scopes)
  const unknown = names.find((name) => !settings.scopes.has(name))
  if (unknown !== undefined) {
    throw createParameterError('scope', 'There is no scope with that name.', unknown)
  }
  const allowed = limitScopes(names, consumer.scopes)
  const forbidden = names.find((name) => !allowed.includes(name))
  if (forbidden !== undefined) {
    throw createParameterError('scope', 'The consumer is not registered for this scope.', forbidden)
  }
  return [...new Set(names)]
}

/** Adds the descriptions of the provider to the names of scopes. */
export function describeScopes<User>(
  settings: Settings<User>,
  names: readonly string[],
): readonly NamedScope[] {
  return names.map((name) => ({
    name,
    description: settings.scopes.get(name)?.description ?? name,
    allowWrites: settings.scopes.get(name)?.allowWrites ?? true,
  }))
}

/** Leaves of scopes those that a consumer may have now: a token may be older than the limit. */
export function limitScopes(
  scopes: readonly string[],
  allowed: readonly string[] | undefined,
): readonly string[] {
  return allowed === undefined ? scopes : scopes.filter((name) => allowed.includes(name))
}
