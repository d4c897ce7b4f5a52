import { expect, it } from 'vitest'

import {
  HMAC_SHA1,
  HMAC_SHA256,
  HMAC_SHA512,
  isOAuthError,
  RSA_SHA1,
  RSA_SHA256,
  RSA_SHA512,
  signRequest,
  verifySignature,
} from '../src/index.js'
import type { SignatureMethod } from '../src/index.js'
import { seededRandom } from './seeded-random.js'
import { oddCase, ordinaryCase } from './signing-case.js'
import type { SigningCase } from './signing-case.js'
import { SIGNING_REFUSALS } from './signing-refusals.js'
import { KEYS } from './vectors.js'

const SEED = 20_261_129
const ODD_CASES = 20_000
const ORDINARY_CASES = 2000
const HASHING_METHODS = [HMAC_SHA1, HMAC_SHA256, HMAC_SHA512, RSA_SHA1, RSA_SHA256, RSA_SHA512]
const PUBLIC_KEYS = [KEYS.generated?.publicKey ?? '']

it('signs what the verifier accepts, or refuses for a listed reason that applies', async () => {
  const random = seededRandom(SEED)
  const counts = new Map(Object.keys(SIGNING_REFUSALS).map((name) => [name, 0]))
  let signed = 0
  for (let index = 0; index < ODD_CASES; index++) {
    const given = oddCase(random)
    const outcome = await outcomeOf(given)
    const applying = Object.entries(SIGNING_REFUSALS).filter(([, { applies }]) => applies(given))
    const shown = (): string => JSON.stringify({ index, outcome, given }, hidden, 1)
    if (outcome === 'verified') {
      expect(
        applying.map(([name]) => name),
        shown(),
      ).toEqual([])
      signed++
      continue
    }
    const [reason] = applying.find(([, { message }]) => message.test(outcome)) ?? []
    expect(reason, shown()).toBeDefined()
    counts.set(reason ?? '', (counts.get(reason ?? '') ?? 0) + 1)
  }
  const unmet = [...counts].filter(([, count]) => count < 10).map(([name]) => name)
  expect(unmet).toEqual([])
  expect(signed).toBeGreaterThan(ODD_CASES / 4)
})

it('refuses nothing ordinary', async () => {
  const random = seededRandom(SEED)
  for (let index = 0; index < ORDINARY_CASES; index++) {
    const given = ordinaryCase(random)
    expect(await outcomeOf(given), JSON.stringify(given, hidden, 1)).toBe('verified')
  }
})

/** Signs a case and verifies what came out: `verified`, why it was not signed, or a fault. */
async function outcomeOf({ request, credentials, options }: SigningCase): Promise<string> {
  let signed
  try {
    signed = await signRequest(request, credentials, options)
  } catch (error) {
    if (isOAuthError(error) && error.code === 'parameter_rejected') return error.message
    if (error instanceof TypeError) return error.message
    throw error
  }
  const { method, url, headers, body } = signed
  const result = await verifySignature(
    { method, url, headers, body },
    {
      secrets: [credentials.consumer.secret],
      tokenSecrets: [credentials.token?.secret ?? ''],
      publicKeys: PUBLIC_KEYS,
    },
    { signatureMethods: [judgedMethod(request.body, options)] },
  )
  return result.ok ? 'verified' : `signed, but refused as ${result.problem.code}`
}

/** Returns the method; without its hash if only the sender knows the body. */
function judgedMethod(
  body: SigningCase['request']['body'],
  { signatureMethod, sendBodyHash }: SigningCase['options'],
): string | SignatureMethod {
  const method = HASHING_METHODS.find(({ name }) => name === signatureMethod)
  const isHashJudged = method === undefined || body !== undefined || sendBodyHash === true
  return isHashJudged ? signatureMethod : { ...method, bodyHash: undefined }
}

function hidden(name: string, value: unknown): unknown {
  return name === 'privateKey' ? undefined : value
}
