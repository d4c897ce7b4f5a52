import type { PortalContext } from '../portal-context.js'
import type { ApplicationFields } from './application-fields.js'

/** Lists the families of signature methods that developers can choose. */
export function listFamilies<User>(
  context: PortalContext<User>,
): readonly ApplicationFields['family'][] {
  const families = ['secret', 'rsa'] as const
  return families.filter((family) => listMethods(context, family).length > 0)
}

/** Lists the signature methods of a family that developers can choose. */
export function listMethods<User>(
  { settings, portal }: PortalContext<User>,
  family: ApplicationFields['family'],
): readonly string[] {
  return portal.signatureMethods.filter((name) => {
    const isShared = settings.signatureMethods.get(name)?.family === 'shared-secret'
    return family === 'secret' ? isShared : !isShared
  })
}
