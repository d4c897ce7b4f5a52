import {
  createOptionCheck,
  isNonEmptyString,
  isPrivateKey,
  isRecordWith,
  isString,
  optionChecks,
} from '@oauthplus/core/internal'
import type { Mismatch, OptionCheck } from '@oauthplus/core/internal'

import type { Consumer } from '../client-options.js'
import type { Token } from '../token.js'

/** The names that other libraries and services use for the parts of credentials. */
interface ForeignNames {
  /** A description of the value for error messages. */
  readonly subject: string
  readonly key: RegExp
  readonly secret: RegExp
}

const TOKEN_NAMES: ForeignNames = {
  subject: 'token',
  key: /^(?:oauth_?)?(?:access_?)?token(?:_?key)?$|^public$/i,
  secret: /^(?:oauth_?)?(?:access_?)?(?:token_?)?secret$/i,
}
const CONSUMER_NAMES: ForeignNames = {
  subject: 'consumer',
  key: /^(?:(?:oauth_?)?consumer|api|app|client)_?(?:key|id)$|^public$/i,
  secret: /^(?:(?:oauth_?)?consumer|api|app|client)_?secret(?:_?key)?$/i,
}

const OWN_NAMES = ['key', 'secret', 'privateKey']

const isConsumerRecord = isRecordWith(
  'a consumer, { key, secret } or { key, privateKey }',
  optionChecks<Consumer>({
    required: { key: isNonEmptyString },
    optional: { secret: isString, privateKey: isPrivateKey },
  }),
)
const isSeconds = createOptionCheck('a number of seconds since 1970', Number.isFinite)
const isTokenRecord = isRecordWith(
  'a token, { key, secret }',
  optionChecks<Token>({
    required: { key: isString, secret: isString },
    optional: {
      sessionHandle: isString,
      expiresAtSeconds: isSeconds,
      sessionExpiresAtSeconds: isSeconds,
    },
  }),
)

/**
 * Checks a consumer. A database record may have more members. The signature method determines which
 * credential is required.
 */
export const isConsumer: OptionCheck = (value) => {
  const found = isConsumerRecord(value)
  return describeForeignNames(value, CONSUMER_NAMES) ?? found
}

/** Checks a token. A database record may have more members. */
export const isToken: OptionCheck = (value) => {
  const found = isTokenRecord(value)
  return found && (describeWrappedToken(value) ?? describeForeignNames(value, TOKEN_NAMES) ?? found)
}

// Prints only names that match the expressions above, and no values, because these are secrets.
function describeForeignNames(value: unknown, names: ForeignNames): Mismatch | undefined {
  const key = findName(value, ['key'], names.key)
  const secret = findName(value, ['secret', 'privateKey'], names.secret)
  const received = [key, secret].filter((name) => name !== undefined)
  if (received.every((name) => OWN_NAMES.includes(name))) return undefined
  const { subject } = names
  const secretName = secret === 'privateKey' ? secret : 'secret'
  const members = [describeMember(subject, 'key', key), describeMember(subject, secretName, secret)]
  return {
    path: '',
    message: `must be { key, ${secretName} }, received an object with ${received.join(' and ')}. Write { ${members.join(', ')} }`,
    code: 'ERR_INVALID_ARG_TYPE',
  }
}

function describeMember(subject: string, name: string, foreign: string | undefined): string {
  return `${name}: ${foreign === undefined ? '…' : `${subject}.${foreign}`}`
}

// The results of callback(), exchangeVerifier() and xauth() contain the token and other fields.
function describeWrappedToken(value: unknown): Mismatch | undefined {
  if (isTokenRecord(readMember(value, 'token')) !== undefined) return undefined
  return {
    path: '',
    message:
      'must be { key, secret }, received an object that contains them in its member token. Pass token.token',
    code: 'ERR_INVALID_ARG_TYPE',
  }
}

function findName(value: unknown, own: readonly string[], foreign: RegExp): string | undefined {
  const others = Object.keys(value ?? {}).filter((name) => foreign.test(name))
  return [...own, ...others].find((name) => readMember(value, name) !== undefined)
}

function readMember(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}
