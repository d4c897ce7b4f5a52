import { isDeepStrictEqual } from 'node:util'

import { signRequest } from '@oauthplus/core'

import { HOST_CASES } from './host-cases.js'
import type { Exchange, HostCase } from './host-cases.js'
import { CONSUMER, ORIGIN } from './host-provider.js'
import type { Header, Host, StartedHost, View, WireRequest, WireResponse } from './host.js'

/**
 * How a case ended: as it must (`passed`); refused, or refused in another way (`refused`); accepted, but the
 * handler found something else (`differs`); accepted because the host has hidden what was added
 * (`hidden`); or accepted although it must not be (`accepted`), which is never right.
 */
export type OutcomeKind = 'passed' | 'refused' | 'differs' | 'hidden' | 'accepted'

/** An outcome, with what came back if that was not what must come. */
export interface Outcome {
  readonly kind: OutcomeKind
  readonly found: string
}

const PASSED: Outcome = { kind: 'passed', found: '' }
const FORM: Header = ['Content-Type', 'application/x-www-form-urlencoded']

const AT_ONCE = 8

/** Runs all cases that a host can be sent, some at the same time. Returns the outcomes by case. */
export async function runHost(host: Host): Promise<ReadonlyMap<HostCase, Outcome>> {
  const started = await host.start()
  try {
    const outcomes = new Map<HostCase, Outcome>()
    const waiting = HOST_CASES.filter((testCase) => canBeSent(testCase, host))
    for (const testCase of waiting) outcomes.set(testCase, PASSED)
    const runNext = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        outcomes.set(next, await runCase(started, next))
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, runNext))
    return outcomes
  } finally {
    await started.close()
  }
}

function canBeSent({ needsConnection, repeatsHeader }: HostCase, host: Host): boolean {
  if (needsConnection === true && !host.hasConnection) return false
  return repeatsHeader !== true || host.canRepeatHeaders
}

async function runCase(host: StartedHost, testCase: HostCase): Promise<Outcome> {
  if (testCase.exchanges === 'the whole flow') return runFlow(host)
  for (const exchange of testCase.exchanges) {
    const outcome = judge(exchange, await host.send(await signedOf(exchange)), testCase)
    if (outcome.kind !== 'passed') return outcome
  }
  return PASSED
}

function judge(
  { method, status, view }: Exchange,
  response: WireResponse,
  { hiddenView }: HostCase,
): Outcome {
  const found = `${response.status} ${response.text.slice(0, 300)}`
  if (![status].flat().includes(response.status)) {
    if (response.status >= 300 || response.status === 0) return { kind: 'refused', found }
    const isHidden = hiddenView !== undefined && shows(response, hiddenView)
    return { kind: isHidden ? 'hidden' : 'accepted', found }
  }
  if (status !== 200 || method === 'HEAD') return PASSED
  return shows(response, view ?? {}) ? PASSED : { kind: 'differs', found }
}

function shows({ text }: WireResponse, view: Partial<View>): boolean {
  const seen = JSON.parse(text) as Readonly<Record<string, unknown>>
  return Object.entries(view).every(([name, value]) => isDeepStrictEqual(seen[name], value))
}

async function signedOf(exchange: Exchange): Promise<WireRequest> {
  const { method = 'GET', path, headers = [], body = '', options = {}, sent = {} } = exchange
  const signed = await signRequest(
    { method, url: `${ORIGIN}${path}`, headers, body },
    { consumer: CONSUMER },
    options,
  )
  const isUnsigned = sent.headersBefore?.some(([name]) => name === 'X-Unsigned') === true
  return {
    method,
    target: sent.target ?? signed.url.slice(ORIGIN.length),
    headers: [
      ...(sent.headersBefore ?? []),
      ...(isUnsigned ? [] : signed.headers),
      ...(sent.headers ?? []),
    ],
    body: bytesOf(sent.body ?? signed.body),
    framing: sent.framing ?? 'length',
    pace: sent.pace ?? 'at once',
  }
}

function bytesOf(body: unknown): Uint8Array {
  return typeof body === 'string' ? Buffer.from(body) : ((body ?? new Uint8Array()) as Uint8Array)
}

/** Goes through three-legged OAuth, and sends a request with the token. */
async function runFlow(host: StartedHost): Promise<Outcome> {
  const sign = async (
    path: string,
    more: Parameters<typeof signRequest>[1] | undefined,
    options = {},
  ) => {
    const signed = await signRequest(
      { method: 'POST', url: `${ORIGIN}${path}` },
      more ?? { consumer: CONSUMER },
      options,
    )
    return wire('POST', path, signed.headers)
  }
  const issued = await host.send(
    await sign('/v1/oauth/request_token', undefined, { callback: 'oob' }),
  )
  const requestToken = tokenIn(issued)
  const target = `/v1/oauth/authorize?oauth_token=${requestToken.key}`
  const page = await host.send(wire('GET', target, []))
  const csrf = /name="csrf" value="([^"]+)"/.exec(page.text)?.[1] ?? ''
  const decision = new URLSearchParams({ oauth_token: requestToken.key, csrf, decision: 'approve' })
  const decided = await host.send(wire('POST', target, [FORM], decision.toString()))
  const verifier = /id="oauth_verifier">([^<]+)</.exec(decided.text)?.[1] ?? ''
  const consumer = CONSUMER
  const exchanged = await host.send(
    await sign('/v1/oauth/access_token', { consumer, token: requestToken }, { verifier }),
  )
  const token = tokenIn(exchanged)
  const response = await host.send(await sign('/v1/echo', { consumer, token }))
  if (response.status === 200) return PASSED
  return {
    kind: 'refused',
    found: [issued, page, decided, exchanged, response].map(({ status }) => status).join(', '),
  }
}

function wire(method: string, target: string, headers: readonly Header[], body = ''): WireRequest {
  return { method, target, headers, body: Buffer.from(body), framing: 'length', pace: 'at once' }
}

function tokenIn({ text }: WireResponse): { readonly key: string; readonly secret: string } {
  const issued = new URLSearchParams(text)
  return {
    key: issued.get('oauth_token') ?? '',
    secret: issued.get('oauth_token_secret') ?? '',
  }
}
