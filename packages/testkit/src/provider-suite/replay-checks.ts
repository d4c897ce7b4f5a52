import { assertThat } from '../checks/assert-that.js'
import { NotApplicable } from '../checks/not-applicable.js'
import { randomBytes } from 'node:crypto'
import { assertAccepted, getResponse, assertStatus, assertRefused } from './assertions.js'
import {
  createAcceptedCheck,
  createCheck,
  getOtherConsumer,
  replaceParameter,
  useRandomTimestamp,
} from './provider-check.js'
import { fixNonce } from './fix-nonce.js'
import type { ProviderCheck } from './provider-check.js'
import type { ProviderContext, SignedOptions } from './provider-context.js'
import type { ProtocolParameters } from './sign-message.js'

const NONCE = 'RFC 5849 3.3'
const REPLAY = 'RFC 5849 3.2'
const SIMULTANEOUS = 10

/** Sends a request. Resolves with a function that sets its nonce and timestamp again. */
async function useNonce(
  context: ProviderContext,
  options: SignedOptions = {},
): Promise<(pairs: ProtocolParameters) => ProtocolParameters> {
  const repeatNonce = fixNonce(context)
  assertAccepted(
    await context.sendResourceRequest({ ...options, protocol: repeatNonce }),
    'the first request to be accepted',
  )
  return repeatNonce
}

