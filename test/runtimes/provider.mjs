// A Service provider in memory: a `fetch` that accepts only valid signatures, and no nonce twice.
/* global Request, Response */
import { collectRequest, formatForm, parameterValue, verifySignature } from '@oauthplus/core'

const ORIGIN = 'https://photos.example'
const CONSUMER = { key: 'printer', secret: 'consumer-secret' }

/** Jane's. */
export const PASSWORD = 'jane’s ☃'

/** Creates a provider. `answer` may return another response to a request with a valid signature. */
export function createProvider(answer = () => undefined) {
  const state = {
    answer,
    secrets: new Map(),
    verifiers: new Map(),
    nonces: new Set(),
    handles: new Map(),
    sent: [],
  }
  return {
    origin: ORIGIN,
    /** Every request that arrived, with its verdict. */
    sent: state.sent,
    /** The options of `createClient`. */
    options: {
      provider: {
        requestTokenUrl: `${ORIGIN}/request_token`,
        authorizeUrl: `${ORIGIN}/authorize`,
        accessTokenUrl: `${ORIGIN}/access_token`,
      },
      consumer: CONSUMER,
      callbackUrl: 'https://printer.example/callback',
      fetch: async (input, init) => respond(state, new Request(input, init)),
    },
    /** Approves a request token and gives the query of the callback. */
    approve(authorizeUrl) {
      const key = new URL(authorizeUrl).searchParams.get('oauth_token')
      state.verifiers.set(key, `verifier of ${key}`)
      return `?${formatForm([
        ['oauth_token', key],
        ['oauth_verifier', `verifier of ${key}`],
      ])}`
    },
  }
}

/** Creates the response that reports a problem. */
export function problem(status, code, headers = {}) {
  return new Response(`oauth_problem=${code}`, { status, headers })
}

async function respond(state, request) {
  request.signal.throwIfAborted()
  const { method, url } = request
  const headers = [...request.headers]
  const body = new Uint8Array(await request.arrayBuffer())
  const received = { method, url, headers, body }
  const tokenKey = parameterValue(collectRequest(received).protocol, 'oauth_token')
  const result = await verifySignature(
    received,
    { secrets: [CONSUMER.secret], tokenSecrets: [state.secrets.get(tokenKey) ?? ''] },
    { signatureMethods: ['HMAC-SHA1', 'HMAC-SHA256'] },
  )
  const verdict = result.ok ? 'ok' : result.problem.code
  state.sent.push({ ...received, headers: request.headers, verdict, request: result.request })
  if (!result.ok) return problem(401, verdict)
  const nonce = parameterValue(result.request.protocol, 'oauth_nonce')
  if (state.nonces.has(nonce)) return problem(401, 'nonce_used')
  state.nonces.add(nonce)
  return state.answer(received, result.request) ?? respondSigned(state, url, result.request)
}

function respondSigned(state, url, { protocol, form }) {
  const { pathname } = new URL(url)
  if (pathname === '/request_token') {
    return grant(state, 'request', [['oauth_callback_confirmed', 'true']])
  }
  if (pathname !== '/access_token') return new Response('ok')
  const password = parameterValue(form, 'x_auth_password')
  if (password !== undefined) {
    return password === PASSWORD ? grant(state, 'access', []) : problem(401, 'permission_denied')
  }
  const key = parameterValue(protocol, 'oauth_token')
  const handle = parameterValue(protocol, 'oauth_session_handle')
  if (handle !== undefined) {
    // A handle renews once.
    const isRight = state.handles.get(key) === handle && state.handles.delete(key)
    return isRight ? grant(state, 'access', []) : problem(401, 'token_rejected')
  }
  const verifier = parameterValue(protocol, 'oauth_verifier')
  const isRight = verifier !== undefined && state.verifiers.get(key) === verifier
  return isRight ? grant(state, 'access', [['user_id', 'jane']]) : problem(401, 'verifier_invalid')
}

function grant({ secrets, handles }, kind, more) {
  const key = `${kind}-${secrets.size + 1}`
  secrets.set(key, `secret of ${key}`)
  const parameters = [['oauth_token', key], ['oauth_token_secret', `secret of ${key}`], ...more]
  if (kind === 'access') {
    handles.set(key, `handle of ${key}`)
    parameters.push(['oauth_session_handle', `handle of ${key}`], ['oauth_expires_in', '3600'])
  }
  return new Response(formatForm(parameters), {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })
}
