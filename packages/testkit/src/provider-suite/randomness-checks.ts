import { createHash } from 'node:crypto'

import { assertThat } from '../checks/assert-that.js'
import { createCheck } from './provider-check.js'
import type { ProviderCheck } from './provider-check.js'

const ENTROPY = 'RFC 5849 4.9'
const MIN_DIFFERING = 6
const MAX_STEP = 1000
const DIGESTS = ['md5', 'sha1', 'sha256'] as const
const ENCODINGS = ['hex', 'base64', 'base64url'] as const

/** Asserts that two values differ in more than a counter or the time would. */
function assertUnpredictable([one, other]: readonly [string, string]): void {
  const length = Math.max(one.length, other.length)
  const differing = Array.from({ length }, (_, index) => index).filter(
    (index) => one[index] !== other[index],
  ).length
  const [first = 0, second = 0] = [one, other].map(Number)
  const isCounted = Number.isSafeInteger(first) && Math.abs(first - second) < MAX_STEP
  assertThat(
    differing >= Math.min(MIN_DIFFERING, Math.ceil(length / 4)) && !isCounted,
    'two values that differ at random',
    'two values that differ in a few characters',
  )
}

function getDigests(value: string): readonly string[] {
  return DIGESTS.flatMap((digest) =>
    ENCODINGS.map((encoding) => createHash(digest).update(value).digest(encoding)),
  )
}

/** Secrets and verifiers that cannot be guessed. */
export const randomnessChecks: readonly ProviderCheck[] = [
  createCheck(
    {
      id: 'request-token.secret-unpredictable',
      title: 'Makes secrets of request tokens that do not follow from earlier ones',
      section: ENTROPY,
      level: 'SHOULD',
      severity: 'high',
    },
    async (context) => {
      const [one, other] = [await context.createRequestToken(), await context.createRequestToken()]
      assertUnpredictable([one.secret, other.secret])
    },
  ),
  createCheck(
    {
      id: 'request-token.token-unpredictable',
      title: 'Makes request tokens that do not follow from earlier ones',
      section: ENTROPY,
      level: 'MAY',
    },
    async (context) => {
      const [one, other] = [await context.createRequestToken(), await context.createRequestToken()]
      assertUnpredictable([one.key, other.key])
    },
  ),
  createCheck(
    {
      id: 'access-token.secret-unpredictable',
      title: 'Makes secrets of access tokens that do not follow from earlier ones',
      section: ENTROPY,
      level: 'SHOULD',
      severity: 'high',
    },
    async (context) => {
      const [one, other] = [await context.createToken(), await context.createToken()]
      // A provider may issue the same access token to the same consumer again.
      if (one.key !== other.key) assertUnpredictable([one.secret, other.secret])
    },
  ),
  createCheck(
    {
      id: 'authorization.verifier-unpredictable',
      title: 'Makes verifiers that do not follow from earlier ones',
      section: 'RFC 5849 2.2',
      severity: 'critical',
    },
    async (context) => {
      const [one, other] = [
        await context.createApprovedToken(),
        await context.createApprovedToken(),
      ]
      assertUnpredictable([one.verifier, other.verifier])
    },
  ),
  createCheck(
    {
      id: 'authorization.verifier-not-hash',
      title: 'Does not compute the verifier from the token',
      section: 'RFC 5849 2.2',
      severity: 'critical',
    },
    async (context) => {
      const { token, verifier } = await context.createApprovedToken()
      const isHash = [token.key, token.secret]
        .flatMap(getDigests)
        .some((digest) => digest.toLowerCase().includes(verifier.toLowerCase()))
      const isReversed = verifier === Array.from(token.key).reverse().join('')
      assertThat(!isHash && !isReversed, 'a random verifier', 'one computed from the token')
    },
  ),
  ...(['request-token', 'access-token'] as const).map((kind) =>
    createCheck(
      {
        id: `${kind}.secret-not-derived`,
        title: `Does not compute the secret of ${kind === 'request-token' ? 'a Request Token' : 'an access token'} from what others know`,
        section: ENTROPY,
        level: 'SHOULD',
        severity: 'critical',
      },
      async (context) => {
        const { key, secret } =
          kind === 'request-token'
            ? await context.createRequestToken()
            : await context.createToken()
        const isDerived =
          secret === key ||
          secret.includes(key) ||
          getDigests(key).includes(secret) ||
          secret === context.config.consumer.secret ||
          secret === context.config.consumer.key
        assertThat(!isDerived, 'a random secret', 'one that follows from the token or the consumer')
      },
    ),
  ),
]
