import type { Check, CheckInfo } from '../checks/check.js'
import { Deviation } from '../checks/deviation.js'
import { vectors } from '../vectors.js'
import type { GeneratedVector, RequestVector, TrickyRequest } from '../vectors.js'
import {
  assertBodyHash,
  assertExactHeader,
  assertParsedHeader,
  assertSigned,
} from './signer-assertions.js'
import type { ExpectedSignature } from './signer-assertions.js'
import type { SignerResult, SignerTask } from './signer-task.js'

/** The context of checks of a signer. */
export interface SignerContext {
  /** Runs a task with the signer. */
  runTask(task: Omit<SignerTask, 'id'>): Promise<SignerResult>
}

/** A check of a signer. */
export type SignerCheck = Check<SignerContext>

const FORM = 'application/x-www-form-urlencoded'
const BASE_STRING = 'RFC 5849 3.4.1'
// The characters that RFC 3986 allows after the host of a URI.
const URI = /^\w+:\/\/[^/?#]*(?:[/?#][\w\-.~:/?#@!$&'()*+,;=%]*)?$/
const ENCODED = /^[\w\-.~:/?#@!$&'()*+,;=%]*$/
// A URL parser removes dot segments, and its HTTP library then sends the request without them.
const DOT_SEGMENT = /\/\.{1,2}(?:[/?#]|$)/
// Some signers refuse a body that could be a form but has another type.
const FORM_LIKE = /^[\w.~%+&=-]*$/
// The RFC has no rule for a reader of these headers, which no correct signer writes.
const OTHER_HEADERS = new Set(['equals-in-value', 'plus-is-plus', 'duplicate-kept'])

/** Creates a check of every vector: published, tricky, hand-made and generated ones. */
export function createSignerChecks(): readonly SignerCheck[] {
  return [
    // A URL that is not ASCII cannot be sent as it is, so what is signed is undefined.
    ...vectors.requests
      .filter(({ url }) => /^[!-~]*$/.test(url))
      .map((vector) =>
        createVectorCheck(vector, {
          id: `published.${vector.id}`,
          title: `Signs what is published in ${vector.source}`,
        }),
      ),
    ...vectors.tricky.map(createTrickyCheck),
    ...vectors.handMade.map((vector) =>
      createVectorCheck(vector, {
        id: `hand-made.${vector.id}`,
        title: `Signs a request right: ${toWords(vector.id)}`,
      }),
    ),
    ...vectors.refused.map(createRefusalCheck),
    exactHeaderCheck,
    ...vectors.headers.map(createHeaderCheck),
    ...vectors.bodyHashes.map(createBodyHashCheck),
    ...vectors.generated.map(createGeneratedCheck),
  ]
}

type Named = Pick<CheckInfo, 'id' | 'title'>

function createVectorCheck(vector: RequestVector, { id, title }: Named): SignerCheck {
  const task = createTask(vector)
  const { body = '', contentType = FORM } = task
  const isFormLike = contentType.startsWith('text/') && FORM_LIKE.test(body)
  const mayRefuse = vector.may_refuse === true || isFormLike
  const expected = { ...vector.expected, mayRefuse }
  return createSigningCheck(task, expected, {
    id,
    title: vector.note === undefined ? title : `${title} (${vector.note})`,
    section: findSection(vector.source),
  })
}

function createGeneratedCheck(vector: GeneratedVector): SignerCheck {
  const { base_string, signature, method, url, oauth_params } = vector
  const isRsa = oauth_params.oauth_signature_method?.startsWith('RSA-') ?? false
  return createSigningCheck(
    createTask(isRsa ? { ...vector, rsa_key: 'generated' } : vector),
    { base_string, signature, mayRefuse: false },
    {
      id: `generated.${vector.id}`,
      title: `Signs the generated request ${method} ${url}`,
      section: BASE_STRING,
    },
  )
}

function createTrickyCheck(vector: TrickyRequest): SignerCheck {
  const { id, title, input, wireUrl, nonce, timestamp } = vector
  const task = {
    task: 'sign',
    method: input.method,
    url: wireUrl,
    parameters: [
      ['oauth_consumer_key', vector.consumerKey],
      ...(vector.token === null ? [] : [['oauth_token', vector.token] as const]),
      ['oauth_signature_method', 'HMAC-SHA1'],
      ['oauth_timestamp', String(timestamp)],
      ['oauth_nonce', nonce],
      ['oauth_version', '1.0'],
    ],
    signatureMethod: 'HMAC-SHA1',
    consumerSecret: vector.consumerSecret,
    tokenSecret: vector.tokenSecret ?? '',
    body: input.body ?? undefined,
    contentType: input.contentType ?? undefined,
  } as const
  const expected = {
    base_string: vector.baseStringHmacSha1,
    signature: vector.signatures['HMAC-SHA1'] ?? '',
    mayRefuse: false,
  }
  return createSigningCheck(task, expected, {
    id: `tricky.${id}`,
    title: `Signs a request right: ${title}`,
    section: BASE_STRING,
  })
}

function createSigningCheck(
  task: Omit<SignerTask, 'id'>,
  expected: ExpectedSignature,
  rule: Named & Pick<CheckInfo, 'section'>,
): SignerCheck {
  return {
    ...rule,
    level: isDefined(task) ? 'MUST' : 'SHOULD',
    needs: [(task.signatureMethod ?? '').toLowerCase()],
    run: async ({ runTask }) => {
      assertSigned(await runTask(task), task, expected)
    },
  }
}

/**
 * Reports whether the RFC leaves no choice: the request is a valid URI or form without dot segments, and the type of a
 * form has no parameters.
 */
function isDefined({ url = '', body = '', contentType = '' }: Omit<SignerTask, 'id'>): boolean {
  const isForm = contentType.startsWith(FORM)
  return (
    URI.test(url) &&
    !DOT_SEGMENT.test(url) &&
    (!isForm || (ENCODED.test(body) && !contentType.includes(';')))
  )
}

const EXACT_TASK = {
  task: 'sign',
  method: 'GET',
  url: 'https://api.example.com/1/items',
  parameters: [
    ['oauth_consumer_key', "k/+=%é-._~!'()*"],
    ['oauth_signature_method', 'HMAC-SHA1'],
    ['oauth_timestamp', '1191242096'],
    ['oauth_nonce', 'kllo9940pd9333jh'],
  ],
  signatureMethod: 'HMAC-SHA1',
  consumerSecret: 'kd94hf93k423kf44',
  tokenSecret: '',
} as const

const exactHeaderCheck: SignerCheck = {
  id: 'encoding.header',
  title: 'Encodes only what section 3.6 encodes in the header, with upper-case digits',
  section: 'RFC 5849 3.6',
  // Every server decodes the header, so other encodings arrive as well.
  level: 'SHOULD',
  needs: ['hmac-sha1'],
  run: async ({ runTask }) => {
    assertExactHeader(await runTask(EXACT_TASK), EXACT_TASK)
  },
}

function createRefusalCheck(vector: (typeof vectors.refused)[number]): SignerCheck {
  return {
    id: `refused.${vector.id.replace(/^refused-/, '')}`,
    title: `Refuses to sign: ${vector.reason}`,
    section: findSection(vector.source),
    // The RFC does not define a signature for it, and does not require a refusal either.
    level: 'SHOULD',
    run: async ({ runTask }) => {
      const { error, signature, authorization } = await runTask(createTask(vector))
      if (error !== undefined) return
      throw new Deviation(
        'an error',
        authorization ?? signature ?? 'neither an error nor a signature',
      )
    },
  }
}

function createHeaderCheck({
  id,
  source,
  authorization,
  expected,
}: (typeof vectors.headers)[number]) {
  const name = id.replace(/^header-/, '')
  return {
    id: `header.${name}`,
    title: `${expected === null ? 'Refuses a header' : 'Reads a header right'}: ${toWords(name)}`,
    section: findSection(source),
    level: expected === null || OTHER_HEADERS.has(name) ? 'SHOULD' : 'MUST',
    needs: ['read-header'],
    run: async ({ runTask }: SignerContext) => {
      const result = await runTask({ task: 'read-header', authorization })
      // Section 3.1 forbids a parameter twice, so a reader may refuse it.
      if (name === 'duplicate-kept' && result.error !== undefined) return
      assertParsedHeader(result, expected?.params)
    },
  } as const satisfies SignerCheck
}

function createBodyHashCheck({ id, body, hash, expected }: (typeof vectors.bodyHashes)[number]) {
  const signatureMethod = `HMAC-${hash.toUpperCase()}`
  return {
    id: `body-hash.${id}`,
    title: `Hashes a body for ${signatureMethod}: ${JSON.stringify(body.slice(0, 40))}`,
    section: hash === 'sha1' ? 'Body Hash 3.2' : 'Body Hash 3.1',
    // The specification leaves the hash of other signature methods to their definitions.
    level: hash === 'sha1' ? 'MUST' : 'SHOULD',
    needs: ['body-hash'],
    run: async ({ runTask }: SignerContext) => {
      const result = await runTask({ task: 'body-hash', body, signatureMethod })
      assertBodyHash(result, expected.oauth_body_hash)
    },
  } as const satisfies SignerCheck
}

function createTask(
  vector: Omit<RequestVector, 'expected' | 'source'> | GeneratedVector,
): Omit<SignerTask, 'id'> {
  const { method, url, oauth_params, consumer_secret, token_secret, realm, rsa_key } = vector
  return {
    task: 'sign',
    method,
    url,
    parameters: Object.entries(oauth_params),
    signatureMethod: oauth_params.oauth_signature_method,
    consumerSecret: consumer_secret,
    tokenSecret: token_secret,
    privateKey: rsa_key === undefined ? undefined : vectors.keys[rsa_key]?.privateKey,
    realm: realm ?? undefined,
    body: vector.form_body ?? vector.body,
    contentType: vector.content_type ?? (typeof vector.form_body === 'string' ? FORM : undefined),
  }
}

function toWords(id: string): string {
  return id.replaceAll('-', ' ')
}

/** Finds the section in a source such as `RFC 5849 section 3.4.1.2; RFC 3986 section 3.3`. */
function findSection(source: string): string {
  const [, document, section] = /(RFC \d+) section ([\d.]*\d)/.exec(source) ?? []
  if (document !== undefined && section !== undefined) return `${document} ${section}`
  const bodyHash = /Body Hash 1\.0 section ([\d.]*\d)/.exec(source)?.[1]
  return bodyHash === undefined ? BASE_STRING : `Body Hash ${bodyHash}`
}
