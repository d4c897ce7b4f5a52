import type { VectorParameters } from '../vectors.js'

/** What a signer is asked to do: one line of JSON. */
export interface SignerTask {
  /** The number of the task; its answer repeats it. */
  readonly id: number
  /** What to do. */
  readonly task: 'describe' | 'sign' | 'read-header' | 'body-hash'
  /** sign: the request method, as a caller gives it. */
  readonly method?: string | undefined
  /** sign: the absolute URL, as it is sent. */
  readonly url?: string | undefined
  /** sign: the protocol parameters, decoded; all of them but `oauth_signature`. */
  readonly parameters?: VectorParameters | undefined
  /** sign: the value of `oauth_signature_method`, once more. body-hash: the method it stands beside. */
  readonly signatureMethod?: string | undefined
  /** sign: the Consumer secret. */
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

/** What the signer answers: one line of JSON. */
export interface SignerResult {
  /** Why it did not do it, in its own words. */
  readonly error?: string | undefined
  /** describe: what the signer is called. */
  readonly name?: string | undefined
  /** describe: what it can do: see {@link SIGNER_FEATURES}. */
  readonly features?: readonly string[] | undefined
  /** sign: the value of the Authorization header. */
  readonly authorization?: string | undefined
  /** sign: `oauth_signature`, before it is encoded; in place of the header. */
  readonly signature?: string | undefined
  /** sign: the base string, where the signer can tell it: what is wrong is found sooner. */
  readonly baseString?: string | undefined
  /** read-header: the parameters, decoded, without the realm. */
  readonly parameters?: VectorParameters | undefined
  /** body-hash: the value of `oauth_body_hash`. */
  readonly bodyHash?: string | undefined
}

/** A signer in the same process: does a task, and gives what a program would print. */
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

/** What a signer may say that it can do. */
export const SIGNER_FEATURES: readonly string[] = [...METHOD_FEATURES, 'read-header', 'body-hash']

/** Reads what a signer says that it can do; one that does not say signs by every method. */
export function readSignerFeatures({ features }: SignerResult): ReadonlySet<string> {
  if (features === undefined) return new Set(METHOD_FEATURES)
  if (!Array.isArray(features)) throw new TypeError('features: a list was expected.')
  const declared = features as readonly unknown[]
  const unknown = declared.find((name) => !SIGNER_FEATURES.some((known) => known === name))
  if (unknown !== undefined) {
    throw new TypeError(
      `features: ${JSON.stringify(unknown)} is none of ${SIGNER_FEATURES.join(', ')}.`,
    )
  }
  return new Set(declared as readonly string[])
}
