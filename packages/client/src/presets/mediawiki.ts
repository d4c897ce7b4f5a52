import { percentEncode } from '@oauthplus/core'
import {
  assertOptions,
  isNonEmptyString,
  isString,
  isStringArray,
  optionChecks,
} from '@oauthplus/core/internal'

import { toBaseUrl } from './to-base-url.js'
import type { HmacServiceProvider } from '../service-provider.js'
import { createJsonErrorReader } from './create-json-error-reader.js'
import type { ServiceError } from '../errors/service-error.js'
import { decodeXml } from './decode-xml.js'
import type { Preset } from './preset.js'

/** The location of a wiki. */
export interface MediawikiInstallation {
  /** The URL of its `index.php`: `https://meta.wikimedia.org/w/index.php`. */
  readonly indexUrl: string
  /** The consumer key, which the authorization page requires. */
  readonly consumerKey: string
  /** The origins of other wikis that accept the tokens, such as `https://en.wikipedia.org`. */
  readonly origins?: readonly string[] | undefined
}

const readJsonError = /* @__PURE__ */ createJsonErrorReader(
  { code: ['error', 'code'], advice: ['error', 'info'] },
  { code: ['error'], advice: ['message'] },
)

const INSTALLATION = /* @__PURE__ */ optionChecks<MediawikiInstallation>({
  required: { indexUrl: isString, consumerKey: isNonEmptyString },
  optional: { origins: isStringArray },
})

/**
 * Describes a wiki with MediaWiki's OAuth extension, such as Wikipedia.
 *
 * @example
 *
 * ```ts
 * mediawiki({ indexUrl: 'https://meta.wikimedia.org/w/index.php', consumerKey: key })
 * ```
 *
 * @param installation The wiki and the consumer key.
 *
 * @returns The service provider.
 *
 * @throws `TypeError` when the URL is not valid.
 *
 * @see [MediaWiki and Wikimedia](https://www.mediawiki.org/wiki/OAuth/For_Developers)
 */
export function mediawiki(installation: MediawikiInstallation): Preset<HmacServiceProvider> {
  assertOptions('mediawiki', installation, INSTALLATION)
  const index = toBaseUrl('mediawiki', 'indexUrl', installation.indexUrl)
  const consumerKey = percentEncode(installation.consumerKey)
  return {
    requestTokenUrl: `${index}?title=Special:OAuth/initiate`,
    authorizeUrl: `${index}?title=Special:OAuth/authorize&oauth_consumer_key=${consumerKey}`,
    accessTokenUrl: `${index}?title=Special:OAuth/token`,
    origins: [new URL(index).origin, ...(installation.origins ?? [])],
    signatureMethod: 'HMAC-SHA1',
    readError: (body, response) => readJsonError(body, response) ?? readRawError(body),
    notes: {
      service: 'MediaWiki and Wikimedia',
      source: 'https://www.mediawiki.org/wiki/OAuth/For_Developers',
      verified: false,
      needs: 'indexUrl, consumerKey; oob, or the registered callback',
    },
  }
}

// Special:OAuth responds with text and the status 200 unless the URL contains format=json.
function readRawError(body: string): ServiceError | undefined {
  const [, advice] = /^Error: (.*)/s.exec(body) ?? []
  return advice === undefined ? undefined : { advice: decodeXml(advice) }
}
