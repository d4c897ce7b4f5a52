import { randomBytes } from 'node:crypto'

import { Deviation } from '../checks/deviation.js'
import type { Recorder } from '../checks/recorder.js'
import { decodeForm, splitUrl } from '../reference/index.js'
import { truncateString } from '../report/truncate-string.js'
import type { Mask } from '../report/mask.js'
import { formatExchange } from '../wire/exchange.js'
import type { Exchange } from '../wire/exchange.js'
import { send } from '../wire/send.js'
import { decide } from './decide.js'
import type { DecisionResult, Decision } from './decide.js'
import { getSignatureMethod } from './get-signature-method.js'
import type { ConfiguredConsumer, ProviderConfig } from './provider-config.js'
import { signMessage } from './sign-message.js'
import type { Draft, ProtocolParameters } from './sign-message.js'

/** A token with its secret. */
export interface Token {
  readonly key: string
  readonly secret: string
}

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
  /** Signs and sends a request. By default it goes to the resource with the shared Access Token. */
  sendResourceRequest(options?: SignedOptions): Promise<Exchange>
  /** Sends a request for a Request Token. */
  sendTokenRequest(options?: SignedOptions): Promise<Exchange>
  /** Sends a request that exchanges a Request Token. */
  sendExchangeRequest(
    token: Token,
    verifier: string | undefined,
    options?: SignedOptions,
  ): Promise<Exchange>
  /** Sends an unsigned GET. */
  get(url: string, headers?: Readonly<Record<string, string>>): Promise<Exchange>
  decide(token: Token, decision?: Decision): Promise<DecisionResult>
  createRequestToken(options?: SignedOptions): Promise<Token>
  /** Creates an approved Request Token. Resolves with it and its verifier. */
  createApprovedToken(
    options?: SignedOptions,
  ): Promise<{ readonly token: Token; readonly verifier: string }>
  /** Returns the Access Token of a Consumer that all checks share. */
  getToken(consumer?: ConfiguredConsumer): Promise<Token>
  createToken(consumer?: ConfiguredConsumer): Promise<Token>
  /** Replaces each shared Access Token that a plain signed request shows to be lost. Resolves with whether it did. */
  renewLostTokens(): Promise<boolean>
}

interface SharedToken {
  readonly consumer: ConfiguredConsumer
  readonly token: Promise<Token>
}

const CALLBACK = 'http://127.0.0.1:9/ready'

/** Creates the context of a run. */
export function createProviderContext(
  config: ProviderConfig,
  { recorder, mask }: { readonly recorder: Recorder; readonly mask: Mask },
): ProviderContext {
  const tokens = new Map<string, SharedToken>()
  /** The keys of Consumers whose new tokens are refused as well. */
  const unusable = new Set<string>()
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
      return sendSigned({ url: config.resourceUrl, ...options, token })
    },
    sendTokenRequest(options = {}) {
      const callback = ['oauth_callback', config.callback ?? CALLBACK] as const
      const { protocol = (pairs: ProtocolParameters) => pairs } = options
      return sendSigned({
        method: 'POST',
        url: config.requestTokenUrl,
        ...options,
        protocol: (pairs) => protocol([...pairs, callback]),
      })
    },
    sendExchangeRequest(token, verifier, options = {}) {
      const added: ProtocolParameters = verifier === undefined ? [] : [['oauth_verifier', verifier]]
      const { protocol = (pairs: ProtocolParameters) => pairs } = options
      return sendSigned({
        method: 'POST',
        url: config.accessTokenUrl,
        token,
        ...options,
        protocol: (pairs) => protocol([...pairs, ...added]),
      })
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
    async decide(token, decision = 'approve') {
      const decided = await decide(config, { token: token.key, decision }, (url) =>
        context.get(url),
      )
      mask.add(decided.verifier ?? '')
      return decided
    },
    async createRequestToken(options) {
      return readToken(await context.sendTokenRequest(options), 'a Request Token')
    },
    async createApprovedToken(options) {
      const token = await context.createRequestToken(options)
      const { verifier } = await context.decide(token)
      if (verifier === undefined) throw new Deviation('a verifier after approval', 'none')
      return { token, verifier }
    },
    getToken(consumer = config.consumer) {
      const known = tokens.get(consumer.key)?.token ?? context.createToken(consumer)
      if (!tokens.has(consumer.key)) tokens.set(consumer.key, { consumer, token: known })
      return known
    },
    async createToken(consumer = config.consumer) {
      const { token, verifier } = await context.createApprovedToken({ consumer })
      return readToken(
        await context.sendExchangeRequest(token, verifier, { consumer }),
        'an Access Token',
      )
    },
    async renewLostTokens() {
      let hasRenewed = false
      for (const [key, { consumer, token: shared }] of tokens) {
        const token = await shared.catch(() => undefined)
        // Without a first token, nothing shows that the provider can issue one.
        if (token === undefined || unusable.has(key)) continue
        if (!(await isRefused(consumer, token))) continue
        const renewed = await context.createToken(consumer).catch(() => undefined)
        if (renewed === undefined || (await isRefused(consumer, renewed))) unusable.add(key)
        else {
          tokens.set(key, { consumer, token: Promise.resolve(renewed) })
          hasRenewed = true
        }
      }
      return hasRenewed
    },
  }

  async function isRefused(consumer: ConfiguredConsumer, token: Token): Promise<boolean> {
    const { response } = await context.sendResourceRequest({ consumer, token })
    return 'status' in response && response.status >= 400 && response.status <= 499
  }

  async function sendSigned(options: SignedOptions & { readonly url: string }): Promise<Exchange> {
    const { consumer = config.consumer, token, protocol, keys, ...rest } = options
    const signatureMethod = options.signatureMethod ?? getSignatureMethod(consumer, config)
    const pairs: ProtocolParameters = [
      ['oauth_consumer_key', consumer.key],
      ...(token ? [['oauth_token', token.key] as const] : []),
      ['oauth_signature_method', signatureMethod],
      ['oauth_timestamp', String(context.nowSeconds())],
      ['oauth_nonce', randomBytes(16).toString('hex')],
      ['oauth_version', '1.0'],
    ]
    const draft: Draft = {
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
    return sendMessage(options.url, signMessage(draft))
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
      throw new Deviation(`a response with ${what}`, describeResponse(exchange))
    }
    mask.add(secret)
    return { key, secret }
  }

  return context
}

/** Reads the parameters of a form response; the first value of a name counts. */
export function readTokenParameters({ response }: Exchange): ReadonlyMap<string, string> {
  if ('failure' in response || response.status !== 200) return new Map()
  try {
    return new Map(
      decodeForm(response.body.trim())
        .map(([name, value]) => [String(name), String(value)] as const)
        .reverse(),
    )
  } catch {
    return new Map()
  }
}

/** Describes a response in a few words. */
export function describeResponse({ response }: Exchange): string {
  if ('failure' in response) return `no response (${response.failure})`
  const body = truncateString(response.body, 200).replaceAll(/\s+/g, ' ')
  return `${response.status}${body === '' ? '' : ` with ${JSON.stringify(body)}`}`
}
