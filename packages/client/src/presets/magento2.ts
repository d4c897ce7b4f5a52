import { assertOptions, isString, optionChecks } from '@oauthplus/core/internal'

import { toBaseUrl } from './to-base-url.js'
import type { HmacServiceProvider } from '../service-provider.js'
import type { ServiceError } from '../errors/service-error.js'
import { parseJson } from './create-json-error-reader.js'
import { MAGENTO_DIALECT } from './magento-dialect.js'
import type { Preset } from './preset.js'

/** The location of a store. */
export interface Magento2Installation {
  /** The base URL, as the store sends it: `https://shop.example/`. */
  readonly storeUrl: string
}

const INSTALLATION = /* @__PURE__ */ optionChecks<Magento2Installation>({
  required: { storeUrl: isString },
  optional: {},
})

/**
 * Describes a Magento 2 or Adobe Commerce store. The store starts the flow; {@link
 * magentoActivation} handles it. Stores before 2.4.4 also accept HMAC-SHA1.
 *
 * @example
 *
 * ```ts
 * createClient({ provider: magento2({ storeUrl: 'https://shop.example' }), consumer: { key, secret } })
 * ```
 *
 * @param installation The store.
 *
 * @returns The service provider.
 *
 * @throws `TypeError` when the URL is not valid.
 *
 * @see [Magento 2 and Adobe Commerce](https://developer.adobe.com/commerce/webapi/get-started/authentication/gs-authentication-oauth/)
 */
export function magento2(installation: Magento2Installation): Preset<HmacServiceProvider> {
  assertOptions('magento2', installation, INSTALLATION)
  const base = toBaseUrl('magento2', 'storeUrl', installation.storeUrl)
  return {
    requestTokenUrl: `${base}/oauth/token/request`,
    accessTokenUrl: `${base}/oauth/token/access`,
    origins: [new URL(base).origin],
    signatureMethod: 'HMAC-SHA256',
    allowUnconfirmedCallback: true,
    dialect: MAGENTO_DIALECT,
    readError,
    notes: {
      service: 'Magento 2 and Adobe Commerce',
      source:
        'https://developer.adobe.com/commerce/webapi/get-started/authentication/gs-authentication-oauth/',
      verified: false,
      needs: 'storeUrl; an endpoint for the credentials (magentoActivation)',
    },
  }
}

// The maximum total length of the values of a message, so that its placeholders cannot fill the
// memory.
const MAX_CHARACTERS = 10_000

// The message contains placeholders, %1 and %name, for the members of `parameters`.
function readError(body: string): ServiceError | undefined {
  const json = parseJson(body) as
    { readonly message?: unknown; readonly parameters?: unknown } | null | undefined
  if (typeof json?.message !== 'string') return undefined
  const parameters = new Map(Object.entries(json.parameters ?? {}))
  let characters = 0
  const advice = json.message.replace(/%(\w+)/g, (placeholder, name: string) => {
    // A list is numbered from 1.
    const key = Array.isArray(json.parameters) ? String(Number(name) - 1) : name
    const value: unknown = parameters.get(key)
    if (typeof value !== 'string' && typeof value !== 'number') return placeholder
    const text = String(value)
    // Not truncated, because the start of a secret would not be recognized.
    if (characters + text.length > MAX_CHARACTERS) return placeholder
    characters += text.length
    return text
  })
  return { advice }
}
