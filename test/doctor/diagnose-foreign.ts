import { generateKeyPairSync } from 'node:crypto'

import type { ReceivedRequest } from '@oauthplus/core'
import { diagnose } from '@oauthplus/doctor'
import type { Diagnosis } from '@oauthplus/doctor'
import { createProvider, memoryStore } from '@oauthplus/server'
import type { ConsumerRecord } from '@oauthplus/server'
import vectors from '@oauthplus/testkit/vectors/tricky-requests.json' with { type: 'json' }

import type { TrickyRequest } from '../client-faults/tricky-requests.js'
import { foreignSenders } from './foreign-requests.js'

/** The result of one request of one package. */
export interface ForeignCase {
  readonly id: string
  readonly title: string
  /** `accepted`, the problem that it was refused for, or what the package threw. */
  readonly outcome: string
  /** The diagnosis, if the signature was wrong. */
  readonly diagnosis: Diagnosis | undefined
  /** The diagnosis if the doctor also knows the URL that the program gave to the package. */
  readonly typedDiagnosis: Diagnosis | undefined
}

const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
})

/** Sends all tricky requests by each package to a provider, and collects what its doctor finds. */
export async function diagnoseForeign(): Promise<ReadonlyMap<string, readonly ForeignCase[]>> {
  const results = new Map<string, readonly ForeignCase[]>()
  for (const [name, send] of Object.entries(foreignSenders(privateKey))) {
    const cases: ForeignCase[] = []
    for (const tricky of vectors) {
      const sent = await attempt(() => send(tricky))
      if (sent instanceof Error) cases.push(createUnsent(tricky, sent))
      else if (sent !== undefined) cases.push(await judged(tricky, sent))
    }
    results.set(name, cases)
  }
  return results
}

async function judged(tricky: TrickyRequest, sent: ReceivedRequest): Promise<ForeignCase> {
  let diagnosis: Diagnosis | undefined
  let typedDiagnosis: Diagnosis | undefined
  const { origin } = new URL(sent.url)
  const provider = createProvider({
    store: storeOf(tricky),
    publicUrl: origin,
    findUser: (id) => ({ id }),
    allowPlainHttpResources: true,
    // Some packages take the time from the clock; the requests are of 2007.
    timestampWindowSeconds: 1_000_000_000,
    diagnose: async (request, secrets) => {
      diagnosis = await diagnose(request, secrets)
      typedDiagnosis =
        diagnosis.verdict === 'explained'
          ? diagnosis
          : await diagnose({ ...request, typedUrl: tricky.input.url }, secrets)
      return diagnosis
    },
    sendDiagnosis: true,
  })
  const result = await provider.authenticate(
    {
      method: sent.method,
      url: sent.url.slice(origin.length),
      headers: sent.headers,
      readBody: () => Promise.resolve(sent.body as Uint8Array),
      peer: { address: '127.0.0.1', secure: origin.startsWith('https') },
    },
    { allowTwoLegged: true },
  )
  const outcome = result.ok ? 'accepted' : result.problem.code
  return { id: tricky.id, title: tricky.title, outcome, diagnosis, typedDiagnosis }
}

function createUnsent({ id, title }: TrickyRequest, error: Error): ForeignCase {
  return {
    id,
    title,
    outcome: `threw ${error.name}`,
    diagnosis: undefined,
    typedDiagnosis: undefined,
  }
}

function storeOf({ consumerKey, consumerSecret, token, tokenSecret }: TrickyRequest) {
  const createdAtSeconds = 0
  const consumer: ConsumerRecord = {
    key: consumerKey,
    revision: 1,
    name: 'Foreign',
    description: '',
    status: 'accepted',
    secrets: [{ value: consumerSecret }],
    publicKeys: [{ value: publicKey }],
    signatureMethods: ['HMAC-SHA1', 'RSA-SHA256'],
    callbacks: [],
    allowXauth: false,
    allowTwoLegged: true,
    requireBodyHash: false,
    allowPlaintextInQuery: false,
    addressRanges: [],
    createdAtSeconds,
  }
  return {
    ...memoryStore(),
    findCredentials: (_: string, key: string | undefined) =>
      Promise.resolve({
        consumer,
        token:
          key === undefined || token === null
            ? undefined
            : ({
                kind: 'access',
                key,
                secret: tokenSecret,
                consumerKey,
                userId: 'jane',
                scopes: [],
                grantedBy: 'owner',
                state: 'valid',
                createdAtSeconds,
              } as const),
      }),
  }
}

async function attempt<Result>(call: () => Result | Promise<Result>): Promise<Result | Error> {
  try {
    return await call()
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}
