import { Departure } from '../checks/departure.js'
import { bufferOf, percentEncode, readAuthorizationHeader } from '../reference/index.js'
import type { Pair, ReadHeader } from '../reference/index.js'
import type { VectorParameters } from '../vectors.js'
import type { SignerAnswer, SignerTask } from './signer-task.js'

/** What a vector gives. */
export interface ExpectedSignature {
  readonly base_string: string
  readonly signature: string
  /** Whether a signer may refuse what is asked of it. */
  readonly mayRefuse: boolean
}

const PARTS = ['method (RFC 5849 3.4.1.1)', 'URI (3.4.1.2)', 'parameters (3.4.1.3)']

/** Demands the signature of a vector, and that a header holds what is signed. */
export function judgeSigned(
  answer: SignerAnswer,
  task: Omit<SignerTask, 'id'>,
  expected: ExpectedSignature,
): void {
  if (answer.error !== undefined && expected.mayRefuse) return
  const what = `oauth_signature ${expected.signature} of ${expected.base_string}`
  if (answer.error !== undefined) throw new Departure(what, `an error: ${answer.error}`)
  judgeBaseString(answer.baseString, expected.base_string)
  const { authorization } = answer
  const header = authorization === undefined ? undefined : read(authorization)
  const signature = header === undefined ? answer.signature : valueIn(header, 'oauth_signature')
  if (signature !== expected.signature) throw new Departure(what, signature ?? 'none')
  if (authorization !== undefined && header !== undefined) judgeSent(authorization, header, task)
}

/** Demands that a base string is that of the vector, and tells which of its parts differs. */
function judgeBaseString(found: string | undefined, expected: string): void {
  if (found === undefined || found === expected) return
  const parts = found.split('&')
  const wanted = expected.split('&')
  const part = PARTS.find((_name, index) => parts[index] !== wanted[index])
  throw new Departure(`the base string ${expected}`, `${found}, with another ${part ?? 'form'}`)
}

/** Demands that a header holds every parameter that was signed, encoded once by section 3.6. */
function judgeSent(
  authorization: string,
  header: ReadHeader,
  { parameters = [], realm = '' }: Omit<SignerTask, 'id'>,
): void {
  for (const [name, value] of parameters) {
    const written = `${percentEncode(name)}="${percentEncode(value)}"`
    if (valueIn(header, name) !== value || !authorization.includes(written)) {
      throw new Departure(`${written} in the header (RFC 5849 3.5.1)`, authorization)
    }
  }
  if (realm !== '' && header.realm !== realm) {
    throw new Departure(`realm=${JSON.stringify(realm)}`, JSON.stringify(header.realm ?? null))
  }
}

/** Demands the parameters of a header, or that it was refused. */
export function judgeHeader(
  { error, parameters }: SignerAnswer,
  expected: VectorParameters | undefined,
): void {
  if (expected === undefined) {
    if (error !== undefined) return
    throw new Departure('an error', JSON.stringify(parameters ?? null))
  }
  const found = JSON.stringify(parameters ?? null)
  if (error === undefined && found === JSON.stringify(expected)) return
  throw new Departure(JSON.stringify(expected), error === undefined ? found : `an error: ${error}`)
}

/** Demands a body hash. */
export function judgeBodyHash({ error, bodyHash }: SignerAnswer, expected: string): void {
  if (bodyHash === expected) return
  throw new Departure(expected, error === undefined ? (bodyHash ?? 'none') : `an error: ${error}`)
}

function read(authorization: string): ReadHeader {
  const expected = 'an Authorization header of the scheme OAuth'
  try {
    const header = readAuthorizationHeader(authorization)
    if (header !== undefined) return header
  } catch (error) {
    throw new Departure(expected, `${authorization}: ${String(error)}`)
  }
  throw new Departure(expected, authorization)
}

/** Gives the value of a parameter that stands there once. */
function valueIn({ parameters }: ReadHeader, name: string): string | undefined {
  const values = parameters.filter(([given]) => textOf(given) === name).map(([, value]) => value)
  if (values.length > 1) throw new Departure(`one ${name} in the header`, String(values.length))
  return values[0] === undefined ? undefined : textOf(values[0])
}

function textOf(octets: Pair[0]): string {
  return bufferOf(octets).toString('utf8')
}
