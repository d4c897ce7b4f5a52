import type { Pair } from './form.js'
import { toBuffer, percentEncode } from './percent-encoding.js'

/** The parts of a request that form its base string, as they are on the wire. */
export interface BaseStringParts {
  readonly method: string
  readonly scheme: 'http' | 'https'
  /** The value of the Host header. */
  readonly host: string
  /** The path of the request target, without its query. */
  readonly path: string
  /** The parameters of query, header and form, decoded. */
  readonly parameters: readonly Pair[]
}

/** Constructs the signature base string: RFC 5849 section 3.4.1.1, items 1 to 5. */
export function createBaseString(parts: BaseStringParts): string {
  return [
    percentEncode(parts.method.toUpperCase()),
    '&',
    percentEncode(createBaseStringUri(parts)),
    '&',
    percentEncode(normalizeParameters(parts.parameters)),
  ].join('')
}

/** Constructs the base string URI: section 3.4.1.2. */
function createBaseStringUri({ scheme, host, path }: BaseStringParts): string {
  const lowered = host.toLowerCase()
  const port = /:(\d*)$/.exec(lowered)
  const name = port === null ? lowered : lowered.slice(0, port.index)
  const digits = port?.[1] ?? ''
  const isDefault = digits === '' || Number(digits) === (scheme === 'http' ? 80 : 443)
  // RFC 2616 section 5.1.2: an absolute path cannot be empty; it is at least "/".
  return `${scheme}://${name}${isDefault ? '' : `:${digits}`}${path === '' ? '/' : path}`
}

/** Normalizes parameters: section 3.4.1.3.2, items 1 to 4, without `oauth_signature`. */
function normalizeParameters(parameters: readonly Pair[]): string {
  const encoded = parameters
    .map(([name, value]) => [percentEncode(name), percentEncode(value)] as const)
    .filter(([name]) => name !== 'oauth_signature')
  encoded.sort((one, other) => compareBytes(one[0], other[0]) || compareBytes(one[1], other[1]))
  return encoded.map(([name, value]) => `${name}=${value}`).join('&')
}

function compareBytes(one: string, other: string): number {
  return Buffer.compare(toBuffer(one), toBuffer(other))
}
