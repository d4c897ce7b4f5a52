import { readDer, readInside } from './read-der.js'

/** The kinds of key: the label of its PEM, or PKCS#12, which has no label. @internal */
export type KeyKind =
  | 'PRIVATE KEY'
  | 'RSA PRIVATE KEY'
  | 'ENCRYPTED PRIVATE KEY'
  | 'EC PRIVATE KEY'
  | 'OPENSSH PRIVATE KEY'
  | 'PUBLIC KEY'
  | 'RSA PUBLIC KEY'
  | 'CERTIFICATE'
  | 'PKCS#12'

// The types that the elements inside begin with: 2 is an integer, 3 bits, 4 octets and 48 a sequence. The
// first that matches counts.
const KINDS: readonly (readonly [types: string, kind: KeyKind])[] = [
  ['2,48,4', 'PRIVATE KEY'],
  ['2,2,2', 'RSA PRIVATE KEY'],
  ['48,4', 'ENCRYPTED PRIVATE KEY'],
  ['2,4', 'EC PRIVATE KEY'],
  ['48,3', 'PUBLIC KEY'],
  ['2,2', 'RSA PUBLIC KEY'],
  ['48,48,3', 'CERTIFICATE'],
  ['2,48', 'PKCS#12'],
]
const SEQUENCE = 0x30

/**
 * Recognizes what DER contains. Returns `undefined` for bytes that are not the DER of a key.
 *
 * @internal
 */
export function readKeyKind(bytes: Uint8Array): KeyKind | undefined {
  const [whole, ...others] = readDer(bytes)
  if (whole?.tag !== SEQUENCE || others.length > 0) return undefined
  const types = readInside(whole)
    .map(({ tag }) => tag)
    .join(',')
  return KINDS.find(([beginning]) => `${types},`.startsWith(`${beginning},`))?.[1]
}
