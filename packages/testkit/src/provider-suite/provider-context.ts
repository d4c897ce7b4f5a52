import { randomBytes } from 'node:crypto'

import { CannotBeJudged } from '../checks/cannot-be-judged.js'
import type { Recorder } from '../checks/recorder.js'
import { splitUrl } from '../reference/index.js'
import type { Mask } from '../report/mask.js'
import { formatExchange } from '../wire/exchange.js'
import type { Exchange } from '../wire/exchange.js'
import { send } from '../wire/send.js'
import { createDecide } from './decide.js'
import type { DecisionResult, Decision } from './decide.js'
import { getSignatureMethod } from './get-signature-method.js'
import type { ConfiguredConsumer, ProviderConfig } from './provider-config.js'
import { createSharedTokens } from './shared-tokens.js'
import type { Token } from './shared-tokens.js'
import { chooseDraft, signMessage } from './sign-message.js'
import type { Draft, ProtocolParameters } from './sign-message.js'
import { describeResponse, isSuccess, readTokenParameters } from './token-response.js'

/** The options of a signed request that differ from the usual ones. */
export interface SignedOptions extends Partial<Omit<Draft, 'protocol' | 'keys'>> {
  readonly consumer?: ConfiguredConsumer | undefined
  /** `null` for none. */
  readonly token?: Token | null | undefined
  readonly keys?: Partial<Draft['keys']> | undefined
  /** Changes the protocol parameters before signing. */
  readonly protocol?: ((protocol: ProtocolParameters) => ProtocolParameters) | undefined
}

/** The context of checks of a provider. */
export interface ProviderContext {
  readonly config: ProviderConfig
  readonly mask: Mask
  /** Returns the time of the provider, with the seconds that the suite has moved it. */
  nowSeconds(): number
  /** Moves the clock of the provider forward. */
  advance(seconds: number): Promise<void>
  /** Signs and sends a request. By default it goes to the resource with the shared access token. */
  sendResourceRequest(options?: SignedOptions): Promise<Exchange>
  /** Sends a request for a request token. */
  sendTokenRequest(options?: SignedOptions): Promise<Exchange>
  /** Sends a request that exchanges a request token. */
  sendExchangeRequest(
    token: Token,
    verifier: string | undefined,
    options?: SignedOptions,
  ): Promise<Exchange>
  /** Sends an unsigned GET. */
  get(url: string, headers?: Readonly<Record<string, string>>): Promise<Exchange>
  decide(token: Token, decision?: Decision, query?: string): Promise<DecisionResult>
  createRequestToken(options?: SignedOptions): Promise<Token>
  /** Creates an approved request token. Resolves with it and its verifier. */
  createApprovedToken(
    options?: SignedOptions,
  ): Promise<{ readonly token: Token; readonly verifier: string }>
  /**
   * Returns the access token of a consumer that all checks share. If a request with it was refused, a plain one shows
   * whether it still works, and it is renewed if not. Throws `CannotBeJudged` without a token that works.
   */
  getToken(consumer?: ConfiguredConsumer): Promise<Token>
  createToken(consumer?: ConfiguredConsumer): Promise<Token>
  /** Runs a control once per name. Throws `CannotBeJudged` if it deviates, now or before. */
  requireControl(name: string, control: () => Promise<unknown>): Promise<void>
  /** Returns who signed the request of an exchange, and how. */
  getSender(exchange: Exchange): Sender | undefined
}

type Endpoint = 'request-token' | 'access-token' | 'resource'

/** The sender of a signed request. */
export interface Sender {
  readonly consumer: ConfiguredConsumer
  readonly token: Token | null | undefined
  /** Whether the token is the shared access token of the consumer. */
  readonly isShared: boolean
  readonly endpoint: Endpoint
}

const CALLBACK = 'http://127.0.0.1:9/ready'

