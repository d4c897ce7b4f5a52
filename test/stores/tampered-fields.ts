import { generateKeyPairSync } from 'node:crypto'

import type {
  AccessTokenRecord,
  ConsumerRecord,
  RegisterConsumerOptions,
  RequestTokenRecord,
} from '@oauthplus/server'

import { NOW_SECONDS } from './sealed-site.js'

/** The value that is written into a field; or, if that goes unnoticed, its consequence. */
type Written<Saved> = {
  readonly [Field in keyof Required<Saved>]: Saved[Field] | { readonly unprotected: string }
}

const FAR_SECONDS = NOW_SECONDS + 1_000_000
const EVIL_URL = 'https://evil.example/ready'

/** A secret that an attacker with write access to the database has chosen. */
export const THIEFS_SECRET = 'a secret that the thief knows'
/** A key pair of an attacker with write access to the database. */
export const THIEFS_KEY: { readonly publicKey: string; readonly privateKey: string } = newKey()

/** The value that is written into each field of a consumer. The compiler requires every field. */
export const CONSUMER_FIELDS: Written<ConsumerRecord> = {
  key: 'beneath-the-key-of-another',
  revision: 7,
  name: 'Your bank',
  description: 'Trust me',
  website: 'https://evil.example/',
  iconUrl: 'https://evil.example/icon.png',
  ownerId: 'mallory',
  status: 'accepted',
  statusReason: 'The owner agreed',
  secrets: [{ value: THIEFS_SECRET }],
  publicKeys: [{ value: THIEFS_KEY.publicKey }],
  signatureMethods: ['HMAC-SHA1', 'PLAINTEXT'],
  callbacks: [EVIL_URL],
  scopes: ['photos', 'albums'],
  defaultCallback: EVIL_URL,
  allowXauth: true,
  allowTwoLegged: true,
  requireBodyHash: false,
  allowPlaintextInQuery: true,
  addressRanges: [],
  requestTokenLifetimeSeconds: 1_000_000,
  accessTokenLifetimeSeconds: 1_000_000,
  sessionLifetimeSeconds: 1_000_000,
  createdAtSeconds: 1,
}

/** The options with which a consumer is registered before a field is changed, if that matters. */
export const REGISTERED: Partial<Record<keyof ConsumerRecord, Partial<RegisterConsumerOptions>>> = {
  status: { status: 'rejected' },
  requireBodyHash: { requireBodyHash: true },
  addressRanges: { addressRanges: ['192.0.2.1'] },
  publicKeys: { publicKeys: [newKey().publicKey], signatureMethods: ['RSA-SHA1'] },
}

/** The value that is written into each field of a request token. */
export const REQUEST_TOKEN_FIELDS: Written<RequestTokenRecord> = {
  kind: 'request',
  key: 'that of another',
  secret: THIEFS_SECRET,
  consumerKey: 'rival',
  callback: EVIL_URL,
  scopes: ['photos', 'albums'],
  state: { unprotected: 'one that was used or denied can be decided about, or exchanged, again' },
  userId: 'bob',
  verifierDigest: 'the digest of a verifier that the thief knows',
  wrongVerifiers: { unprotected: 'the count begins again' },
  consentKey: { unprotected: 'nothing: it is not read' },
  createdAtSeconds: 1,
  expiresAtSeconds: FAR_SECONDS,
}

/** The value that is written into each field of an access token. */
export const ACCESS_TOKEN_FIELDS: Written<AccessTokenRecord> = {
  kind: 'access',
  key: 'that of another',
  secret: THIEFS_SECRET,
  consumerKey: 'rival',
  userId: 'bob',
  scopes: ['photos', 'albums'],
  grantedBy: 'owner',
  state: { unprotected: 'one that was replaced or revoked is valid again' },
  createdAtSeconds: 1,
  expiresAtSeconds: FAR_SECONDS,
  sessionHandleDigest: 'the digest of a handle that the thief knows',
  keepUntilSeconds: FAR_SECONDS,
  lastUsedAtSeconds: { unprotected: 'it is shown as it was written' },
}

/** Gives the fields that are protected, each with what is written into it. */
export function protectedFields<Saved>(
  fields: Written<Saved>,
): readonly (readonly [field: keyof Saved, value: unknown])[] {
  const all = Object.entries(fields) as [keyof Saved, unknown][]
  return all.filter(([, value]) => !isUnprotected(value))
}

/** Names the fields that are not protected. */
export function unprotectedFields(fields: object): readonly string[] {
  return Object.entries(fields).flatMap(([name, value]) => (isUnprotected(value) ? [name] : []))
}

function isUnprotected(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'unprotected' in value
}

function newKey() {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return {
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}
