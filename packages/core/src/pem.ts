import { argumentError } from './argument-error.js'
import { isCanonicalBase64 } from './is-canonical-base64.js'
import type { NamedKey } from './rsa-key.js'

/** The two labels that every platform reads. */
export type PemLabel = 'PRIVATE KEY' | 'PUBLIC KEY'

interface PemBlock {
  readonly label: string
  /** What is between the two lines; `undefined` if the last line is missing. */
  readonly content: string | undefined
}

const BOUNDARY = /-----(BEGIN|END) ([A-Z0-9 ]{1,64})-----/g
const WHITESPACE = /\s+/g

const WANTED: Readonly<Record<PemLabel, string>> = {
  'PRIVATE KEY': 'must be PKCS#8 PEM ("BEGIN PRIVATE KEY") or a CryptoKey, received',
  'PUBLIC KEY': 'must be SPKI PEM ("BEGIN PUBLIC KEY") or a CryptoKey, received',
}
const TO_PKCS8 = '"openssl pkey -in key.pem" converts it'
const TO_PUBLIC = '"openssl pkey -in key.pem -pubout" prints its public half'
/** What was given instead, and how to convert it. */
const INSTEAD: Readonly<Record<PemLabel, ReadonlyMap<string, string>>> = {
  'PRIVATE KEY': /* @__PURE__ */ new Map([
    ['RSA PRIVATE KEY', `an RSA PRIVATE KEY (PKCS#1); ${TO_PKCS8}`],
    ['ENCRYPTED PRIVATE KEY', 'an ENCRYPTED PRIVATE KEY; "openssl pkey -in key.pem" decrypts it'],
    ['OPENSSH PRIVATE KEY', 'an OPENSSH PRIVATE KEY; "ssh-keygen -p -m PKCS8 -f key" converts it'],
    ['EC PRIVATE KEY', 'an EC PRIVATE KEY, which is not an RSA key'],
    ['PUBLIC KEY', 'a PUBLIC KEY; the private key signs'],
    ['RSA PUBLIC KEY', 'an RSA PUBLIC KEY; the private key signs'],
    ['CERTIFICATE', 'a CERTIFICATE, which holds no private key'],
  ]),
  'PUBLIC KEY': /* @__PURE__ */ new Map([
    [
      'RSA PUBLIC KEY',
      'an RSA PUBLIC KEY (PKCS#1); "openssl rsa -RSAPublicKey_in -in key.pem -pubout" converts it',
    ],
    ['CERTIFICATE', 'a CERTIFICATE; "openssl x509 -in cert.pem -pubkey -noout" prints its key'],
    ['PRIVATE KEY', `a PRIVATE KEY; ${TO_PUBLIC}`],
    ['RSA PRIVATE KEY', `an RSA PRIVATE KEY; ${TO_PUBLIC}`],
    ['ENCRYPTED PRIVATE KEY', `an ENCRYPTED PRIVATE KEY; ${TO_PUBLIC}`],
  ]),
}

/**
 * Returns the Base64 text of the one key in a PEM text. Whatever is before and after the key is
 * explanatory text (RFC 7468, section 2), and so is a certificate. Every platform is given the same
 * bytes, because platforms differ in the text that they accept.
 *
 * @throws `TypeError` that names the option and what was found instead. It never repeats the text.
 *
 * @see [RFC 7468, section 2](https://www.rfc-editor.org/rfc/rfc7468#section-2)
 *
 * @internal
 */
export function pemBase64({ key: text, option }: NamedKey<string>, label: PemLabel): string {
  const blocks = findBlocks(text)
  const keys = blocks.filter((block) => block.label.endsWith('KEY'))
  if (keys.length > 1) throw notWanted(option, label, `${keys.length} keys; give one`)
  const found = keys[0] ?? blocks[0]
  if (found?.label !== label) throw notWanted(option, label, describe(text, found, label))
  const base64 = found.content?.replace(WHITESPACE, '')
  if (base64 === undefined || !isCanonicalBase64(base64)) {
    throw notWanted(
      option,
      label,
      `a ${label} that is cut off or not Base64${describeEscapedLines(text)}`,
    )
  }
  return base64
}

function findBlocks(text: string): readonly PemBlock[] {
  const boundaries = [...text.matchAll(BOUNDARY)]
  return boundaries.flatMap((begin, index) => {
    const [line, kind, label = ''] = begin
    if (kind !== 'BEGIN') return []
    const end = boundaries[index + 1]
    const isClosed = end?.[1] === 'END' && end[2] === label
    const content = isClosed ? text.slice(begin.index + line.length, end.index) : undefined
    return [{ label, content }]
  })
}

function describe(text: string, found: PemBlock | undefined, label: PemLabel): string {
  if (found === undefined) return `a string without a PEM block${describeEscapedLines(text)}`
  return INSTEAD[label].get(found.label) ?? 'PEM of another kind'
}

// Common in environment variables.
function describeEscapedLines(text: string): string {
  return text.includes('\\n') ? '; replace each \\n in it by a line break' : ''
}

function notWanted(option: string, label: PemLabel, found: string): TypeError {
  return argumentError(`${option} ${WANTED[label]} ${found}`)
}
