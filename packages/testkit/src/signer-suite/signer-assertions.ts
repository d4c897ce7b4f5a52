import { Deviation } from '../checks/deviation.js'
import { NotApplicable } from '../checks/not-applicable.js'
import { toBuffer, percentEncode, parseAuthorizationHeader } from '../reference/index.js'
import type { Pair, ParsedHeader } from '../reference/index.js'
import type { VectorParameters } from '../vectors.js'
import type { SignerResult, SignerTask } from './signer-task.js'

/** The expected result of a vector. */
export interface ExpectedSignature {
  readonly base_string: string
  readonly signature: string
  /** Whether a signer may refuse the task. */
  readonly mayRefuse: boolean
}

const ITEM = /(?<![^\s",=])([^\s",=]+)="([^"]*)"/g
const ENCODED = /^[\w.~%-]*$/
const PARTS = ['method (RFC 5849 3.4.1.1)', 'URI (3.4.1.2)', 'parameters (3.4.1.3)']

/** Asserts the signature of a vector, and that the header contains what is signed. */
export function assertSigned(
  result: SignerResult,
  task: Omit<SignerTask, 'id'>,
  expected: ExpectedSignature,
): void {
  if (result.error !== undefined && expected.mayRefuse) return
  const what = `oauth_signature ${expected.signature} of ${expected.base_string}`
  if (result.error !== undefined) throw new Deviation(what, `an error: ${result.error}`)
  assertBaseString(result.baseString, expected.base_string)
  const { authorization } = result
  const header = authorization === undefined ? undefined : parseHeader(authorization)
  const signature =
    header === undefined ? result.signature : getSingleValue(header, 'oauth_signature')
  if (signature !== expected.signature) throw new Deviation(what, signature ?? 'none')
  if (authorization !== undefined && header !== undefined)
    assertHeaderParameters(authorization, header, task)
}

/** Asserts the base string of a vector, and reports which part differs. */
function assertBaseString(found: string | undefined, expected: string): void {
  if (found === undefined || found === expected) return
  const parts = found.split('&')
  const wanted = expected.split('&')
  const part = PARTS.find((_name, index) => parts[index] !== wanted[index])
  throw new Deviation(`the base string ${expected}`, `${found}, with another ${part ?? 'form'}`)
}

/** Asserts that a header contains every signed parameter, encoded once. */
function assertHeaderParameters(
  authorization: string,
  header: ParsedHeader,
  { parameters = [], realm = '' }: Omit<SignerTask, 'id'>,
): void {
  for (const [name, value] of parameters) {
    if (getSingleValue(header, name) !== value) {
      throw new Deviation(`${writeItem(name, value)} in the header (RFC 5849 3.5.1)`, authorization)
    }
  }
  for (const [item, name, value = ''] of authorization.matchAll(ITEM)) {
    if (name?.toLowerCase() !== 'realm' && !ENCODED.test(value)) {
      throw new Deviation('values encoded by RFC 5849 3.6', item)
    }
  }
  if (realm !== '' && header.realm !== realm) {
    throw new Deviation(`realm=${JSON.stringify(realm)}`, JSON.stringify(header.realm ?? null))
  }
}

/** Asserts that a header has every parameter as section 3.6 encodes it. */
export function assertExactHeader(
  { authorization, error }: SignerResult,
  { parameters = [] }: Pick<SignerTask, 'parameters'>,
): void {
  if (error !== undefined) throw new Deviation('an Authorization header', `an error: ${error}`)
  if (authorization === undefined) throw new NotApplicable('the signer returns no header')
  for (const [name, value] of parameters) {
    const written = writeItem(name, value)
    if (!authorization.includes(written)) throw new Deviation(written, authorization)
  }
}

function writeItem(name: string, value: string): string {
  return `${percentEncode(name)}="${percentEncode(value)}"`
}

/** Asserts the parameters of a header, or that it was refused. */
export function assertParsedHeader(
  { error, parameters }: SignerResult,
  expected: VectorParameters | undefined,
): void {
  if (expected === undefined) {
    if (error !== undefined) return
    throw new Deviation('an error', JSON.stringify(parameters ?? null))
  }
  const found = JSON.stringify(parameters ?? null)
  if (error === undefined && found === JSON.stringify(expected)) return
  throw new Deviation(JSON.stringify(expected), error === undefined ? found : `an error: ${error}`)
}

/** Asserts a body hash. */
export function assertBodyHash({ error, bodyHash }: SignerResult, expected: string): void {
  if (bodyHash === expected) return
  throw new Deviation(expected, error === undefined ? (bodyHash ?? 'none') : `an error: ${error}`)
}

function parseHeader(authorization: string): ParsedHeader {
  const expected = 'an Authorization header of the scheme OAuth'
  try {
    const header = parseAuthorizationHeader(authorization)
    if (header !== undefined) return header
  } catch (error) {
    throw new Deviation(expected, `${authorization}: ${String(error)}`)
  }
  throw new Deviation(expected, authorization)
}

/** Returns the value of a parameter that must be there at most once. */
function getSingleValue({ parameters }: ParsedHeader, name: string): string | undefined {
  const values = parameters
    .filter(([given]) => decodeOctets(given) === name)
    .map(([, value]) => value)
  if (values.length > 1) throw new Deviation(`one ${name} in the header`, String(values.length))
  return values[0] === undefined ? undefined : decodeOctets(values[0])
}

function decodeOctets(octets: Pair[0]): string {
  return toBuffer(octets).toString('utf8')
}