/** Creates the context of a run. */
export function createProviderContext(
  config: ProviderConfig,
  { recorder, mask }: { readonly recorder: Recorder; readonly mask: Mask },
): ProviderContext {
  const senders = new WeakMap<Exchange, Sender>()
  const makeUserDecide = createDecide(config)
  const controls = new Map<string, Promise<string | undefined>>()
  const shared = createSharedTokens({
    createToken: (consumer) => context.createToken(consumer),
    sendPlainRequest: (consumer, token) => context.sendResourceRequest({ consumer, token }),
  })
  /** Whether the last request for a request token was accepted. */
  let isIssuing = false
  let advancedSeconds = 0

  const context: ProviderContext = {
    config,
    mask,
    nowSeconds: () => Math.floor(Date.now() / 1000) + advancedSeconds,
    async advance(seconds) {
      await context.get((config.clockUrl ?? '').replaceAll('{seconds}', String(seconds)))
      advancedSeconds += seconds
    },
    async sendResourceRequest(options = {}) {
      const token =
        options.token === undefined ? await context.getToken(options.consumer) : options.token
      return sendSigned({ url: config.resourceUrl, ...options, token }, 'resource')
    },
    async sendTokenRequest(options = {}) {
      // A refusal proves something only if a plain request would be accepted.
      if (!isPlain(options) && !isIssuing) await context.createRequestToken()
      const callback = ['oauth_callback', config.callback ?? CALLBACK] as const
      const { protocol = (pairs: ProtocolParameters) => pairs } = options
      const exchange = await sendSigned(
        {
          method: config.tokenMethod ?? 'POST',
          url: config.requestTokenUrl,
          ...options,
          protocol: (pairs) => protocol([...pairs, callback]),
        },
        'request-token',
      )
      isIssuing = isSuccess(exchange)
      return exchange
    },
    sendExchangeRequest(token, verifier, options = {}) {
      const added: ProtocolParameters = verifier === undefined ? [] : [['oauth_verifier', verifier]]
      const { protocol = (pairs: ProtocolParameters) => pairs } = options
      return sendSigned(
        {
          method: config.tokenMethod ?? 'POST',
          url: config.accessTokenUrl,
          token,
          ...options,
          protocol: (pairs) => protocol([...pairs, ...added]),
        },
        'access-token',
      )
    },
    get(url, headers = {}) {
      const { host, path, query } = splitUrl(url)
      return sendMessage(url, {
        method: 'GET',
        scheme: 'http',
        target: `${path === '' ? '/' : path}${query === '' ? '' : `?${query}`}`,
        headers: [['Host', host], ['Connection', 'close'], ...Object.entries(headers)],
        body: Buffer.alloc(0),
      })
    },
    async decide(token, decision = 'approve', query) {
      const decided = await makeUserDecide({ token: token.key, decision, query }, context.get)
      mask.add(decided.verifier ?? '')
      return decided
    },
    async createRequestToken(options) {
      return readToken(await context.sendTokenRequest(options), 'a Request Token')
    },
    async createApprovedToken(options) {
      const token = await context.createRequestToken(options)
      const { verifier } = await context.decide(token)
      if (verifier === undefined) throw new CannotBeJudged('the approval returns no verifier')
      return { token, verifier }
    },
    getToken: (consumer = config.consumer) => shared.get(consumer),
    async createToken(consumer = config.consumer) {
      const token = await context.createRequestToken({ consumer })
      const { verifier } = await context.decide(token)
      return readToken(
        await context.sendExchangeRequest(token, verifier, { consumer }),
        'an access token',
      )
    },
    async requireControl(name, control) {
      const result = controls.get(name) ?? control().then(() => undefined, describeError)
      controls.set(name, result)
      const reason = await result
      if (reason !== undefined) throw new CannotBeJudged(`${name} failed: ${reason}`)
    },
    getSender: (exchange) => senders.get(exchange),
  }

  function isPlain(options: SignedOptions): boolean {
    const { consumer } = options
    const isKnown = consumer === undefined || Object.values(config).includes(consumer)
    return isKnown && Object.keys(options).every((name) => PLAIN_OPTIONS.has(name))
  }

  async function sendSigned(
    options: SignedOptions & { readonly url: string },
    endpoint: Endpoint,
  ): Promise<Exchange> {
    const { consumer = config.consumer, token, protocol, keys, ...rest } = options
    const signatureMethod = options.signatureMethod ?? getSignatureMethod(consumer, config)
    const createDraft = (): Draft => {
      const pairs: ProtocolParameters = [
        ['oauth_consumer_key', consumer.key],
        ...(token ? [['oauth_token', token.key] as const] : []),
        ['oauth_signature_method', signatureMethod],
        ['oauth_timestamp', String(context.nowSeconds())],
        ['oauth_nonce', randomBytes(16).toString('hex')],
        ['oauth_version', '1.0'],
      ]
      return {
        method: 'GET',
        ...rest,
        signatureMethod,
        protocol: protocol?.(pairs) ?? pairs,
        keys: {
          consumerSecret: consumer.secret ?? '',
          tokenSecret: token?.secret ?? '',
          privateKey: consumer.privateKey,
          ...keys,
        },
      }
    }
    const draft = chooseDraft(createDraft)
    const exchange = await sendMessage(options.url, signMessage(draft))
    const isShared = token !== undefined && token !== null && shared.has(token)
    senders.set(exchange, { consumer, token, isShared, endpoint })
    if (isShared) shared.observe(token, exchange)
    return exchange
  }

  async function sendMessage(url: string, message: Exchange['request']): Promise<Exchange> {
    const { scheme, host } = splitUrl(url)
    const exchange = await send(`${scheme}://${host}`, message)
    recorder.add(formatExchange(exchange))
    return exchange
  }

  function readToken(exchange: Exchange, what: string): Token {
    const values = readTokenParameters(exchange)
    const key = values.get('oauth_token')
    const secret = values.get('oauth_token_secret')
    if (key === undefined || secret === undefined) {
      throw new CannotBeJudged(`the provider does not issue ${what}: ${describeResponse(exchange)}`)
    }
    mask.add(secret)
    return { key, secret }
  }

  return context
}

const PLAIN_OPTIONS: ReadonlySet<string> = new Set(['consumer', 'token'])

function describeError(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
