import type { ParameterList } from '@oauthplus/core'

import { rejected } from './rejected.js'
import type { Settings } from './settings.js'

/**
 * Reads which scopes a request asks for: the parameter `scope`, names separated by spaces or
 * commas.
 */
export function requestedScopes<User>(
  settings: Settings<User>,
  request: { readonly query: ParameterList; readonly form: ParameterList },
): readonly string[] {
  const names = [...request.query, ...request.form]
    .filter(([name]) => name === 'scope')
    .flatMap(([, value]) => value.split(/[\s,]+/))
    .filter((name) => name !== '')
  if (names.length === 0) return settings.defaultScopes
  if (!names.every((name) => settings.scopes.has(name))) {
    throw rejected('scope', 'There is no scope of that name.')
  }
  return [...new Set(names)]
}
