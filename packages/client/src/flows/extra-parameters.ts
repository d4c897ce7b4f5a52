import type { ParameterList } from '@oauthplus/core'

/**
 * The other parameters of a token response, by name. Each name comes from the Provider:
 * the object has no prototype, so `constructor` and `__proto__` are names like any other. A name
 * that came more than once is not in it, because its value could be read in two ways; `parameters`
 * has them all.
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
