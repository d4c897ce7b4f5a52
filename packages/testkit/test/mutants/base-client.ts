import { formatForm, parseAuthorizationHeader, parseForm, percentEncode } from '@oauthplus/core'
import type { ParameterList, Problem } from '@oauthplus/core'
import { parseProblem } from '@oauthplus/core/internal'
import { CLIENT_FEATURES } from '../../src/index.js'
import type { ClientResult, ClientFunction, ClientTask, ClientToken } from '../../src/index.js'

import type { Faulty } from './base-provider.js'
import { exchange as exchangeOnce } from './base-exchange.js'
import { refuseOpen, sendSigned } from './base-sending.js'
import type { Reply } from './base-sending.js'
import type { SigningOptions } from './base-signing.js'

/** The state of a browser of this client: the request tokens of the flows that it has begun. */
type Browser = Readonly<Record<string, string>>

const FORM = 'application/x-www-form-urlencoded'

/** Creates a small client that is right but for what is planted. It is made for this, on core. */
export function createBaseClient(faulty: Faulty = () => false): ClientFunction {
  let lastToken: ClientToken | undefined
  let lastStarted: ClientToken | undefined
  const issuers = new Map<string, string>()
  const keptTokens = new Map<string, ClientToken>()
  const actions: Readonly<Record<ClientTask['task'], (task: ClientTask) => Promise<ClientResult>>> =
    {
      describe: () =>
        Promise.resolve({
          name: 'the base client',
          features: CLIENT_FEATURES.filter((name) => !faulty(`no-${name}`)),
        }),
      authorize,
      callback,
      verifier,
      fetch: fetchSigned,
      xauth,
      renew,
    }

  return async (task) => {
    try {
      return await actions[task.task](task)
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) }
    }
  }

  async function tokenRequest(
    task: ClientTask,
    given: string,
    options: Omit<SigningOptions, 'aheadSeconds'> & { readonly body?: string } = {},
  ): Promise<{ readonly token: ClientToken; readonly answer: ParameterList }> {
    const { body, ...signing } = options
    const isExchange = signing.token !== undefined
    const method = faulty('token-by-get') && body === undefined ? 'GET' : 'POST'
    const isForm = body !== undefined || faulty('tokens-in-form')
    const contentType = isForm ? FORM : undefined
    const isQueryLost = faulty(isExchange ? 'exchange-query-lost' : 'token-query-lost')
    const url = isQueryLost ? given.replace(/\?.*/, '') : given
    const request = { method, url, body: isForm ? (body ?? '') : undefined, contentType }
    const own: ClientTask = {
      ...task,
      signatureMethod: tokenMethodOf(task.signatureMethod),
      transmission: faulty('tokens-in-form') ? 'form' : task.transmission,
    }
    const kind = isExchange ? ('exchange' as const) : ('token' as const)
    const sending = { ...signing, faulty, kind }
    if (faulty('page-opened')) {
      const { certificateFile } = task
      const page = { method: 'GET', url: task.provider.authorizeUrl }
      await exchangeOnce(page, { faulty, kind, certificateFile })
    }
    let reply = await sendSigned(request, own, sending)
    for (let again = 0; faulty('token-again') && reply.status !== 200 && again < 9; again += 1) {
      reply = await sendSigned(request, own, sending)
    }
    return tokenIn(reply, task, isExchange)
  }

  function tokenMethodOf(name: string): string {
    if (faulty('tokens-never-plaintext') && name === 'PLAINTEXT') return 'HMAC-SHA1'
    if (faulty('tokens-never-rsa') && name.startsWith('RSA')) return 'HMAC-SHA1'
    if (faulty('tokens-by-hmac-sha1') && name.startsWith('HMAC')) return 'HMAC-SHA1'
    return faulty('tokens-by-rsa-sha1') && name.startsWith('RSA') ? 'RSA-SHA1' : name
  }

  function tokenIn(
    reply: Reply,
    task: ClientTask,
    isExchange: boolean,
  ): { readonly token: ClientToken; readonly answer: ParameterList } {
    const isStatusRight =
      reply.status === 200 ||
      faulty('status-ignored') ||
      (reply.status < 400 && faulty('status-below-400-taken'))
    const trimmed = faulty('line-break-kept') ? reply.body : reply.body.trim()
    const text = faulty('plus-of-answer-kept') ? trimmed.replaceAll('+', '%2B') : trimmed
    let answer: ParameterList = []
    try {
      answer = parseForm(faulty('answer-decoded-twice') ? decodeURIComponent(text) : text)
    } catch {
      // A body that is not a form contains no parameters.
    }
    const value = (name: string): string | undefined =>
      answer.find(([given]) => given === name)?.[1]
    const isOnce = (name: string): boolean => answer.filter(([given]) => given === name).length < 2
    const isPage = reply.contentType.startsWith('text/html') && !faulty('page-is-a-token')
    const isClear =
      (isOnce('oauth_token') || faulty('token-twice-taken')) &&
      (isOnce('oauth_token_secret') || faulty('secret-twice-taken'))
    const key = value('oauth_token')
    const secret = value('oauth_token_secret')?.slice(0, faulty('secret-cut') ? 255 : undefined)
    const isThere = (key !== undefined && key !== '') || faulty('token-empty-taken')
    const isWhole =
      isThere &&
      isClear &&
      !isPage &&
      (secret !== undefined || faulty('secret-absent-taken')) &&
      !(secret === '' && faulty('secret-empty-refused'))
    if (isStatusRight && (isWhole || faulty('anything-is-a-token'))) {
      const sessionHandle = value('oauth_session_handle')
      return { token: { key: String(key), secret: secret ?? '', sessionHandle }, answer }
    }
    throw new Error(refusal(reply, task, isExchange))
  }

  function refusal(reply: Reply, task: ClientTask, isExchange: boolean): string {
    const { status, body } = reply
    if (faulty('exchange-error-tells-secret') && isExchange) return `not ${task.consumer.secret}`
    if (faulty('error-tells-key') && task.consumer.privateKey) return task.consumer.privateKey
    if (faulty('error-tells-signature') && task.signatureMethod === 'PLAINTEXT') {
      return `not oauth_signature="${percentEncode(`${task.consumer.secret}&`)}"`
    }
    const told = faulty('errors-tell-secret') ? ` with ${task.consumer.secret}` : ''
    const echoed = faulty('errors-echo') ? ` to ${body}` : ''
    const problem = problemIn(reply)?.code
    const named = faulty('problem-untold') ? '' : (problem ?? '')
    return `status ${status} ${named}${told}${echoed}`
  }

  async function authorize(task: ClientTask): Promise<ClientResult> {
    const { callback = 'oob', provider } = task
    const given = faulty('oob-upper-case') ? callback.replace(/^oob$/, 'OOB') : callback
    const sent = faulty('callback-cut') ? given.replace(/\?.*/, '') : given
    const state = faulty('state-added') && sent !== 'oob' ? '&state=a%20state' : ''
    const more: ParameterList = faulty('callback-unsent') ? [] : [['oauth_callback', sent + state]]
    const { token, answer } = await tokenRequest(task, provider.requestTokenUrl, {
      more: [
        ...more,
        ...(faulty('token-empty-sent') ? [['oauth_token', ''] as const] : []),
        ...(faulty('last-token-sent') && lastToken !== undefined
          ? [['oauth_token', lastToken.key] as const]
          : []),
      ],
    })
    const isConfirmed = answer.some(
      ([name, value]) =>
        name === 'oauth_callback_confirmed' &&
        (value === 'true' || faulty('confirmation-of-anything')),
    )
    if (!isConfirmed && !faulty('confirmation-ignored')) {
      throw new Error('the provider does not confirm the callback')
    }
    lastStarted = token
    const browser = (task.browser ?? {}) as Browser
    const kept = faulty('one-flow-a-browser') ? {} : browser
    issuers.set(token.key, provider.accessTokenUrl)
    return {
      url: pageOf(provider.authorizeUrl, token),
      browser: { ...kept, [token.key]: token.secret },
    }
  }

  function pageOf(page: string, { key, secret }: ClientToken): string {
    const [address = '', query = ''] = page.split('?')
    const kept = query === '' || faulty('page-query-lost') ? '' : `${query}&`
    const shown = faulty('page-token-raw') ? key : percentEncode(key)
    const told = faulty('page-tells-secret') ? `&oauth_token_secret=${secret}` : ''
    return `${address}?${kept}oauth_token=${shown}${told}`
  }

  async function callback(task: ClientTask): Promise<ClientResult> {
    const query = parseForm((task.url ?? '').replace(/^[^?]*\?/, ''))
    const values = (name: string): readonly string[] =>
      query.filter(([given]) => given === name).map(([, value]) => value)
    const isDenied = values('oauth_problem').length > 0 || values('denied').length > 0
    if (isDenied && !faulty('denial-ignored')) throw new Error('the User has refused')
    const [key, ...others] = values('oauth_token')
    if (others.length > 0 && !faulty('first-token-taken')) throw new Error('two tokens')
    const [verifier = '', ...otherVerifiers] = values('oauth_verifier')
    if (otherVerifiers.length > 0 && !faulty('first-verifier-taken')) {
      throw new Error('two verifiers')
    }
    if (faulty('flow-begun-again') && !isStarted(task, key)) return authorize(task)
    if (verifier === '' && !faulty('verifier-optional')) throw new Error('there is no verifier')
    return exchange(task, startedFlow(task, key), verifier)
  }

  function startedFlow({ browser, provider }: ClientTask, key = ''): ClientToken {
    const issuer = issuers.get(key) ?? provider.accessTokenUrl
    if (issuer !== provider.accessTokenUrl) throw new Error('another provider issued this token')
    const flows = (browser ?? {}) as Browser
    if (faulty('flows-in-object')) {
      const found = flows[key] as string | object | undefined
      if (found !== undefined) return { key, secret: typeof found === 'string' ? found : '' }
    }
    const alike = Object.entries(flows).find(
      ([given]) =>
        (faulty('token-case-ignored') && given.toLowerCase() === key.toLowerCase()) ||
        (faulty('token-prefix-taken') && key !== '' && given.startsWith(key)) ||
        (faulty('token-empty-own') && key === ''),
    )
    if (alike !== undefined) return { key: alike[0], secret: alike[1] }
    const secret = Object.entries(flows).find(([given]) => given === key)?.[1]
    if (secret !== undefined) return { key, secret }
    const [own] = Object.entries(flows)
    if (faulty('callback-token-unchecked') && own) return { key: own[0], secret: own[1] }
    if (faulty('callback-token-believed')) return { key, secret: own?.[1] ?? '' }
    throw new Error('this browser has not begun this flow')
  }

  function isStarted({ browser }: ClientTask, key = ''): boolean {
    return Object.hasOwn(browser ?? {}, key)
  }

  async function verifier(task: ClientTask): Promise<ClientResult> {
    const typed = task.verifier ?? ''
    if (typed === '' && !faulty('verifier-typed-empty')) throw new Error('nothing was typed')
    const started = onlyToken(task)
    return exchange(task, faulty('last-flow-typed') ? (lastStarted ?? started) : started, typed)
  }

  function onlyToken({ browser }: ClientTask): ClientToken {
    const [[key, secret] = ['', '']] = Object.entries((browser ?? {}) as Browser)
    return { key, secret }
  }

  async function exchange(
    task: ClientTask,
    started: ClientToken,
    verifier: string,
  ): Promise<ClientResult> {
    const sent = faulty('verifier-encoded') ? encodeURIComponent(verifier) : verifier
    const more: ParameterList = [
      ...(faulty('verifier-unsent') ? [] : [['oauth_verifier', sent] as const]),
      ...(faulty('secret-sent') ? [['oauth_token_secret', started.secret] as const] : []),
    ]
    const unsigned = faulty('exchange-without-secret') ? { ...started, secret: '' } : started
    const { accessTokenUrl } = task.provider
    const { token } = await tokenRequest(task, accessTokenUrl, { token: unsigned, more })
    if (faulty('exchange-twice')) {
      await tokenRequest(task, accessTokenUrl, { token: unsigned, more })
    }
    lastToken = token
    if (faulty('proactive') || faulty('proactive-unsigned')) {
      await sendSigned(
        { method: 'GET', url: new URL('/api/account?proactive=1', accessTokenUrl).href },
        task,
        { token: faulty('proactive-unsigned') ? { ...token, secret: 'x' } : token, faulty },
      )
    }
    const flows = Object.entries((task.browser ?? {}) as Browser)
    const isKept = faulty('flow-kept')
    const browser = Object.fromEntries(flows.filter(([key]) => isKept || key !== started.key))
    return { token: faulty('request-token-kept') ? started : token, browser }
  }

  async function fetchSigned(given: ClientTask): Promise<ClientResult> {
    const { key } = given.consumer
    const kept = keptTokens.get(key) ?? given.token
    if (kept !== undefined) keptTokens.set(key, kept)
    const isKept =
      faulty('first-token-kept') || (faulty('token-remembered') && given.token === undefined)
    const task = isKept ? { ...given, token: kept } : given
    const { url = '', method = 'GET', token, form, signatureMethod } = task
    if (faulty('two-methods-only') && !/^(?:GET|POST)$/.test(method)) {
      throw new Error(`${method} is not supported`)
    }
    if (faulty('logs-secret')) console.error(`signing with ${task.consumer.secret}`)
    if (signatureMethod === 'PLAINTEXT') refuseOpen(url, faulty('plaintext-in-the-open'))
    const request = {
      method,
      url,
      body:
        form === undefined
          ? task.body
          : formatForm(faulty('form-as-object') ? Array.from(new Map(form)) : form),
      contentType: form === undefined ? task.contentType : FORM,
    }
    let reply = await sendSigned(request, task, { token, faulty })
    if (faulty('sent-twice')) await sendSigned(request, task, { token, faulty })
    let attempts = faulty('clock-endless') ? 9 : 1
    while (isLate(reply) && attempts > 0) {
      attempts -= 1
      const [earliest = 0] = problemIn(reply)?.acceptableTimestamps ?? [Date.now() / 1000]
      const aheadSeconds = faulty('clock-backwards') ? -5000 : earliest + 300 - Date.now() / 1000
      reply = await sendSigned(request, task, { token, faulty, aheadSeconds })
    }
    if (faulty('fetch-error-tells-secret') && reply.status === 401) {
      throw new Error(`not ${String(token?.secret)}`)
    }
    return { status: faulty('status-always-200') ? 200 : reply.status }
  }

  function isLate(reply: Reply): boolean {
    return problemIn(reply)?.code === 'timestamp_refused'
  }

  async function xauth(task: ClientTask): Promise<ClientResult> {
    const { username = '', password = '', provider } = task
    refuseOpen(provider.accessTokenUrl, faulty('xauth-in-the-open'))
    const body = formatForm([
      ['x_auth_mode', faulty('xauth-mode-absent') ? '' : 'client_auth'],
      ['x_auth_username', username],
      ['x_auth_password', password],
    ])
    const url = faulty('xauth-in-query')
      ? `${provider.accessTokenUrl}?${body}`
      : provider.accessTokenUrl
    const { token } = await tokenRequest(task, url, { body })
    return { token }
  }

  async function renew(task: ClientTask): Promise<ClientResult> {
    const { token = { key: '', secret: '' }, provider } = task
    const handle = faulty('handle-unsent') ? '' : (token.sessionHandle ?? '')
    const more: ParameterList = [['oauth_session_handle', handle]]
    const renewed = await tokenRequest(task, provider.accessTokenUrl, { token, more })
    return { token: faulty('renewed-dropped') ? token : renewed.token }
  }
}

/** Reads a problem from the header of a response, or from its body. */
function problemIn({ challenge, body }: Reply): Problem | undefined {
  const readers = [
    () => parseAuthorizationHeader(challenge)?.parameters ?? [],
    () => parseForm(body),
  ]
  for (const read of readers) {
    try {
      const problem = parseProblem(read())
      if (problem !== undefined) return problem
    } catch {
      // Another server sent it.
    }
  }
  return undefined
}
