import { createHash, randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

import type { WireMessage } from '../../src/reference/index.js'
import { escapeMarkup } from '../../src/report/escape-markup.js'
import type { Faulty } from './base-provider.js'
import { BaseRefusal, verify } from './base-verification.js'
import type { BaseConsumer, BaseToken, Verified, World } from './base-verification.js'

/** A response. */
export interface Answer {
  readonly status: number
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string
}

const CALLBACKS = ['http://127.0.0.1:9/ready', 'http://127.0.0.1:9/ready?x=1&y=a%20b%2F', 'oob']
const FORM = ['Content-Type', 'application/x-www-form-urlencoded'] as const
const LIFETIME_SECONDS = 600
const ACCESS_LIFETIME_SECONDS = 3600
const CODES = { 400: 'parameter_rejected', 401: 'token_rejected' } as const

/** Creates the endpoints of the base. */
export function createEndpoints(
  faulty: Faulty,
  consumers: Readonly<Record<string, BaseConsumer>>,
): (request: IncomingMessage, body: Buffer, publicOrigin: string) => Promise<Answer> {
  let advancedSeconds = 0
  const tokens = new Map<string, BaseToken>()
  const nonces = new Set<string>()
  const verifiers = new Set<string>()
  const lastCallbacks = new Map<string, string>()
  let issuedCount = 0
  const nowSeconds = (): number => Math.floor(Date.now() / 1000) + advancedSeconds

  return async (request, body, publicOrigin) => {
    const target = request.url ?? '/'
    const { pathname: sentPath, searchParams } = new URL(target, 'http://localhost')
    const pathname = faulty('path-prefix') ? sentPath.replace('/apps/photos', '') : sentPath
    const headers = Array.from(
      { length: request.rawHeaders.length / 2 },
      (_, index) =>
        [request.rawHeaders[2 * index] ?? '', request.rawHeaders[2 * index + 1] ?? ''] as const,
    )
    const message: WireMessage = {
      method: request.method ?? 'GET',
      scheme: publicOrigin.startsWith('https:') ? 'https' : 'http',
      target,
      headers,
      body,
    }
    const origin = new URL(publicOrigin).host
    const world: World = { faulty, consumers, tokens, nonces, origin, nowSeconds }
    try {
      if (pathname === '/clock') {
        advancedSeconds += Number(searchParams.get('seconds'))
        return text('')
      }
      if (pathname === '/revoke') return revoke(searchParams.get('oauth_token') ?? '')
      if (pathname === '/authorize') return page(searchParams)
      if (pathname === '/decide') return decide(searchParams)
      const isTokenEndpoint = pathname === '/request_token' || pathname === '/access_token'
      if (isTokenEndpoint && message.method !== 'GET' && faulty('token-requests-by-get'))
        return { status: 405, headers: [['Allow', 'GET']], body: '' }
      if (!['GET', 'POST'].includes(message.method) && faulty('two-methods-only'))
        return { status: 405, headers: [['Allow', 'GET, POST']], body: '' }
      if (pathname === '/request_token')
        return requestToken(await verify(world, message, 'request-token'))
      if (pathname === '/access_token')
        return await accessToken(await verify(world, message, 'access-token'), message)
      const unproven = findUnproven(message, searchParams)
      if (unproven) return text('ok')
      return resource(await verify(world, message, 'resource'), pathname)
    } catch (error) {
      if (error instanceof BaseRefusal) {
        const authorization = request.headers.authorization ?? ''
        const key = /oauth_token="([^"]+)"/.exec(authorization)?.[1]
        if (faulty('refusal-revokes') && key !== undefined) tokens.delete(key)
        return refusal(error, message)
      }
      throw error
    }
  }

  /** Reports whether a request without a proof passes. */
  function findUnproven(message: WireMessage, query: URLSearchParams): boolean {
    const method = message.method.toLowerCase()
    const header = message.headers.find(([name]) => name.toLowerCase() === 'authorization')?.[1]
    const isKnown = (key = ''): boolean => tokens.get(key)?.kind === 'access'
    if (header === undefined && faulty(`${method}-without-credentials`)) return true
    if (header === undefined && faulty('query-token-taken'))
      return !query.has('oauth_signature') && isKnown(query.get('oauth_token') ?? '')
    if (faulty('other-scheme-accepted')) return header !== undefined && !/^oauth\b/i.test(header)
    if (faulty('malformed-accepted')) return /%zz|%"|%E9|,,|^OAuth$|[^"]$/.test(header ?? '')
    if (faulty('header-exact') && header !== undefined && !EXACT_HEADER.test(header))
      throw new BaseRefusal(401, 'signature_invalid')
    if (faulty('bearer-taken')) return isKnown(/^Bearer (.+)$/.exec(header ?? '')?.[1])
    if (faulty('header-token-alone'))
      return isKnown(/^OAuth oauth_token="([^"]+)"$/.exec(header ?? '')?.[1])
    return false
  }

  function revoke(key: string): Answer {
    for (const token of tokens.values())
      if ((token.key === key && !faulty('revocation-ignored')) || faulty('revocation-of-all'))
        token.state = 'used'
    return text('')
  }

  function refusal({ status, problem, companion }: BaseRefusal, message: WireMessage): Answer {
    if (faulty('markup-reflected') || faulty('refusal-header-split')) {
      const header = message.headers.find(([name]) => name.toLowerCase() === 'authorization')?.[1]
      const sent = decodeURIComponent(header ?? '')
      const injected = /\r\nX-Injected: (.)/.exec(sent)?.[1]
      if (injected !== undefined && faulty('refusal-header-split'))
        return { status, headers: [['X-Injected', injected]], body: '' }
      if (faulty('markup-reflected'))
        return { status, headers: [['Content-Type', 'text/html']], body: `<p>${sent}</p>` }
    }
    if (faulty('stack-trace-shown'))
      return { status, headers: [FORM], body: new Error(problem).stack ?? '' }
    if (faulty('refused-by-200')) return text('')
    const code = faulty('problem-wrong') ? CODES[status === 400 ? 400 : 401] : problem
    const parameters =
      code === '' || faulty('problem-missing')
        ? ''
        : `oauth_problem=${code}${faulty('companion-missing') ? '' : companion}`
    const inHeader = parameters.replaceAll(/(?:^|&)(\w+)=([^&]*)/g, ', $1="$2"')
    const scheme = faulty('challenge-basic') ? 'Basic' : 'OAuth'
    const challenge = `${scheme} realm="base"${faulty('problem-in-body-only') ? '' : inHeader}`
    if (faulty('problem-documents')) {
      const type = ['Content-Type', 'application/problem+json'] as const
      const body = JSON.stringify({ type: 'about:blank', title: code, status })
      return { status, headers: [type, ['WWW-Authenticate', challenge]], body }
    }
    return {
      status: faulty('always-400')
        ? 400
        : faulty('always-401')
          ? 401
          : faulty('always-403')
            ? 403
            : status,
      headers: [
        faulty('form-called-html') ? (['Content-Type', 'text/html'] as const) : FORM,
        ...(faulty('challenge-missing') ? [] : [['WWW-Authenticate', challenge] as const]),
      ],
      body: faulty('problem-in-body-other') ? 'oauth_problem=token_rejected' : parameters,
    }
  }

  function requestToken({ consumer, token, protocol }: Verified): Answer {
    const callback = protocol.get('oauth_callback')
    if (token !== undefined) throw new BaseRefusal(401, 'token_rejected')
    if (callback === undefined && !faulty('callback-optional'))
      throw new BaseRefusal(400, 'parameter_absent')
    const isOwn = callback === consumer.callback || faulty('callbacks-shared')
    if (callback !== undefined && !isCallback(callback) && !(isOwn && callback.includes('only')))
      throw new BaseRefusal(400, 'parameter_rejected')
    const issued = issue('request', consumer, callback ?? 'oob')
    lastCallbacks.set(consumer.key, issued.callback)
    if (consumer.isDisabled === true && !faulty('disabled-issued'))
      throw new BaseRefusal(401, 'consumer_key_rejected')
    if (faulty('verifier-early')) issued.verifier = randomBytes(10).toString('hex')
    const confirmed = faulty('callback-unconfirmed')
      ? ''
      : `&oauth_callback_confirmed=${faulty('callback-confirmed-capital') ? 'True' : 'true'}`
    const early = faulty('verifier-early') ? `&oauth_verifier=${issued.verifier ?? ''}` : ''
    return tokenAnswer(
      faulty('confirmed-twice')
        ? `${formOf(issued)}${confirmed}${confirmed}`
        : faulty('confirmed-first')
          ? `${confirmed.slice(1)}&${formOf(issued)}`
          : `${formOf(issued)}${confirmed}${early}`,
    )
  }

  function isCallback(callback: string): boolean {
    if (faulty('callback-any')) return true
    if (faulty('out-of-band-only')) return callback === 'oob'
    if (faulty('one-callback')) return callback === CALLBACKS[0]
    if (faulty('callback-any-scheme') && /^[a-z]+:\S+$/i.test(callback)) return true
    if (faulty('callback-relative') && callback.startsWith('/')) return true
    if (faulty('callback-prefix') && callback.startsWith('http://127.0.0.1')) return true
    if (faulty('callback-includes') && callback.includes('127.0.0.1')) return true
    if (faulty('oob-any-case') && callback.toLowerCase() === 'oob') return true
    if (faulty('callback-line-break-split') || faulty('callback-line-break-escaped'))
      return CALLBACKS.includes(callback.replace(/\r\n.*/, ''))
    return CALLBACKS.includes(callback)
  }

  function issue(kind: BaseToken['kind'], consumer: BaseConsumer, callback = ''): BaseToken {
    const length = faulty('secrets-short') ? 4 : 24
    issuedCount += 1
    const counted = `secret-of-this-provider-${10_000 + issuedCount}`
    const key = faulty('tokens-counted')
      ? `token-of-this-provider-${10_000 + issuedCount}`
      : faulty('numeric-tokens')
        ? String(BigInt(`0x${randomBytes(16).toString('hex')}`))
        : randomBytes(16).toString('hex') + (faulty('long-tokens') ? ODD.repeat(8) : '')
    const token: BaseToken = {
      key,
      secret: faulty('secrets-constant')
        ? 'the-same-secret-each-time'
        : faulty(`${kind}-secrets-counted`)
          ? counted
          : faulty(`${kind}-secret-is-token`)
            ? key
            : faulty(`${kind}-secret-is-hash`)
              ? createHash('sha1').update(key).digest('hex')
              : randomBytes(length / 2).toString('hex') +
                (faulty('long-tokens') ? ODD.repeat(8) : ''),
      kind,
      consumerKey: consumer.key,
      callback,
      createdAtSeconds: nowSeconds(),
      state: kind === 'access' ? 'valid' : 'pending',
    }
    tokens.set(token.key, token)
    return token
  }

  function tokenAnswer(body: string): Answer {
    const type = faulty('token-as-text')
      ? (['Content-Type', 'text/plain'] as const)
      : faulty('token-as-x-form')
        ? (['Content-Type', 'x-www-form-urlencoded'] as const)
        : faulty('form-with-charset')
          ? (['Content-Type', 'application/x-www-form-urlencoded; charset=utf-8'] as const)
          : FORM
    const cache = faulty('token-cached') ? [] : [['Cache-Control', 'no-store'] as const]
    const extended = faulty('extra-parameters') ? `${body}&user_id=7&screen_name=jane%20doe` : body
    const content = faulty('token-as-json')
      ? JSON.stringify(Object.fromEntries(new URLSearchParams(body)))
      : extended
    return { status: faulty('token-by-201') ? 201 : 200, headers: [type, ...cache], body: content }
  }

  function page(query: URLSearchParams): Answer {
    const key = query.get('oauth_token') ?? ''
    const token = tokens.get(key)
    if (faulty('get-decides') && token)
      return decide(new URLSearchParams({ oauth_token: key, decision: 'approve' }))
    const trusted = query.get('oauth_callback')
    const state = token?.state ?? 'unknown'
    if (trusted !== null && faulty(`url-callback-for-${state}`)) return redirect(trusted)
    if (token === undefined && faulty('unknown-token-crashes')) throw new Error('no such token')
    if (key === '' && faulty('token-absent-crashes')) throw new Error('no token')
    const secret = faulty('secret-in-page') ? (token?.secret ?? '') : ''
    const shown = faulty('query-reflected') ? key : key.replaceAll(/[<>"&]/g, '')
    const framing = faulty('framing-allowed') ? [] : [['X-Frame-Options', 'DENY'] as const]
    return {
      status: token ? 200 : 400,
      headers: [['Content-Type', 'text/html'], ...framing],
      body: `<p>${shown}${secret}</p>`,
    }
  }

  function decide(query: URLSearchParams): Answer {
    const token = tokens.get(query.get('oauth_token') ?? '')
    const isAgain =
      faulty('decided-again') ||
      (token?.state === 'denied' && faulty('denial-undone')) ||
      (token?.state === 'approved' &&
        (faulty('approved-again') || faulty('denial-after-approval-ignored')))
    if (token === undefined || (token.kind !== 'request' && !faulty('access-token-approved')))
      throw new BaseRefusal(400, 'token_rejected')
    if (token.kind === 'request' && token.state !== 'pending' && !isAgain)
      throw new BaseRefusal(400, 'token_used')
    if (
      nowSeconds() > token.createdAtSeconds + LIFETIME_SECONDS &&
      !faulty('expired-token-approved')
    )
      throw new BaseRefusal(400, 'token_expired')
    if (faulty('denial-after-approval-ignored') && token.state === 'approved')
      return redirect(
        `${token.callback}?oauth_token=${encodeURIComponent(token.key)}&oauth_problem=permission_denied`,
      )
    const trusted = query.get('oauth_callback')
    const isApproved = query.get('decision') === 'approve' || faulty('denial-approves')
    token.state = isApproved ? 'approved' : 'denied'
    if (!isApproved && trusted !== null && faulty('url-callback-on-denial'))
      return redirect(trusted)
    if (!isApproved && token.callback === 'oob') return text('Denied')
    if (!isApproved)
      return redirect(
        `${token.callback}?oauth_token=${encodeURIComponent(token.key)}&oauth_problem=permission_denied`,
      )
    const marks = faulty('out-of-band-markup') || faulty('out-of-band-form') ? `&"'+%` : ''
    const random = randomBytes(faulty('verifier-short') ? 1 : 10).toString('hex') + marks
    token.verifier =
      token.verifier !== undefined && faulty('verifier-early')
        ? token.verifier
        : faulty('verifiers-counted')
          ? `verifier-${10_000 + ++issuedCount}`
          : faulty('verifier-is-hash')
            ? createHash('md5').update(token.key).digest('hex').slice(0, 8)
            : faulty('verifier-constant')
              ? 'always-the-same'
              : faulty('verifier-of-token')
                ? token.key.slice(0, 12)
                : random
    verifiers.add(token.verifier)
    if (token.callback === 'oob' && faulty('out-of-band-markup')) return markup(token.verifier)
    if (token.callback === 'oob' && faulty('out-of-band-form')) {
      const form = { oauth_token: token.key, oauth_verifier: token.verifier }
      return { status: 200, headers: [FORM], body: new URLSearchParams(form).toString() }
    }
    if (token.callback === 'oob')
      return text(faulty('out-of-band-hidden') ? '<p>Done</p>' : token.verifier)
    const stored = faulty('callback-of-consumer')
      ? (lastCallbacks.get(token.consumerKey) ?? '')
      : token.callback
    const callback =
      trusted !== null && faulty('url-callback-trusted')
        ? trusted
        : faulty('callback-query-lost')
          ? stored.replace(/\?.*/, '')
          : stored
    const separator = callback.includes('?') ? '&' : '?'
    const parameters = faulty('verifier-unsent')
      ? `oauth_token=${encodeURIComponent(token.key)}`
      : `oauth_token=${encodeURIComponent(token.key)}&oauth_verifier=${encodeURIComponent(token.verifier)}`
    const leaked = faulty('secret-in-redirect') ? `&oauth_token_secret=${token.secret}` : ''
    const location = `${callback}${separator}${parameters}${leaked}`
    if (faulty('see-other')) return { status: 303, headers: [['Location', location]], body: '' }
    if (!faulty('callback-line-break-split'))
      return redirect(location.replaceAll(/[\r\n]/g, encodeURIComponent))
    const [first = '', ...rest] = location.split('\r\n')
    const injected = rest.map((line) => [line.split(': ')[0] ?? '', line] as const)
    return { status: 302, headers: [['Location', first], ...injected], body: '' }
  }

  async function accessToken(verified: Verified, message: WireMessage): Promise<Answer> {
    const { consumer, token, protocol, form, query } = verified
    const isXauth =
      form.has('x_auth_username') || (faulty('xauth-by-query') && query.has('x_auth_username'))
    if (token === undefined && isXauth) return xauth(verified, message)
    if (token === undefined && faulty('access-token-unsigned')) return issued(consumer)
    if (token === undefined) throw new BaseRefusal(400, 'parameter_absent')
    if (faulty('exchange-refused')) throw new BaseRefusal(401, 'permission_denied')
    if (token.kind === 'access' && faulty('renewal-refused'))
      throw new BaseRefusal(401, 'permission_denied')
    if (token.kind === 'access') return renewed(verified, token)
    if (token.state === 'used' && !faulty('request-token-reused'))
      throw new BaseRefusal(401, 'token_used')
    if (
      nowSeconds() > token.createdAtSeconds + LIFETIME_SECONDS &&
      !faulty('request-token-never-expires')
    )
      throw new BaseRefusal(401, 'token_expired')
    const mayBeUndecided = faulty('undecided-exchanged') && token.state === 'pending'
    const mayBeDenied = faulty('denied-exchanged') && token.state === 'denied'
    if (token.state !== 'approved' && token.state !== 'used' && !mayBeUndecided && !mayBeDenied)
      throw new BaseRefusal(401, 'permission_unknown')
    const verifier = protocol.get('oauth_verifier')
    if (!isVerifier(token, verifier) && !mayBeUndecided && !mayBeDenied)
      throw new BaseRefusal(
        401,
        'verifier_invalid',
        faulty('verifier-told') ? `&expected=${token.verifier ?? ''}` : '',
      )
    if (faulty('exchange-race')) await new Promise((resolve) => setTimeout(resolve, 30))
    token.state = 'used'
    return issued(consumer, faulty('credentials-kept') ? token : undefined)
  }

  function isVerifier(token: BaseToken, verifier: string | undefined): boolean {
    if (faulty('verifier-ignored')) return true
    if (verifier === undefined) return faulty('verifier-optional')
    if (verifier === '') return faulty('verifier-empty-taken')
    if (faulty('verifier-extended') && verifier.startsWith(token.verifier ?? '-')) return true
    if (faulty('verifier-case-folded') && verifier.toLowerCase() === token.verifier?.toLowerCase())
      return true
    if (faulty('verifier-like') && verifier === '%') return true
    if (faulty('verifier-regexp') && verifier === '.*') return true
    if (faulty('verifier-prefix') && token.verifier?.startsWith(verifier)) return true
    if (faulty('verifier-of-any') && verifiers.has(verifier)) return true
    return verifier === token.verifier
  }

  function xauth({ consumer, form, query }: Verified, message: WireMessage): Answer {
    if (!consumer.isXauth && !faulty('xauth-for-all'))
      throw new BaseRefusal(401, 'permission_denied')
    const fields = form.has('x_auth_username') ? form : query
    if (fields.get('x_auth_mode') !== 'client_auth' && !faulty('xauth-any-mode'))
      throw new BaseRefusal(400, 'parameter_rejected')
    if (message.method !== 'POST') throw new BaseRefusal(400, 'parameter_rejected')
    const isUser = fields.get('x_auth_username') === 'jane' || faulty('xauth-any-user')
    const isPassword =
      fields.get('x_auth_password') === 'jane-password' || faulty('xauth-any-password')
    if (!isUser || !isPassword)
      throw new BaseRefusal(
        401,
        'permission_denied',
        faulty('password-told') ? `&password=${fields.get('x_auth_password') ?? ''}` : '',
      )
    return issued(consumer)
  }

  function renewed({ consumer, protocol }: Verified, token: BaseToken): Answer {
    const handle = protocol.get('oauth_session_handle')
    const isRight = handle === token.sessionHandle && handle !== undefined
    if (
      !isRight &&
      !(handle !== undefined && faulty('session-handle-ignored')) &&
      !(handle === undefined && faulty('session-handle-optional'))
    )
      throw new BaseRefusal(401, 'token_rejected')
    if (!faulty('renewed-token-lives')) token.state = 'used'
    return issued(consumer)
  }

  function issued(consumer: BaseConsumer, kept?: BaseToken): Answer {
    const known = [...tokens.values()].find(
      ({ kind, consumerKey, state, createdAtSeconds }) =>
        kind === 'access' &&
        consumerKey === consumer.key &&
        state === 'valid' &&
        nowSeconds() <= createdAtSeconds + ACCESS_LIFETIME_SECONDS / 2,
    )
    const token =
      kept ?? (faulty('access-token-again') ? known : undefined) ?? issue('access', consumer)
    token.sessionHandle = randomBytes(12).toString('hex')
    const session = faulty('session-missing')
      ? ''
      : `&oauth_session_handle=${token.sessionHandle}&oauth_expires_in=3600`
    const told = faulty('consumer-secret-in-response')
      ? `&consumer_secret=${encodeURIComponent(consumer.secret ?? '')}`
      : ''
    return tokenAnswer(`${formOf(token)}${session}${told}`)
  }

  function resource({ consumer, token }: Verified, pathname: string): Answer {
    const isTwoLegged =
      pathname === '/two-legged' && (consumer.isTwoLegged === true || faulty('two-legged-for-all'))
    if (consumer.isDisabled === true && !faulty('disabled-two-legged'))
      throw new BaseRefusal(401, 'consumer_key_rejected')
    if (faulty('access-tokens-unusable') || (faulty('two-legged-refused') && token === undefined))
      throw new BaseRefusal(401, 'token_rejected')
    if (pathname === '/forbidden' && !faulty('scope-ignored'))
      throw new BaseRefusal(401, 'additional_authorization_required')
    if (token !== undefined && !faulty('access-token-never-expires')) {
      if (nowSeconds() > token.createdAtSeconds + ACCESS_LIFETIME_SECONDS)
        throw new BaseRefusal(401, 'token_expired')
    }
    if (token === undefined) {
      if (isTwoLegged || faulty('token-optional')) return text('ok')
      throw new BaseRefusal(400, 'parameter_absent')
    }
    const isRequestToken =
      token.kind === 'request' &&
      !(faulty('request-token-at-resource') && token.state !== 'used') &&
      !(faulty('used-token-at-resource') && token.state === 'used')
    if (isRequestToken || (token.kind === 'access' && token.state !== 'valid'))
      throw new BaseRefusal(401, 'token_rejected')
    if (!faulty('secret-in-response')) return text('ok')
    return { status: 200, headers: [['X-Debug', token.secret]], body: 'ok' }
  }
}

const EXACT_HEADER =
  /^OAuth oauth_consumer_key="[^"]*",(?: oauth_[a-z_]+="(?:[\w.~-]|%[0-9A-F][0-9A-F])*",?)+$/
const ODD = '+/=&% é"'

function formOf({ key, secret }: BaseToken): string {
  return `oauth_token=${encodeURIComponent(key)}&oauth_token_secret=${encodeURIComponent(secret)}`
}

function text(body: string): Answer {
  return { status: 200, headers: [], body }
}

function markup(verifier: string): Answer {
  return {
    status: 200,
    headers: [['Content-Type', 'text/html']],
    body: `<p>Enter <b class="code" id="oauth_verifier">${escapeMarkup(verifier)}</b>.</p>`,
  }
}

function redirect(location: string): Answer {
  return { status: 302, headers: [['Location', location]], body: '' }
}
