import type { Check, CheckInfo } from '../checks/check.js'
import { Departure } from '../checks/departure.js'
import { vectors } from '../vectors.js'
import type { GeneratedVector, RequestVector, TrickyRequest } from '../vectors.js'
import { judgeBodyHash, judgeHeader, judgeSigned } from './judge-answer.js'
import type { ExpectedSignature } from './judge-answer.js'
import type { SignerAnswer, SignerTask } from './signer-task.js'

/** What checks of a signer are done with. */
export interface SignerContext {
  /** Gives the signer a task. */
  ask(task: Omit<SignerTask, 'id'>): Promise<SignerAnswer>
}

/** A check of a signer. */
export type SignerCheck = Check<SignerContext>

const FORM = 'application/x-www-form-urlencoded'
const BASE_STRING = 'RFC 5849 3.4.1'
// What RFC 3986 allows behind the host of a URI, and no more.
const URI = /^\w+:\/\/[^/?#]*(?:[/?#][\w\-.~:/?#@!$&'()*+,;=%]*)?$/
const ENCODED = /^[\w\-.~:/?#@!$&'()*+,;=%]*$/

/** Makes a check of every vector: the published, the tricky, the hand-made and the generated ones. */
export function signerChecks(): readonly SignerCheck[] {
  return [
    // What is not ASCII cannot be sent as it stands, so nobody can say what is signed.
    ...vectors.requests
      .filter(({ url }) => /^[!-~]*$/.test(url))
      .map((vector) =>
        signs(vector, {
          id: `published.${vector.id}`,
          title: `Signs what is published in ${vector.source}`,
        }),
      ),
    ...vectors.tricky.map(signsTricky),
    ...vectors.handMade.map((vector) =>
      signs(vector, {
        id: `hand-made.${vector.id}`,
        title: `Signs a request right: ${inWords(vector.id)}`,
      }),
    ),
    ...vectors.refused.map(refuses),
    ...vectors.headers.map(readsHeader),
    ...vectors.bodyHashes.map(hashesBody),
    ...vectors.generated.map(signsGenerated),
  ]
}

type Named = Pick<CheckInfo, 'id' | 'title'>

function signs(vector: RequestVector, { id, title }: Named): SignerCheck {
  const expected = { ...vector.expected, mayRefuse: vector.may_refuse === true }
  return checkSigning(taskOf(vector), expected, {
    id,
    title: vector.note === undefined ? title : `${title} (${vector.note})`,
    section: sectionIn(vector.source),
  })
}

function signsGenerated(vector: GeneratedVector): SignerCheck {
  const { base_string, signature, method, url, oauth_params } = vector
  const isRsa = oauth_params.oauth_signature_method?.startsWith('RSA-') ?? false
  return checkSigning(
    taskOf(isRsa ? { ...vector, rsa_key: 'generated' } : vector),
    { base_string, signature, mayRefuse: false },
    {
      id: `generated.${vector.id}`,
      title: `Signs the generated request ${method} ${url}`,
      section: BASE_STRING,
    },
  )
}

function signsTricky(vector: TrickyRequest): SignerCheck {
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
  return checkSigning(task, expected, {
    id: `tricky.${id}`,
    title: `Signs a request right: ${title}`,
    section: BASE_STRING,
  })
}

function checkSigning(
  task: Omit<SignerTask, 'id'>,
  expected: ExpectedSignature,
  rule: Named & Pick<CheckInfo, 'section'>,
): SignerCheck {
  return {
    ...rule,
    // Whoever encodes too little sends what is no URI and no form; others get it all the same.
    level: isEncoded(task) ? 'MUST' : 'SHOULD',
    needs: [(task.signatureMethod ?? '').toLowerCase()],
    run: async ({ ask }) => {
      judgeSigned(await ask(task), task, expected)
    },
  }
}

function isEncoded({ url = '', body = '', contentType }: Omit<SignerTask, 'id'>): boolean {
  return URI.test(url) && (contentType !== FORM || ENCODED.test(body))
}

function refuses(vector: (typeof vectors.refused)[number]): SignerCheck {
  return {
    id: `refused.${vector.id.replace(/^refused-/, '')}`,
    title: `Refuses to sign: ${vector.reason}`,
    section: sectionIn(vector.source),
    level: 'MUST',
    run: async ({ ask }) => {
      const { error, signature, authorization } = await ask(taskOf(vector))
      if (error !== undefined) return
      throw new Departure('an error', authorization ?? signature ?? 'neither error nor signature')
    },
  }
}

function readsHeader({ id, source, authorization, expected }: (typeof vectors.headers)[number]) {
  const name = id.replace(/^header-/, '')
  return {
    id: `header.${name}`,
    title: `${expected === null ? 'Refuses a header' : 'Reads a header right'}: ${inWords(name)}`,
    section: sectionIn(source),
    level: 'MUST',
    needs: ['read-header'],
    run: async ({ ask }: SignerContext) => {
      judgeHeader(await ask({ task: 'read-header', authorization }), expected?.params)
    },
  } as const satisfies SignerCheck
}

function hashesBody({ id, body, hash, expected }: (typeof vectors.bodyHashes)[number]) {
  const signatureMethod = `HMAC-${hash.toUpperCase()}`
  return {
    id: `body-hash.${id}`,
    title: `Hashes a body beside ${signatureMethod}: ${JSON.stringify(body.slice(0, 40))}`,
    section: 'Body Hash 3.2',
    level: 'MUST',
    needs: ['body-hash'],
    run: async ({ ask }: SignerContext) => {
      const answer = await ask({ task: 'body-hash', body, signatureMethod })
      judgeBodyHash(answer, expected.oauth_body_hash)
    },
  } as const satisfies SignerCheck
}

function taskOf(
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

function inWords(id: string): string {
  return id.replaceAll('-', ' ')
}

/** Finds the section in a source such as `RFC 5849 section 3.4.1.2; RFC 3986 section 3.3`. */
function sectionIn(source: string): string {
  const [, document, section] = /(RFC \d+) section ([\d.]*\d)/.exec(source) ?? []
  if (document !== undefined && section !== undefined) return `${document} ${section}`
  const bodyHash = /Body Hash 1\.0 section ([\d.]*\d)/.exec(source)?.[1]
  return bodyHash === undefined ? BASE_STRING : `Body Hash ${bodyHash}`
}
