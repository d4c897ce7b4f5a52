import { createUsageFailure } from '../failure.js'
import type { Profile } from '../profiles/profile.js'

const EXAMPLE = 'https://photos.example/photos'
const HOST = /^(?:[\w-]+(?:\.[\w-]+){1,126}|localhost)(?::\d+)?(?:[/?#]|$)/

/** Refuses a URL that is not absolute, and suggests the probable one. */
export function assertUrl(url: string, { provider }: Pick<Profile, 'provider'>): void {
  const isAbsolute = /^https?:\/\//i.test(url)
  if (isAbsolute && URL.canParse(url)) return
  if (isAbsolute) throw createUsageFailure(`<url> is not a valid URL: ${url}`)
  const meant = findMeantUrl(url, provider)
  throw createUsageFailure(
    meant === undefined
      ? `<url> must begin with https:// or http://, such as ${EXAMPLE}, received ${url}`
      : `<url> must begin with https:// or http://, received ${url}. Did you mean ${meant}?`,
  )
}

function findMeantUrl(url: string, provider: Profile['provider']): string | undefined {
  if (url.includes('://')) return undefined
  if (HOST.test(url)) return `https://${url}`
  const known = 'preset' in provider ? undefined : provider.accessTokenUrl
  if (known === undefined) return undefined
  return new URL(url, new URL('/', known)).href
}
