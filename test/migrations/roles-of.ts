import { parameterValue } from '@oauthplus/core'
import type { ParameterList } from '@oauthplus/core'

/** Returns the names of a launch's roles, without the prefix of a URN. */
export function rolesOf(launch: ParameterList): ReadonlySet<string> {
  const roles = (parameterValue(launch, 'roles') ?? '').split(',')
  return new Set(
    roles.flatMap((role) =>
      role
        .trim()
        .replace(/^urn:lti:(?:sys|inst)?role:ims\/lis\//, '')
        .split('/'),
    ),
  )
}
