import { percentEncode } from '@oauthplus/core'
import type { Dialect } from '@oauthplus/core'
import { assertOptions, isBoolean, isString, optionChecks } from '@oauthplus/core/internal'

import { toBaseUrl } from './to-base-url.js'
import type { HmacServiceProvider } from '../service-provider.js'
import { createJsonErrorReader } from './create-json-error-reader.js'
import type { Preset } from './preset.js'
import { WOOCOMMERCE_DIALECT } from './woocommerce-dialect.js'

/** The location of a shop. */
export interface WoocommerceInstallation {
  /** The base URL: `http://shop.example`. */
  readonly storeUrl: string
  /** Whether the shop uses the legacy API (`/wc-api/v1` and `v2`), whose signing key has no `&`. */
  readonly legacy?: boolean | undefined
}

const LEGACY: Dialect = { signingKey: (consumerSecret) => percentEncode(consumerSecret) }

const INSTALLATION = /* @__PURE__ */ optionChecks<WoocommerceInstallation>({
  required: { storeUrl: isString },
  optional: { legacy: isBoolean },
})

/**
 * Describes a WooCommerce shop over plain http. Over https, WooCommerce accepts the key and the
 * secret with HTTP Basic authentication, without a signature.
 *
 * @example
 *
 * ```ts
 * createClient({ provider: woocommerce({ storeUrl: 'http://shop.example' }), consumer: { key, secret } })
 * ```
 *
 * @param installation The shop.
 *
 * @returns The service provider.
 *
 * @throws `TypeError` when the URL is not valid.
 *
 * @see [WooCommerce](https://woocommerce.github.io/woocommerce-rest-api-docs/#authentication-over-http)
 */
export function woocommerce(installation: WoocommerceInstallation): Preset<HmacServiceProvider> {
  assertOptions('woocommerce', installation, INSTALLATION)
  const base = toBaseUrl('woocommerce', 'storeUrl', installation.storeUrl)
  return {
    origins: [new URL(base).origin],
    signatureMethod: 'HMAC-SHA256',
    // Many web servers do not pass the Authorization header on to PHP.
    transmission: 'query',
    dialect: installation.legacy === true ? LEGACY : WOOCOMMERCE_DIALECT,
    readError: createJsonErrorReader(
      { code: ['code'], advice: ['message'] },
      { code: ['errors', 0, 'code'], advice: ['errors', 0, 'message'] },
    ),
    notes: {
      service: 'WooCommerce',
      source: 'https://woocommerce.github.io/woocommerce-rest-api-docs/#authentication-over-http',
      verified: false,
      needs: 'storeUrl; no token: client.fetch',
    },
  }
}
