import { isOAuthError, parameterValue, parseForm } from '@oauthplus/core'
import type { ParameterList } from '@oauthplus/core'
import {
  assertOptions,
  hasFormContentType,
  isBoolean,
  isFunction,
  isTimeout,
  optionChecks,
} from '@oauthplus/core/internal'

import type { ClientOptions, SecretConsumer } from '../client-options.js'
import { loadOnDemand } from '../load-on-demand.js'
import { getEndpoint } from '../settings/get-endpoint.js'
import { createSettings } from '../settings/settings.js'
import type { Settings } from '../settings/settings.js'
import type { Token } from '../token.js'
import { readBodyText } from '../errors/read-body-text.js'
import { magento2 } from './magento2.js'

const LIMIT_BYTES = 16_384
const FIELDS = ['oauth_consumer_key', 'oauth_consumer_secret', 'oauth_verifier', 'store_base_url']

/** A store whose merchant has activated the integration. */
export interface MagentoStore {
  /** The base URL that the store sent. Pass it to {@link magento2}. */
  readonly storeUrl: string
  /** The consumer that this store has created. */
  readonly consumer: SecretConsumer
  /** The access token. */
  readonly token: Token
}

/** The options of {@link magentoActivation}. */
export interface MagentoActivationOptions extends Pick<
  ClientOptions,
  'allowInsecure' | 'fetch' | 'now' | 'nonce' | 'timeoutSeconds'
> {
  /**
   * Returns whether the application expects this store. Otherwise anyone who finds the endpoint
   * could make it call any host.
   */
  readonly isExpected: (storeUrl: string) => boolean | Promise<boolean>
  /** Stores the credentials. The response waits for it. */
  readonly onActivate: (store: MagentoStore) => void | Promise<void>
}

const OPTIONS = /* @__PURE__ */ optionChecks<MagentoActivationOptions>({
  required: { isExpected: isFunction, onActivate: isFunction },
  optional: {
    allowInsecure: isBoolean,
    fetch: isFunction,
    now: isFunction,
    nonce: isFunction,
    timeoutSeconds: isTimeout,
  },
})

/**
 * Creates the endpoint for the callback URL of a Magento 2 integration. When a merchant activates
 * the integration, the store posts the credentials of a new consumer, its own URL and a verifier to
 * this endpoint. The endpoint fetches a request token, exchanges it for the access token, and
 * passes it to `onActivate`.
 *
 * Invalid requests and unexpected stores receive the status 400, 403, 405, 413 or 415. Later
 * failures reject, like the functions of a client, so that the application can handle them. Respond
 * to the store with an error in that case.
 *
 * @example
 *
 * ```ts
 * const activate = magentoActivation({
 *   isExpected: (storeUrl) => stores.has(storeUrl),
 *   onActivate: ({ storeUrl, consumer, token }) => stores.keep(storeUrl, { consumer, token }),
 * })
 * // in a framework that speaks the web's Request and Response
 * export const POST = (request: Request) => activate(request)
 * ```
 *
 * @param options The expected stores, and the function that stores the credentials.
 *
 * @returns The endpoint.
 *
 * @throws `TypeError` when `isExpected` or `onActivate` is not a function.
 *
 * @see [OAuth-based authentication of Adobe
 *   Commerce](https://developer.adobe.com/commerce/webapi/get-started/authentication/gs-authentication-oauth/)
 */
export function magentoActivation(
  options: MagentoActivationOptions,
): (request: Request) => Promise<Response> {
  assertOptions('magentoActivation', options, OPTIONS)
  const { isExpected, onActivate, ...clientOptions } = options
  return async (request) => {
    const fields = await readFields(request)
    if (fields instanceof Response) return fields
    const readValue = (name: string): string => parameterValue(fields, name) ?? ''
    const storeUrl = readValue('store_base_url')
    if (!(await isExpected(storeUrl))) return new Response(null, { status: 403 })
    const consumer = {
      key: readValue('oauth_consumer_key'),
      secret: readValue('oauth_consumer_secret'),
    }
    const settings = createSettings({
      ...clientOptions,
      provider: magento2({ storeUrl }),
      consumer,
    })
    const token = await fetchAccessToken(settings, {
      verifier: readValue('oauth_verifier'),
      signal: request.signal,
    })
    await onActivate({ storeUrl, consumer, token })
    return new Response(null, { status: 200 })
  }
}

// Returns the fields, or the response to a request without them.
async function readFields(request: Request): Promise<ParameterList | Response> {
  if (request.method !== 'POST') {
    return new Response(null, { status: 405, headers: { allow: 'POST' } })
  }
  if (!hasFormContentType([['content-type', request.headers.get('content-type') ?? '']])) {
    return new Response(null, { status: 415 })
  }
  const text = await readBodyText(request, LIMIT_BYTES)
  if (text === undefined) return new Response(null, { status: 413 })
  const fields = parseFields(text)
  const isWhole = FIELDS.every((field) => {
    const values = fields.filter(([name]) => name === field)
    return values.length === 1 && values[0]?.[1] !== ''
  })
  return isWhole ? fields : new Response(null, { status: 400 })
}

function parseFields(text: string): ParameterList {
  try {
    return parseForm(text)
  } catch (error) {
    if (!isOAuthError(error)) throw error
    return []
  }
}

// The store has already given its consent, so neither a user nor a callback is involved.
async function fetchAccessToken(
  settings: Settings,
  { verifier, signal }: { readonly verifier: string; readonly signal: AbortSignal },
): Promise<Token> {
  const { requestToken } = await loadOnDemand()
  const pending = await requestToken(settings, {
    wanted: 'request token',
    url: getEndpoint(settings, 'requestTokenUrl'),
    parameters: [],
    secrets: [verifier],
    signal,
  })
  const granted = await requestToken(settings, {
    wanted: 'access token',
    url: getEndpoint(settings, 'accessTokenUrl'),
    token: pending.token,
    parameters: [['oauth_verifier', verifier]],
    secrets: [verifier],
    signal,
  })
  return granted.token
}
