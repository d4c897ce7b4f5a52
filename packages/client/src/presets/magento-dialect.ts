import { baseStringUri, parseForm, percentEncode } from '@oauthplus/core'
import type { Dialect } from '@oauthplus/core'

import { compareNaturally } from './compare-naturally.js'

/**
 * Builds the base string that Magento 2 verifies. Omits query parameters that are not exactly a
 * name, `=` and a value, uses the last value of a repeated name, and sorts names with `strnatcmp`.
 *
 * @internal
 * @see [Request.php of Magento 2](https://github.com/magento/magento2/blob/2.4-develop/lib/internal/Magento/Framework/Oauth/Helper/Request.php)
 */
export const MAGENTO_DIALECT: Dialect = {
  baseString({ method, url, parameters }) {
    const [, query = ''] = /^[^?#]*\?([^#]*)/.exec(url) ?? []
    const read = query
      .split('&')
      .filter((pair) => pair.split('=').length === 2)
      .flatMap((pair) => parseForm(pair))
    const values = new Map(
      [...parameters, ...read].map(([name, value]) => [percentEncode(name), percentEncode(value)]),
    )
    values.delete('oauth_signature')
    const joined = [...values]
      .sort(([a], [b]) => compareNaturally(a, b))
      .map((pair) => pair.join('='))
      .join('&')
    return [method.toUpperCase(), baseStringUri(url), joined].map(percentEncode).join('&')
  },
}
