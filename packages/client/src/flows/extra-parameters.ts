import type { ParameterList } from '@oauthplus/core'

/**
 * The other parameters of a token response, by name. The names come from the provider, so the
 * object has no prototype, and `constructor` and `__proto__` are ordinary names. Repeated names are
 * omitted because their value is ambiguous. `parameters` contains them all.
 */
export type ExtraParameters = Readonly<Record<string, string | undefined>>

/**
 * Collects parameters by name.
 *
 * @internal
 */
export function toExtra(parameters: ParameterList): ExtraParameters {
  const extra = Object.create(null) as Record<string, string | undefined>
  const repeated = new Set<string>()
  for (const [name, value] of parameters) {
    if (name in extra) repeated.add(name)
    extra[name] = value
  }
  for (const name of repeated) Reflect.deleteProperty(extra, name)
  return extra
}
