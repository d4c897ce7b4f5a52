import type { Profile } from './profile.js'

const URLS: ReadonlySet<string> = new Set(['requestTokenUrl', 'authorizeUrl', 'accessTokenUrl'])

/** Returns whether a value from a file, which may have been edited by hand, is a profile. */
export function isProfile(value: unknown): value is Profile {
  if (!isRecord(value)) return false
  const { provider, consumer, token, userAgent } = value
  return (
    isRecord(provider) &&
    Object.entries(provider).every(isSetting) &&
    isRecord(consumer) &&
    typeof consumer.key === 'string' &&
    Object.entries(consumer).every(isSetting) &&
    (token === undefined || isToken(token)) &&
    (userAgent === undefined || typeof userAgent === 'string')
  )
}

function isSetting([name, value]: readonly [name: string, value: unknown]): boolean {
  if (name === 'sendBodyHash') return typeof value === 'boolean'
  return typeof value === 'string' && (!URLS.has(name) || URL.canParse(value))
}

function isToken(token: unknown): boolean {
  return isRecord(token) && typeof token.key === 'string' && typeof token.secret === 'string'
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
