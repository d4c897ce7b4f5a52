import { digest } from '@oauthplus/core/internal'

import type { Theme } from '../pages/theme.js'
import { isPlainHost } from '../public-url/is-plain-host.js'

// Proxies such as nginx refuse a response whose headers are longer than 4 kilobytes.
const MAX_IMAGE_SOURCES_LENGTH = 1500

/** Lists what a page may load: its style, icons, and the images and the style sheet of the theme. */
export async function listPageSources(
  theme: Theme,
  style: string,
  iconUrls: readonly string[] = [],
): Promise<readonly string[]> {
  const images = listImageSources([theme.logoUrl, ...iconUrls])
  const hash = `'sha256-${await digest(style, 'SHA-256')}'`
  return [
    "default-src 'none'",
    `style-src ${[hash, ...toSource(theme.stylesheetUrl)].join(' ')}`,
    ...(images.length === 0 ? [] : [`img-src ${images.join(' ')}`]),
  ]
}

/** Lists the sources of images; any https URL if the list would be too long for a header. */
function listImageSources(urls: readonly (string | undefined)[]): readonly string[] {
  const images = [...new Set(urls.flatMap((url) => toSource(url)))]
  return images.join(' ').length > MAX_IMAGE_SOURCES_LENGTH ? ["'self'", 'https:'] : images
}

/**
 * Converts a URL to a source expression, in which no query, semicolon or comma can occur. A host that
 * could contain those gets no source: a record may be older than its check.
 */
function toSource(url: string | undefined): readonly string[] {
  if (url === undefined) return []
  if (url.startsWith('/')) return ["'self'"]
  const parsed = new URL(url)
  if (!isPlainHost(parsed)) return []
  const { origin, pathname } = parsed
  return [`${origin}${pathname.replaceAll(';', '%3B').replaceAll(',', '%2C')}`]
}
