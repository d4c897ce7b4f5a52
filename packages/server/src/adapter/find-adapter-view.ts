import { argumentError, describeValue } from '@oauthplus/core/internal'

import { ADAPTER_VIEW } from '../adapter-view.js'
import type { AdapterView } from '../adapter-view.js'

/** Finds what a provider offers to adapters; throws a `TypeError` for any other value. */
export function findAdapterView(functionName: string, provider: unknown): AdapterView {
  const isObject = typeof provider === 'object' && provider !== null
  const view = isObject && (provider as { [ADAPTER_VIEW]?: AdapterView })[ADAPTER_VIEW]
  if (view) return view
  throw argumentError(
    `${functionName}: provider must be a provider that createProvider() has made, received ${describeValue(provider)}`,
  )
}
