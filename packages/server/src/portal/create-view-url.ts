import { formatForm } from '@oauthplus/core'

import type { PortalContext } from './portal-context.js'

/** Returns the URL of another page of the same section: its parameters are in the query. */
export function createViewUrl<User>(
  { request }: PortalContext<User>,
  parameters: Readonly<Record<string, string>>,
): string {
  const path = request.localUrl.replace(/\?.*/, '')
  const query = formatForm(Object.entries(parameters))
  return query === '' ? path : `${path}?${query}`
}
