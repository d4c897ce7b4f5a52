import type { ConsumerOptions } from '../../management/consumer-options.js'
import type { PortalContext } from '../portal-context.js'
import { listCallbacks } from './application-fields.js'
import type { ApplicationFields } from './application-fields.js'

/** Returns the options of an application that its developer decides about. */
export function toConsumerOptions<User>(
  { settings }: PortalContext<User>,
  fields: ApplicationFields,
): ConsumerOptions {
  const { name, description, website, iconUrl, allowTwoLegged } = fields
  const all = [...settings.scopes.keys()]
  return {
    name,
    description,
    website: website === '' ? null : website,
    iconUrl: iconUrl === '' ? null : iconUrl,
    callbacks: [...new Set(listCallbacks(fields))],
    allowTwoLegged,
    ...(all.length > 0 && { scopes: all.filter((scope) => fields.scopes.includes(scope)) }),
  }
}
