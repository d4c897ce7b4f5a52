import { assertOptions, isString, optionChecks } from '@oauthplus/core/internal'

import { toBaseUrl } from './to-base-url.js'
import type { HmacServiceProvider } from '../service-provider.js'
import type { Preset } from './preset.js'

/** Which store. */
export interface Magento2Installation {
  /** Its base URL, as it posts it: `https://shop.example/`. */
  readonly storeUrl: string
}

const INSTALLATION = optionChecks<Magento2Installation>({
  required: { storeUrl: isString },
  optional: {},
})

/**
 * Describes a store of Magento 2 or Adobe Commerce. The store itself starts the flow:
 * {@link magentoActivation} answers it.
 *
 * @example
 *
 * ```ts
 * createClient({ provider: magento2({ storeUrl: 'https://shop.example' }), consumer: { key, secret } })
 * ```
 *
 * @param installation The store.
 *
 * @returns The Service Provider.
 *
 * @throws `TypeError` when the URL is none.
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
    notes: {
      service: 'Magento 2 and Adobe Commerce',
      source:
        'https://developer.adobe.com/commerce/webapi/get-started/authentication/gs-authentication-oauth/',
      verified: false,
      needs: 'storeUrl; an endpoint for the credentials (magentoActivation)',
    },
  }
}
