import { randomBytes } from 'node:crypto'

import { assertAccepted, assertRefused } from './assertions.js'
import { createCheck, getResourceUrl } from './provider-check.js'
import { fixNonce } from './fix-nonce.js'
import type { ProviderCheck } from './provider-check.js'
import type { ProviderContext, SignedOptions } from './provider-context.js'
import { getRegisteredMethods } from './get-registered-methods.js'
import { getSignatureMethod } from './get-signature-method.js'
import { NotApplicable } from '../checks/not-applicable.js'

const NONCE = 'RFC 5849 3.3'
const REPLAY = 'RFC 5849 3.2'
const OTHERS = 24

/** Requests with the nonce of an earlier one, which differ from it in something else: id, description, options. */
const REUSED: readonly (readonly [
  id: string,
  what: string,
  getOptions: (context: ProviderContext) => SignedOptions,
])[] = [
  ['other-query', 'with another query', (context) => ({ url: getResourceUrl(context, 'page=2') })],
  ['other-method', 'by another HTTP method', () => ({ method: 'POST' })],
  [
    'other-body',
    'with a body',
    () => ({ method: 'POST', body: '{}', contentType: 'application/json' }),
  ],
  ['other-agent', 'by another user agent', () => ({ headers: [['User-Agent', 'another']] })],
  ['without-version', 'without oauth_version', () => ({})],
]

/** Every dimension in which nonces must, or need not, be unique, section 3.3. */
export const nonceDimensionChecks: readonly ProviderCheck[] = [
  ...REUSED.map(([id, what, getOptions]) =>
    createCheck(
      {
        id: `nonce.reused-${id}`,
        title: `Refuses a used nonce in a request ${what}`,
        section: NONCE,
        severity: 'critical',
      },
      async (context) => {
        const stamp = fixNonce(context)
        assertAccepted(await context.sendResourceRequest({ protocol: stamp }))
        assertRefused(
          await context.sendResourceRequest({
            ...getOptions(context),
            protocol: (pairs) =>
              stamp(id === 'without-version' ? pairs.filter(isNotVersion) : pairs),
          }),
        )
      },
    ),
  ),
  createCheck(
    {
      id: 'nonce.reused-by-other-signature-method',
      title: 'Refuses a used nonce by another signature method',
      section: NONCE,
      severity: 'critical',
    },
    async (context) => {
      const { config } = context
      const used = getSignatureMethod(config.consumer, config)
      const other = [
        ...getRegisteredMethods(config.consumer, config),
        ...getDeclared(context),
      ].find((method) => method !== used && method.startsWith('HMAC-'))
      if (other === undefined) throw new NotApplicable('the consumer has one HMAC method')
      const stamp = fixNonce(context)
      assertAccepted(await context.sendResourceRequest({ protocol: stamp }))
      assertRefused(await context.sendResourceRequest({ protocol: stamp, signatureMethod: other }))
    },
  ),
  createCheck(
    {
      id: 'nonce.case',
      title: 'Takes nonces by their case',
      section: 'RFC 5849 3.1',
    },
    async (context) => {
      const nonce = `a${randomBytes(16).toString('hex')}`
      // In another second, the timestamp would distinguish the nonces.
      const nowSeconds = context.nowSeconds()
      for (const each of [nonce, nonce.toUpperCase()]) {
        const protocol = fixNonce(context, { nonce: each, nowSeconds })
        assertAccepted(await context.sendResourceRequest({ protocol }))
      }
    },
  ),
  createCheck(
    {
      id: 'nonce.last-character',
      title: 'Tells nonces apart that differ in their last character only',
      section: NONCE,
    },
    async (context) => {
      const nonce = randomBytes(20).toString('hex')
      const nowSeconds = context.nowSeconds()
      for (const end of ['a', 'b']) {
        const protocol = fixNonce(context, { nonce: `${nonce}${end}`, nowSeconds })
        assertAccepted(await context.sendResourceRequest({ protocol }))
      }
    },
  ),
  createCheck(
    {
      id: 'nonce.many',
      title: `Remembers a nonce after ${OTHERS} others`,
      section: NONCE,
      severity: 'critical',
      runsAlone: true,
    },
    async (context) => {
      const stamp = fixNonce(context)
      const token = await context.getToken()
      assertAccepted(await context.sendResourceRequest({ token, protocol: stamp }))
      const others = Array.from({ length: OTHERS }, () => context.sendResourceRequest({ token }))
      await Promise.all(others)
      assertRefused(await context.sendResourceRequest({ protocol: stamp }))
    },
  ),
]

/** Replays after some time, section 3.2. */
export const laterReplayChecks: readonly ProviderCheck[] = [
  [30, 0],
  [120, 0],
  [270, 0],
  [400, 200],
  [900, 0],
]
  .map(([laterSeconds = 0, offsetSeconds = 0]) =>
    createCheck(
      {
        id: `nonce.replayed-after-${laterSeconds}`,
        title: `Refuses a replay after ${laterSeconds} seconds${offsetSeconds === 0 ? '' : ` of a timestamp ${offsetSeconds} seconds ahead`}`,
        section: REPLAY,
        severity: 'critical',
        needs: ['clockUrl'],
      },
      async (context) => {
        const token = await context.createToken()
        const protocol = fixNonce(context, { offsetSeconds })
        const first = await context.sendResourceRequest({ token, protocol })
        if (offsetSeconds > 0 && 'status' in first.response && first.response.status >= 400)
          throw new NotApplicable('the provider refuses timestamps that are ahead')
        assertAccepted(first)
        await context.advance(laterSeconds)
        assertRefused(await context.sendResourceRequest({ token, protocol }))
      },
    ),
  )
  .map((check) => ({ ...check, runsAlone: true }))

function isNotVersion([name]: readonly [string, string]): boolean {
  return name !== 'oauth_version'
}

function getDeclared({ config }: ProviderContext): readonly string[] {
  return (config.features ?? [])
    .filter((name) => name.startsWith('hmac-'))
    .map((name) => name.toUpperCase())
}
