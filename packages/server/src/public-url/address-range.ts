import { argumentError, describeValue } from '@oauthplus/core/internal'
import ipaddr from 'ipaddr.js'

// An address in the one spelling that it has; the library takes half an HMAC's time for it.
const PLAIN_IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/

const LOCAL_RANGES: ReadonlySet<string | undefined> = new Set([
  'loopback',
  'private',
  'uniqueLocal',
  'linkLocal',
  'carrierGradeNat',
])

type Address = ipaddr.IPv4 | ipaddr.IPv6

/**
 * Refuses what is neither an IP address nor a range of them (CIDR).
 */
export function assertAddressRange(option: string, range: string): void {
  if (isAddressRange(range)) return
  throw argumentError(
    `${option} must contain IP addresses or CIDR ranges such as 192.0.2.0/24, received ${describeValue(range)}`,
  )
}

/** Returns whether a string is an IP address or a range of them (CIDR). */
export function isAddressRange(text: string): boolean {
  return parseRange(text) !== undefined
}

/** Returns whether an IP address lies in one of the ranges; anything that is not an address lies in none. */
export function isAddressWithin(address: string | undefined, ranges: readonly string[]): boolean {
  const parsed = ranges.length === 0 ? undefined : parseAddress(address)
  if (parsed === undefined) return false
  return ranges.some((text) => {
    const range = parseRange(text)
    return range?.[0].kind() === parsed.kind() && parsed.match(range)
  })
}

/**
 * Returns the key under which a sender's address is counted: the first 64 bits of an IPv6 address,
 * because one sender has all the addresses that share them.
 */
export function toCountedAddress(address: string | undefined): string {
  if (address !== undefined && PLAIN_IPV4.test(address)) return address
  const parsed = parseAddress(address)
  if (parsed === undefined) return ''
  if (parsed.kind() === 'ipv4') return parsed.toString()
  return `${parsed.toByteArray().slice(0, 8).join('.')}/64`
}

/**
 * Returns the wider range under which guesses are counted too: of an IPv6 address its first 48 bits,
 * which one site or one customer has.
 */
export function toCountedRange(counted: string): string {
  return counted.endsWith('/64') ? `${counted.split('.').slice(0, 6).join('.')}/48` : counted
}

/** Returns whether an address belongs to this machine or to a private network, as those of proxies do. */
export function isLocalAddress(address: string | undefined): boolean {
  return LOCAL_RANGES.has(parseAddress(address)?.range())
}

/** Returns an address in one spelling; `undefined` if a string is not an address. */
export function normalizeAddress(address: string | undefined): string | undefined {
  return parseAddress(address)?.toString()
}

function parseAddress(text: string | undefined): Address | undefined {
  if (text === undefined || !isAddress(text)) return undefined
  // An IPv4 address that came through an IPv6 socket is what it was before.
  return ipaddr.process(text)
}

function parseRange(text: string): [Address, number] | undefined {
  const [address = '', bits, ...others] = text.split('/')
  if (!isAddress(address) || others.length > 0) return undefined
  if (bits === undefined) {
    const parsed = ipaddr.process(address)
    return [parsed, parsed.kind() === 'ipv4' ? 32 : 128]
  }
  const parsed = ipaddr.parse(address)
  const isWhole = /^\d{1,3}$/.test(bits) && Number(bits) <= (parsed.kind() === 'ipv4' ? 32 : 128)
  return isWhole ? [parsed, Number(bits)] : undefined
}

/** Takes no spelling that only some programs understand, such as octal numbers. */
function isAddress(text: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text)
}
