import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

import type { WireMessage } from '../../src/reference/index.js'
import { escapeMarkup } from '../../src/report/escape-markup.js'
import type { Faulty } from './base-provider.js'
import { BaseRefusal, verify } from './base-verification.js'
import type { BaseConsumer, BaseToken, Verified, World } from './base-verification.js'

/** An answer. */
export interface Answer {
  readonly status: number
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string
}

const CALLBACKS = ['http://127.0.0.1:9/ready', 'http://127.0.0.1:9/ready?x=1&y=a%20b%2F', 'oob']
const FORM = ['Content-Type', 'application/x-www-form-urlencoded'] as const
const LIFETIME_SECONDS = 600
const CODES = { 400: 'parameter_rejected', 401: 'token_rejected' } as const

/** Creates the endpoints of the base. */
export function createEndpoints(
  faulty: Faulty,
  consumers: Readonly<Record<string, BaseConsumer>>,
): (request: IncomingMessage, body: Buffer) => Promise<Answer> {
  let advancedSeconds = 0
  const tokens = new Map<string, BaseToken>()
  const nonces = new Set<string>()
  const verifiers = new Set<string>()
  const nowSeconds = (): number => Math.floor(Date.now() / 1000) + advancedSeconds

  return async (request, body) => {
    const target = request.url ?? '/'
    const { pathname, searchParams } = new URL(target, 'http://localhost')
    const headers = Array.from(
      { length: request.rawHeaders.length / 2 },
      (_, index) =>
        [request.rawHeaders[2 * index] ?? '', request.rawHeaders[2 * index + 1] ?? ''] as const,
    )
    const message: WireMessage = {
      method: request.method ?? 'GET',
      scheme: 'http',
      target,
      headers,
      body,
    }
    const origin = `localhost:${String(request.socket.localPort)}`
    const world: World = { faulty, consumers, tokens, nonces, origin, nowSeconds }
    try {
      if (pathname === '/clock') {
        advancedSeconds += Number(searchParams.get('seconds'))
        return text('')
      }
      if (pathname === '/authorize') return page(searchParams)
      if (pathname === '/decide') return decide(searchParams)
      if (pathname === '/request_token')
        return requestToken(await verify(world, message, 'request-token'))
      if (pathname === '/access_token')
        return await accessToken(await verify(world, message, 'access-token'), message)
      return resource(await verify(world, message, 'resource'), pathname)
    } catch (error) {
      if (error instanceof BaseRefusal) {
        const authorization = request.headers.authorization ?? ''
        const key = /oauth_token="([^"]+)"/.exec(authorization)?.[1]
        if (faulty('refusal-revokes') && key !== undefined) tokens.delete(key)
        return refusal(error)
      }
      throw error
    }
  }

  function refusal({ status, problem, companion }: BaseRefusal): Answer {
    if (faulty('refused-by-200')) return text('')
    const code = faulty('problem-wrong') ? CODES[status === 400 ? 400 : 401] : problem
    const parameters =
      code === '' || faulty('problem-missing')
        ? ''
        : `oauth_problem=${code}${faulty('companion-missing') ? '' : companion}`
    const inHeader = parameters.replaceAll(/(?:^|&)(\w+)=([^&]*)/g, ', $1="$2"')
    const scheme = faulty('challenge-basic') ? 'Basic' : 'OAuth'
    const challenge = `${scheme} realm="base"${faulty('problem-in-body-only') ? '' : inHeader}`
    return {
      status: faulty('always-400') ? 400 : faulty('always-401') ? 401 : status,
      headers: [
        FORM,
        ...(faulty('challenge-missing') ? [] : [['WWW-Authenticate', challenge] as const]),
      ],
      body: parameters,
    }
  }

  function requestToken({ consumer, token, protocol }: Verified): Answer {
    const callback = protocol.get('oauth_callback')
    if (token !== undefined) throw new BaseRefusal(401, 'token_rejected')
    if (callback === undefined && !faulty('callback-optional'))
      throw new BaseRefusal(400, 'parameter_absent')
    if (callback !== undefined && !isCallback(callback))
      throw new BaseRefusal(400, 'parameter_rejected')
    const issued = issue('request', consumer, callback ?? 'oob')
    const confirmed = faulty('callback-unconfirmed')
      ? ''
      : `&oauth_callback_confirmed=${faulty('callback-confirmed-capital') ? 'True' : 'true'}`
    return tokenAnswer(`oauth_token=${issued.key}&oauth_token_secret=${issued.secret}${confirmed}`)
  }

  function isCallback(callback: string): boolean {
    if (faulty('callback-any')) return true
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
    const token: BaseToken = {
      key: randomBytes(16).toString('hex'),
      secret: faulty('secrets-constant')
        ? 'the-same-secret-each-time'
        : randomBytes(length / 2).toString('hex'),
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
        : FORM
    const cache = faulty('token-cached') ? [] : [['Cache-Control', 'no-store'] as const]
    const content = faulty('token-as-json')
      ? JSON.stringify(Object.fromEntries(new URLSearchParams(body)))
      : body
    return { status: faulty('token-by-201') ? 201 : 200, headers: [type, ...cache], body: content }
  }

  function page(query: URLSearchParams): Answer {
    const key = query.get('oauth_token') ?? ''
    const token = tokens.get(key)
    if (faulty('get-decides') && token)
      return decide(new URLSearchParams({ oauth_token: key, decision: 'approve' }))
    const shown = faulty('query-reflected') ? key : key.replaceAll(/[<>"&]/g, '')
    const framing = faulty('framing-allowed') ? [] : [['X-Frame-Options', 'DENY'] as const]
    return {
      status: token ? 200 : 400,
      headers: [['Content-Type', 'text/html'], ...framing],
      body: `<p>${shown}</p>`,
    }
  }

  function decide(query: URLSearchParams): Answer {
    const token = tokens.get(query.get('oauth_token') ?? '')
    if (token?.kind !== 'request' || (token.state !== 'pending' && !faulty('decided-again')))
      throw new BaseRefusal(400, 'token_used')
    const isApproved = query.get('decision') === 'approve' || faulty('denial-approves')
    token.state = isApproved ? 'approved' : 'denied'
    if (!isApproved)
      return redirect(`${token.callback}?oauth_token=${token.key}&oauth_problem=permission_denied`)
    const marks = faulty('out-of-band-markup') || faulty('out-of-band-form') ? `&"'+%` : ''
    const random = randomBytes(faulty('verifier-short') ? 1 : 10).toString('hex') + marks
    token.verifier = faulty('verifier-constant')
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
    const callback = faulty('callback-query-lost')
      ? token.callback.replace(/\?.*/, '')
      : token.callback
    const separator = callback.includes('?') ? '&' : '?'
    const parameters = faulty('verifier-unsent')
      ? `oauth_token=${token.key}`
      : `oauth_token=${token.key}&oauth_verifier=${encodeURIComponent(token.verifier)}`
    const location = `${callback}${separator}${parameters}`
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
    if (token === undefined) throw new BaseRefusal(400, 'parameter_absent')
    if (faulty('exchange-refused')) throw new BaseRefusal(401, 'permission_denied')
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
    const token = kept ?? issue('access', consumer)
    token.sessionHandle = randomBytes(12).toString('hex')
    const session = faulty('session-missing')
      ? ''
      : `&oauth_session_handle=${token.sessionHandle}&oauth_expires_in=3600`
    return tokenAnswer(`oauth_token=${token.key}&oauth_token_secret=${token.secret}${session}`)
  }

  function resource({ consumer, token }: Verified, pathname: string): Answer {
    const isTwoLegged = pathname === '/two-legged' && consumer.isTwoLegged === true
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
    return text('ok')
  }
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
