import type { VectorParameters } from '../vectors.js'

/** A task for a signer: one line of JSON. */
export interface SignerTask {
  /** The number of the task; its result repeats it. */
  readonly id: number
  /** The task. */
  readonly task: 'describe' | 'sign' | 'read-header' | 'body-hash'
  /** sign: the request method as the caller passes it. */
  readonly method?: string | undefined
  /** sign: the absolute URL as sent. */
  readonly url?: string | undefined
  /** sign: all protocol parameters except `oauth_signature`, decoded. */
  readonly parameters?: VectorParameters | undefined
  /** sign: the value of `oauth_signature_method`. body-hash: the signature method of the request. */
  readonly signatureMethod?: string | undefined
  /** sign: the consumer secret. */
  readonly consumerSecret?: string | undefined
  /** sign: the token secret; empty without a token. */
  readonly tokenSecret?: string | undefined
  /** sign: the private key, PKCS#8 PEM, for RSA. */
  readonly privateKey?: string | undefined
  /** sign: the realm of the Authorization header. */
  readonly realm?: string | undefined
  /** sign, body-hash: the body. */
  readonly body?: string | undefined
  /** sign: its Content-Type. */
  readonly contentType?: string | undefined
  /** read-header: the value of an Authorization header. */
  readonly authorization?: string | undefined
}

/** The result of a task: one line of JSON. */
export interface SignerResult {
  /** Why the task failed. */
  readonly error?: string | undefined
  /** describe: the name of the signer. */
  readonly name?: string | undefined
  /** describe: its features, see {@link SIGNER_FEATURES}. */
  readonly features?: readonly string[] | undefined
  /** sign: the value of the Authorization header. */
  readonly authorization?: string | undefined
  /** sign: `oauth_signature` before encoding, instead of the header. */
  readonly signature?: string | undefined
  /** sign: the base string, if the signer can return it, to find errors sooner. */
  readonly baseString?: string | undefined
  /** read-header: the parameters, decoded, without the realm. */
  readonly parameters?: VectorParameters | undefined
  /** body-hash: the value of `oauth_body_hash`. */
  readonly bodyHash?: string | undefined
}

/** A signer in the same process: runs a task and resolves with its result. */
export type SignerFunction = (task: SignerTask) => Promise<SignerResult>

const METHOD_FEATURES: readonly string[] = [
  'hmac-sha1',
  'hmac-sha256',
  'hmac-sha512',
  'rsa-sha1',
  'rsa-sha256',
  'rsa-sha512',
  'plaintext',
]

/** The features that a signer may declare. */
export const SIGNER_FEATURES: readonly string[] = [...METHOD_FEATURES, 'read-header', 'body-hash']

/** Reads the features of a signer. A signer that declares none signs with every method. */
export function readSignerFeatures({ features }: SignerResult): ReadonlySet<string> {
  if (features === undefined) return new Set(METHOD_FEATURES)
  if (!Array.isArray(features)) throw new TypeError('features must be a list.')
  const declared = features as readonly unknown[]
  const unknown = declared.find((name) => !SIGNER_FEATURES.some((known) => known === name))
  if (unknown !== undefined) {
    throw new TypeError(
      `features: ${JSON.stringify(unknown)} is not one of ${SIGNER_FEATURES.join(', ')}.`,
    )
  }
  return new Set(declared as readonly string[])
}
