import { readFileSync } from 'node:fs'

/** Parameters as ordered pairs. */
export type VectorParameters = readonly (readonly [name: string, value: string])[]

/** The properties of every vector. */
export interface Vector {
  /** The stable id. */
  readonly id: string
  /** Its source. */
  readonly source: string
  /** A remark. */
  readonly note?: string
}

/** A request with its base string and its signature. */
export interface RequestVector extends Vector {
  /** The request method as the caller passes it. */
  readonly method: string
  /** The absolute URL as sent. */
  readonly url: string
  /** The protocol parameters without `oauth_signature`, decoded. */
  readonly oauth_params: Readonly<Record<string, string>>
  /** The consumer secret. */
  readonly consumer_secret: string
  /** The token secret; empty without a token. */
  readonly token_secret: string
  /** The realm of the Authorization header, which is never signed. */
  readonly realm?: string | null
  /** The form body. It is signed. */
  readonly form_body?: string | null
  /** Another body. It is not signed. */
  readonly body?: string
  /** The Content-Type of the body. */
  readonly content_type?: string
  /** The name of the RSA key in `keys.json`. */
  readonly rsa_key?: string
  /** Whether a signer may refuse the request, because it is not valid Unicode or not a valid request. */
  readonly may_refuse?: boolean
  /** The result of RFC 5849. */
  readonly expected: {
    /** The base string. */
    readonly base_string: string
    /** The signature. */
    readonly signature: string
  }
}

/** One of the 2,000 generated requests. */
export interface GeneratedVector extends Omit<RequestVector, 'expected' | 'source'> {
  /** The base string of RFC 5849. */
  readonly base_string: string
  /** The signature of RFC 5849. */
  readonly signature: string
}

/** A request that many signers get wrong. */
export interface TrickyRequest {
  /** The stable id. */
  readonly id: string
  /** The difficulty that it tests. */
  readonly title: string
  /** The request as the caller passes it. */
  readonly input: {
    /** The request method. */
    readonly method: string
    /** The URL before it is encoded for sending. */
    readonly url: string
    /** The body, if there is one. */
    readonly body: string | null
    /** Its Content-Type. */
    readonly contentType: string | null
  }
  /** The URL as sent. */
  readonly wireUrl: string
  /** The consumer key. */
  readonly consumerKey: string
  /** The consumer secret. */
  readonly consumerSecret: string
  /** The token; `null` for a two-legged request. */
  readonly token: string | null
  /** The token secret. */
  readonly tokenSecret: string | null
  /** `oauth_nonce`. */
  readonly nonce: string
  /** `oauth_timestamp`. */
  readonly timestamp: number
  /** The base string for HMAC-SHA1. */
  readonly baseStringHmacSha1: string
  /** The signature by method. */
  readonly signatures: Readonly<Record<string, string>>
}

/** An Authorization header and its parameters. */
export interface HeaderVector extends Vector {
  /** The value of the header. */
  readonly authorization: string
  /** The result; `null` if the header must be refused. */
  readonly expected: {
    /** The parameters, decoded. */
    readonly params: VectorParameters
  } | null
}

/** A request that must be refused, by signers and by verifiers. */
export interface RefusedVector extends Vector {
  /** The request method. */
  readonly method: string
  /** The URL. */
  readonly url: string
  /** The protocol parameters. */
  readonly oauth_params: Readonly<Record<string, string>>
  /** The consumer secret. */
  readonly consumer_secret: string
  /** The token secret. */
  readonly token_secret: string
  /** The form body. */
  readonly form_body?: string
  /** Why it must be refused. */
  readonly reason: string
}

/** A body and its hash. */
export interface BodyHashVector extends Vector {
  /** The body. */
  readonly body: string
  /** The hash. */
  readonly hash: 'sha1' | 'sha256' | 'sha512'
  /** The result of the extension. */
  readonly expected: {
    /** The value of `oauth_body_hash`. */
    readonly oauth_body_hash: string
  }
}

/** An RSA key for tests only. */
export interface VectorKey {
  /** PKCS#8 PEM. */
  readonly privateKey: string
  /** SPKI PEM. */
  readonly publicKey: string
}

/** The test vectors by file. Each file is read on first access. */
export interface Vectors {
  /** Published requests that agree with RFC 5849. */
  readonly requests: readonly RequestVector[]
  /** Requests written by hand for cases that the other files lack. */
  readonly handMade: readonly RequestVector[]
  /** The 2,000 generated requests. */
  readonly generated: readonly GeneratedVector[]
  /** The 53 tricky requests. */
  readonly tricky: readonly TrickyRequest[]
  /** Authorization headers, written by hand. */
  readonly headers: readonly HeaderVector[]
  /** Requests that must be refused. */
  readonly refused: readonly RefusedVector[]
  /** Bodies and their hashes. */
  readonly bodyHashes: readonly BodyHashVector[]
  /** The RSA keys that vectors refer to. */
  readonly keys: Readonly<Record<string, VectorKey>>
}

/**
 * The test vectors. They are JSON files for any language: `@oauthplus/testkit/vectors/*.json`, with
 * `schema.json` in the same directory.
 *
 * @see [RFC 5849, section 3.4](https://www.rfc-editor.org/rfc/rfc5849#section-3.4)
 */
export const vectors: Vectors = {
  get requests() {
    return readVectors<RequestVector>('requests')
  },
  get handMade() {
    return readVectors<RequestVector>('hand-made')
  },
  get generated() {
    return readVectors<GeneratedVector>('generated')
  },
  get tricky() {
    return readJson('tricky-requests') as readonly TrickyRequest[]
  },
  get headers() {
    return readVectors<HeaderVector>('hand-made-headers')
  },
  get refused() {
    return readVectors<RefusedVector>('refused')
  },
  get bodyHashes() {
    return readVectors<BodyHashVector>('body-hashes')
  },
  get keys() {
    return (readJson('keys') as { readonly keys: Vectors['keys'] }).keys
  },
}

// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller knows the type of the file
function readVectors<Kind>(name: string): readonly Kind[] {
  return (readJson(name) as { readonly vectors: readonly Kind[] }).vectors
}

const cache = new Map<string, unknown>()

function readJson(name: string): unknown {
  if (!cache.has(name)) {
    const file = new URL(`../vectors/${name}.json`, import.meta.url)
    cache.set(name, JSON.parse(readFileSync(file, 'utf8')))
  }
  return cache.get(name)
}
