import { argumentError } from './argument-error.js'
import { decodeBase64 } from './decode-base64.js'
import { isCanonicalBase64 } from './is-canonical-base64.js'
import { readKeyKind } from './read-key-kind.js'
import type { KeyKind } from './read-key-kind.js'
import type { NamedKey } from './rsa-key.js'

/** Which half of a pair is wanted. @internal */
export type KeyHalf = 'private' | 'public'

/** A key as it was found, before it is decoded. @internal */
export interface KeyBlock {
  /** Its label, which may be unknown. */
  readonly label: string
  /** DER, or what PEM has between its two lines; `undefined` if the last line is missing. */
  readonly content: Uint8Array | string | undefined
}

const BOUNDARY = /-----(BEGIN|END) ([A-Z0-9 ]{1,64})-----/g
// Configuration files and environment variables escape and quote line breaks.
const NOT_BASE64 = /\\[nr]?|["'\s]/g

const PUBLIC_HALF = '; "openssl pkey -in key.pem -pubout" prints its public half'
/** Labels of other formats, and how to convert them. */
const INSTEAD: Readonly<Record<KeyHalf, ReadonlyMap<string, string>>> = {
  private: /* @__PURE__ */ new Map<KeyKind, string>([
    [
      'ENCRYPTED PRIVATE KEY',
      'an encrypted key, which this platform cannot decrypt; "openssl pkey -in key.pem -out decrypted.pem" does',
    ],
    ['OPENSSH PRIVATE KEY', 'an OPENSSH PRIVATE KEY; "ssh-keygen -p -m PKCS8 -f key" converts it'],
    ['EC PRIVATE KEY', 'an EC PRIVATE KEY, which is not an RSA key'],
    ['PUBLIC KEY', 'a PUBLIC KEY; the private key signs'],
    ['RSA PUBLIC KEY', 'an RSA PUBLIC KEY; the private key signs'],
    ['CERTIFICATE', 'a CERTIFICATE, which contains no private key'],
    [
      'PKCS#12',
      'PKCS#12; "openssl pkcs12 -in key.p12 -nocerts -nodes -out key.pem" extracts the key',
    ],
  ]),
  public: /* @__PURE__ */ new Map<KeyKind, string>([
    ['PRIVATE KEY', `a PRIVATE KEY${PUBLIC_HALF}`],
    ['RSA PRIVATE KEY', `an RSA PRIVATE KEY${PUBLIC_HALF}`],
    ['ENCRYPTED PRIVATE KEY', `an ENCRYPTED PRIVATE KEY${PUBLIC_HALF}`],
    ['PKCS#12', 'PKCS#12; "openssl pkcs12 -in key.p12 -clcerts -nokeys" prints the certificate'],
  ]),
}

/**
 * Finds the one key in PEM or DER. Whatever is before and after a key in PEM is explanatory text (RFC
 * 7468, section 2), and so is a certificate next to it.
 *
 * @throws `TypeError` that names the option and what was found instead. It never repeats the key.
 *
 * @see [RFC 7468, section 2](https://www.rfc-editor.org/rfc/rfc7468#section-2)
 *
 * @internal
 */
export function readKeyBlock(
  { key, option }: NamedKey<string | Uint8Array>,
  half: KeyHalf,
): KeyBlock {
  if (typeof key !== 'string') {
    const label = readKeyKind(key)
    if (label !== undefined) return { label, content: key }
  }
  const blocks = findBlocks(typeof key === 'string' ? key : new TextDecoder().decode(key))
  const keys = blocks.filter(({ label }) => label.endsWith('KEY'))
  const found = keys.length > 0 ? keys : blocks
  const [block] = found
  if (block !== undefined && found.length === 1) return block
  if (block === undefined) {
    const what = typeof key === 'string' ? 'a string without a PEM block' : 'neither PEM nor DER'
    throw createKeyError(option, half, what)
  }
  const kind = keys.length > 0 ? 'keys' : 'certificates'
  throw createKeyError(option, half, `${found.length} ${kind}; give one`)
}

/** Decodes a key. Throws the `TypeError` of PEM that is incomplete. @internal */
export function decodeKeyBlock(
  { label, content }: KeyBlock,
  option: string,
  half: KeyHalf,
): Uint8Array {
  if (typeof content === 'object') return content
  // Every platform is given the same bytes, because platforms differ in the text that they accept.
  const base64 = content?.replace(NOT_BASE64, '')
  if (base64 !== undefined && isCanonicalBase64(base64)) return decodeBase64(base64)
  throw createKeyError(option, half, `a ${label} that is cut off or not Base64`)
}

/** Creates the error for a key of a kind that is not wanted. @internal */
export function createKindError({ label }: KeyBlock, option: string, half: KeyHalf): TypeError {
  return createKeyError(option, half, INSTEAD[half].get(label) ?? 'PEM of another kind')
}

function findBlocks(text: string): readonly KeyBlock[] {
  const boundaries = [...text.matchAll(BOUNDARY)]
  return boundaries.flatMap((begin, index) => {
    const [line, kind, label = ''] = begin
    if (kind !== 'BEGIN') return []
    const end = boundaries[index + 1]
    const isClosed = end?.[1] === 'END' && end[2] === label
    const content = isClosed ? text.slice(begin.index + line.length, end.index) : undefined
    // OpenSSL’s older encryption has the label of a key that is not encrypted.
    const isEncrypted = label === 'RSA PRIVATE KEY' && content?.includes('ENCRYPTED') === true
    return [{ label: isEncrypted ? 'ENCRYPTED PRIVATE KEY' : label, content }]
  })
}

function createKeyError(option: string, half: KeyHalf, found: string): TypeError {
  return argumentError(`${option} must be an RSA ${half} key, received ${found}`)
}
