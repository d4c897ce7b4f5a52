import { argumentError } from '@oauthplus/core/internal'

import { findDangerousScheme } from './dangerous-scheme.js'

/** Refuses what is not a scheme, and what no callback may have. */
export function assertNativeSchemes(schemes: readonly string[]): void {
  for (const scheme of schemes) {
    if (!/^[a-z][a-z0-9+.-]*$/i.test(scheme)) {
      throw argumentError(
        `createProvider: nativeSchemes must name schemes without a colon, such as myapp, received ${JSON.stringify(scheme)}`,
      )
    }
    if (findDangerousScheme(`${scheme}:`) !== undefined) {
      throw argumentError(
        `createProvider: nativeSchemes must not name ${scheme}, which browsers or operating systems act upon; give the application a scheme of its own`,
      )
    }
  }
}