/** Nonces, section 3.3. */
export const replayChecks: readonly ProviderCheck[] = [
  createCheck(
    {
      id: 'nonce.replayed',
      title: 'Refuses a request that it has received before',
      section: REPLAY,
      severity: 'critical',
    },
    async (context) => {
      assertRefused(await context.sendResourceRequest({ protocol: await useNonce(context) }))
    },
  ),
  createCheck(
    {
      id: 'nonce.replayed-status',
      title: 'Refuses a used nonce by status 401',
      section: REPLAY,
      level: 'SHOULD',
    },
    async (context) => {
      assertStatus(await context.sendResourceRequest({ protocol: await useNonce(context) }), [401])
    },
  ),
  createCheck(
    {
      id: 'nonce.reused-on-another-request',
      title: 'Refuses a used nonce on another request',
      section: NONCE,
      severity: 'critical',
    },
    async (context) => {
      const repeatNonce = await useNonce(context)
      assertRefused(
        await context.sendResourceRequest({ method: 'POST', form: 'a=1', protocol: repeatNonce }),
      )
    },
  ),
  createCheck(
    {
      id: 'nonce.reused-by-query',
      title: 'Refuses a used nonce that comes in the query',
      section: NONCE,
      severity: 'critical',
      needs: ['query-transmission'],
    },
    async (context) => {
      const repeatNonce = await useNonce(context)
      assertRefused(
        await context.sendResourceRequest({ transmission: 'query', protocol: repeatNonce }),
      )
    },
  ),
  createCheck(
    {
      id: 'nonce.reused-by-form',
      title: 'Refuses a used nonce that comes in a form',
      section: NONCE,
      severity: 'critical',
      needs: ['form-transmission'],
    },
    async (context) => {
      const repeatNonce = await useNonce(context)
      assertRefused(
        await context.sendResourceRequest({
          method: 'POST',
          transmission: 'form',
          protocol: repeatNonce,
        }),
      )
    },
  ),
  createCheck(
    {
      id: 'nonce.reused-in-other-escapes',
      title: 'Recognizes a used nonce when it is written with other escapes',
      section: NONCE,
      severity: 'critical',
    },
    async (context) => {
      const repeatNonce = await useNonce(context)
      assertRefused(
        await context.sendResourceRequest({
          protocol: repeatNonce,
          writeHeader: (pairs) =>
            `OAuth ${pairs.map(([name, value]) => `${name}="${name === 'oauth_nonce' ? escapeAll(value) : encodeURIComponent(value)}"`).join(', ')}`,
        }),
      )
    },
  ),
  createCheck(
    {
      id: 'nonce.simultaneous',
      title: 'Lets one of ten simultaneous replays through',
      section: NONCE,
      severity: 'high',
      runsAlone: true,
    },
    async (context) => {
      const token = await context.getToken()
      const repeatNonce = fixNonce(context)
      const exchanges = await Promise.all(
        Array.from({ length: SIMULTANEOUS }, () =>
          context.sendResourceRequest({ token, protocol: repeatNonce }),
        ),
      )
      const passed = exchanges.filter((exchange) => getResponse(exchange).status < 300).length
      assertThat(passed === 1, 'one request to pass', `${passed} passed`)
    },
  ),
  createCheck(
    {
      id: 'nonce.other-timestamp',
      title: 'Accepts a nonce again with another timestamp',
      section: NONCE,
    },
    async (context) => {
      const repeatNonce = await useNonce(context)
      const repeatNonceLater = (pairs: ProtocolParameters): ProtocolParameters =>
        replaceParameter('oauth_timestamp', (value) => String(Number(value) - 1))(
          repeatNonce(pairs),
        )
      assertAccepted(await context.sendResourceRequest({ protocol: repeatNonceLater }))
    },
  ),
  createCheck(
    { id: 'nonce.other-token', title: 'Accepts a nonce again with another token', section: NONCE },
    async (context) => {
      const repeatNonce = await useNonce(context)
      const token = await context.createToken()
      if (token.key === (await context.getToken()).key)
        throw new NotApplicable('the provider issues the same access token again')
      assertAccepted(await context.sendResourceRequest({ protocol: repeatNonce, token }))
    },
  ),
  createCheck(
    {
      id: 'nonce.other-consumer',
      title: 'Accepts the nonce of another consumer',
      section: NONCE,
      needs: ['otherConsumer'],
    },
    async (context) => {
      const repeatNonce = await useNonce(context)
      assertAccepted(
        await context.sendResourceRequest({
          protocol: repeatNonce,
          consumer: getOtherConsumer(context),
        }),
      )
    },
  ),
  createCheck(
    {
      id: 'nonce.not-burnt-by-strangers',
      title: 'Remembers a nonce only when the signature is right',
      section: REPLAY,
      level: 'MAY',
    },
    async (context) => {
      const repeatNonce = fixNonce(context)
      assertRefused(
        await context.sendResourceRequest({
          protocol: repeatNonce,
          sent: replaceParameter('oauth_signature', 'wrong'),
        }),
      )
      assertAccepted(
        await context.sendResourceRequest({ protocol: repeatNonce }),
        'the right request to be accepted after a forged one',
      )
    },
  ),
  createCheck(
    {
      id: 'nonce.request-token',
      title: 'Refuses a replay at the endpoint for request tokens',
      section: REPLAY,
      severity: 'high',
    },
    async (context) => {
      const repeatNonce = fixNonce(context)
      assertAccepted(await context.sendTokenRequest({ protocol: repeatNonce }))
      assertRefused(await context.sendTokenRequest({ protocol: repeatNonce }))
    },
  ),
  createCheck(
    {
      id: 'nonce.second-of-a-second',
      title: 'Remembers every nonce of a second, not only the last one',
      section: NONCE,
      severity: 'critical',
    },
    async (context) => {
      const first = await useNonce(context)
      const timestamp = String(context.nowSeconds())
      assertAccepted(
        await context.sendResourceRequest({
          protocol: replaceParameter('oauth_timestamp', timestamp),
        }),
      )
      assertRefused(await context.sendResourceRequest({ protocol: first }))
    },
  ),
  ...(
    [
      ['short', 'of one character', 'SHOULD', () => 'a'],
      ['long', 'of 64 characters', 'MUST', () => randomBytes(32).toString('hex')],
      [
        'reserved',
        'with characters that are encoded',
        'MUST',
        () => `${randomBytes(8).toString('hex')}+/= &"é`,
      ],
    ] as const
  ).map(([id, what, level, createNonce]) =>
    createAcceptedCheck(
      { id: `nonce.${id}`, title: `Accepts a nonce ${what}`, section: NONCE, level },
      {
        protocol: (pairs) =>
          replaceParameter('oauth_nonce', createNonce())(useRandomTimestamp(pairs)),
      },
    ),
  ),
]

function escapeAll(string: string): string {
  return string.replaceAll(
    /./g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
