import { randomBytes } from 'node:crypto'

import { Departure } from '../checks/departure.js'
import type { Recorder } from '../checks/recorder.js'
import { decodeForm, splitUrl } from '../reference/index.js'
import { cutText } from '../report/cut-text.js'
import type { Mask } from '../report/mask.js'
import { shownExchange } from '../wire/exchange.js'
import type { Exchange } from '../wire/exchange.js'
import { send } from '../wire/send.js'
import { decide } from './approve.js'
import type { Decided, Decision } from './approve.js'
import type { ConfiguredConsumer, ProviderConfig } from './provider-config.js'
import { signedMessage } from './signed-message.js'
import type { Draft, Protocol } from './signed-message.js'

/** A token with its secret. */
export interface Token {
  readonly key: string
  readonly secret: string
}

/** A signed request, by what differs from the usual one. */
export interface SignedOptions extends Partial<Omit<Draft, 'protocol' | 'keys'>> {
  readonly consumer?: ConfiguredConsumer | undefined
  /** `null` for none. */
  readonly token?: Token | null | undefined
  readonly keys?: Partial<Draft['keys']> | undefined
  /** Changes the protocol parameters before signing. */
  readonly protocol?: ((protocol: Protocol) => Protocol) | undefined
}

/** What checks of a provider are done with. */
export interface ProviderContext {
  readonly config: ProviderConfig
  readonly mask: Mask
  /** The provider's time as far as the suite has moved it. */
  nowSeconds(): number
  /** Moves the provider's clock. */
  advance(seconds: number): Promise<void>
  /** Signs a request and sends it: to the resource, with the Access Token, unless told otherwise. */
  resource(options?: SignedOptions): Promise<Exchange>
  /** Asks for a Request Token. */
  requestToken(options?: SignedOptions): Promise<Exchange>
  /** Asks to exchange a Request Token. */
  accessToken(
    token: Token,
    verifier: string | undefined,
    options?: SignedOptions,
  ): Promise<Exchange>
  /** Sends a GET without signing it. */
  get(url: string, headers?: Readonly<Record<string, string>>): Promise<Exchange>
  decide(token: Token, decision?: Decision): Promise<Decided>
  newRequestToken(options?: SignedOptions): Promise<Token>
  /** Gives a Request Token that was approved, and its verifier. */
  approved(options?: SignedOptions): Promise<{ readonly token: Token; readonly verifier: string }>
  /** Gives the Access Token that all checks share; one for each Consumer. */
  token(consumer?: ConfiguredConsumer): Promise<Token>
  newToken(consumer?: ConfiguredConsumer): Promise<Token>
}

const CALLBACK = 'http://127.0.0.1:9/ready'

/** Creates the context of a run. */
export function createProviderContext(
  config: ProviderConfig,
  { recorder, mask }: { readonly recorder: Recorder; readonly mask: Mask },
): ProviderContext {
  const tokens = new Map<string, Promise<Token>>()
  let advancedSeconds = 0

  const context: ProviderContext = {
    config,
    mask,
    nowSeconds: () => Math.floor(Date.now() / 1000) + advancedSeconds,
    async advance(seconds) {
      await context.get((config.clockUrl ?? '').replaceAll('{seconds}', String(seconds)))
      advancedSeconds += seconds
    },
    async resource(options = {}) {
      const token =
        options.token === undefined ? await context.token(options.consumer) : options.token
      return sendSigned({ url: config.resourceUrl, ...options, token })
    },
    requestToken(options = {}) {
      const callback = ['oauth_callback', config.callback ?? CALLBACK] as const
      const { protocol = (pairs: Protocol) => pairs } = options
      return sendSigned({
        method: 'POST',
        url: config.requestTokenUrl,
        ...options,
        protocol: (pairs) => protocol([...pairs, callback]),
      })
    },
    accessToken(token, verifier, options = {}) {
      const added: Protocol = verifier === undefined ? [] : [['oauth_verifier', verifier]]
      const { protocol = (pairs: Protocol) => pairs } = options
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
      const asked = { token: token.key, decision } as const
      const decided = await decide(config, asked, (url) => context.get(url))
      mask.add(decided.verifier ?? '')
      return decided
    },
    async newRequestToken(options) {
      return tokenIn(await context.requestToken(options), 'a Request Token')
    },
    async approved(options) {
      const token = await context.newRequestToken(options)
      const { verifier } = await context.decide(token)
      if (verifier === undefined) throw new Departure('a verifier after approval', 'none')
      return { token, verifier }
    },
    token(consumer = config.consumer) {
      const known = tokens.get(consumer.key) ?? context.newToken(consumer)
      tokens.set(consumer.key, known)
      return known
    },
    async newToken(consumer = config.consumer) {
      const { token, verifier } = await context.approved({ consumer })
      return tokenIn(await context.accessToken(token, verifier, { consumer }), 'an Access Token')
    },
  }

  async function sendSigned(options: SignedOptions & { readonly url: string }): Promise<Exchange> {
    const { consumer = config.consumer, token, protocol, keys, ...rest } = options
    const signatureMethod = options.signatureMethod ?? methodOf(consumer, config)
    const pairs: Protocol = [
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
    return sendMessage(options.url, signedMessage(draft))
  }

  async function sendMessage(url: string, message: Exchange['request']): Promise<Exchange> {
    const { scheme, host } = splitUrl(url)
    const exchange = await send(`${scheme}://${host}`, message)
    recorder.add(shownExchange(exchange))
    return exchange
  }

  function tokenIn(exchange: Exchange, what: string): Token {
    const values = tokenParameters(exchange)
    const key = values.get('oauth_token')
    const secret = values.get('oauth_token_secret')
    if (key === undefined || secret === undefined) {
      throw new Departure(`an answer with ${what}`, describe(exchange))
    }
    mask.add(secret)
    return { key, secret }
  }

  return context
}

/** Tells by which method a Consumer signs unless told otherwise. */
function methodOf(consumer: ConfiguredConsumer, config: ProviderConfig): string {
  if (consumer.signatureMethod !== undefined) return consumer.signatureMethod
  if (consumer.secret === undefined) return 'RSA-SHA1'
  return consumer === config.plaintextConsumer ? 'PLAINTEXT' : 'HMAC-SHA1'
}

/** Reads the parameters of an answer that is a form; the first of a name counts. */
export function tokenParameters({ answer }: Exchange): ReadonlyMap<string, string> {
  if ('failure' in answer || answer.status !== 200) return new Map()
  try {
    return new Map(
      decodeForm(answer.body.trim())
        .map(([name, value]) => [String(name), String(value)] as const)
        .reverse(),
    )
  } catch {
    return new Map()
  }
}

/** Says in a few words what came back. */
export function describe({ answer }: Exchange): string {
  if ('failure' in answer) return `no answer (${answer.failure})`
  const body = cutText(answer.body, 200).replaceAll(/\s+/g, ' ')
  return `${answer.status}${body === '' ? '' : ` with ${JSON.stringify(body)}`}`
}
