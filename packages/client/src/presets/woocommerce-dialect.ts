import { baseStringUri, parseForm, percentEncode } from '@oauthplus/core'
import type { Dialect } from '@oauthplus/core'

import { readPhpParameters } from './php-parameters.js'
import type { PhpParameters } from './php-parameters.js'

/**
 * Builds the base string that WooCommerce verifies. It reads the query as PHP does, so that `include[]`
 * has a number, sorts names without their brackets, and keeps the order of lists.
 *
 * @internal
 * @see [class-wc-rest-authentication.php](https://github.com/woocommerce/woocommerce/blob/trunk/plugins/woocommerce/includes/class-wc-rest-authentication.php)
 */
export const WOOCOMMERCE_DIALECT: Dialect = {
  baseString({ method, url, parameters }) {
    const [, query = ''] = /^[^?#]*\?([^#]*)/.exec(url) ?? []
    const read = readPhpParameters([...parseForm(query), ...parameters])
    read.delete('oauth_signature')
    const sorted = new Map([...read].sort(([a], [b]) => (a < b ? -1 : 1)))
    const joined = joinParameters(sorted).join('%26')
    return `${method.toUpperCase()}&${percentEncode(baseStringUri(url))}&${joined}`
  },
}

function joinParameters(parameters: PhpParameters, prefix?: string): readonly string[] {
  return [...parameters].flatMap(([key, value]) => {
    const name = prefix === undefined ? percentEncode(key) : `${prefix}%5B${key}%5D`
    return typeof value === 'string'
      ? [percentEncode(`${name}=${percentEncode(value)}`)]
      : joinParameters(value, name)
  })
}
