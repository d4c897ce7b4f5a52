import { createHash } from 'node:crypto'

import { Crash } from './independent-provider.js'
import type { ProviderFault } from './independent-provider.js'
import type { IndependentMutant } from './independent-mutant.js'
import { formOf, headersOf, valueOf } from './provider-rules.js'
import type { Consumer, Rules, Signed, Token, World } from './provider-rules.js'
import { escapeHtml, json, page } from './web.js'
import type { Refusal, WebRequest, WebResponse } from './web.js'

/** Checks no nonces of some requests. */
function nonceless(right: Rules, isExempt: (signed: Signed) => boolean): Partial<Rules> {
  return {
    requireNonce: (signed) => {
      if (!isExempt(signed)) right.requireNonce(signed)
    },
  }
}

/** Forgets nonces. */
function forgetting(
  right: Rules,
  world: World,
  isForgotten: (age: number) => boolean,
): Partial<Rules> {
  return {
    requireNonce(signed) {
      for (const [key, seconds] of world.nonces)
        if (isForgotten(world.nowSeconds() - seconds)) world.nonces.delete(key)
      right.requireNonce(signed)
    },
  }
}

/** Changes the body of refusals. */
function refusing(
  right: Rules,
  change: (request: WebRequest, refusal: Refusal) => Partial<WebResponse> | undefined,
): Partial<Rules> {
  return {
    refuse: (refusal, request) => ({
      ...right.refuse(refusal, request),
      ...change(request, refusal),
    }),
  }
}

function authorizationValue(right: Rules, request: WebRequest, name: string): string {
  const [authorization = ''] = headersOf(request, 'authorization')
  try {
    return valueOf(right.readHeader(authorization) ?? [], name) ?? ''
  } catch {
    return ''
  }
}

/** Changes how callbacks are compared. */
function callingBack(right: Rules, isAllowed: (url: URL) => boolean): Partial<Rules> {
  return {
    isCallbackAllowed(consumer, callback) {
      if (right.isCallbackAllowed(consumer, callback)) return true
      return URL.canParse(callback) && isAllowed(new URL(callback))
    },
  }
}

/** Faults of what the provider remembers, decides and says. */
export const PROVIDER_FLOW_MUTANTS: readonly IndependentMutant<ProviderFault>[] = [
  {
    title: 'checks the nonces of GET and POST requests only',
    source: '3.2',
    severity: 'high',
    why: 'It MUST be ensured for every request that the combination was not used before.',
    check: 'nonce.replayed-put',
    fault: (right) => nonceless(right, ({ request }) => !['GET', 'POST'].includes(request.method)),
  },
  {
    title: 'checks no nonces of RSA-SHA1 requests',
    source: '3.2',
    severity: 'high',
    why: 'RSA-SHA1 is named in the rule.',
    check: 'nonce.replayed-rsa',
    fault: (right) =>
      nonceless(right, ({ protocol }) => protocol.get('oauth_signature_method') === 'RSA-SHA1'),
  },
  {
    title: 'checks no nonces of HMAC-SHA256 requests',
    source: '3.2, 3.3',
    severity: 'high',
    why: 'A signed request can be replayed.',
    check: 'nonce.reused-by-other-signature-method',
    fault: (right) =>
      nonceless(right, ({ protocol }) => protocol.get('oauth_signature_method') === 'HMAC-SHA256'),
  },
  {
    title: 'checks nonces only together with a token',
    source: '3.3; https://github.com/ciaranj/connect-auth/pull/100',
    severity: 'high',
    why: 'The token is part of the combination only if present; two-legged requests are replayed.',
    check: 'nonce.request-token',
    fault: (right) => nonceless(right, ({ token }) => token === undefined),
  },
  {
    title: 'checks no nonces of requests with parameters in a form',
    source: '3.2',
    severity: 'high',
    why: 'The place of the parameters does not matter.',
    check: 'nonce.reused-by-form',
    fault: (right) =>
      nonceless(right, ({ reading }) => valueOf(reading.form, 'oauth_signature') !== undefined),
  },
  {
    title: 'takes a nonce for used only together with the same signature',
    source: '3.3',
    severity: 'high',
    why: 'The nonce MUST be unique across all requests with the same timestamp, client and token.',
    check: 'nonce.reused-on-another-request',
    fault: (right) => ({
      nonceKey: (signed) => right.nonceKey(signed) + (signed.protocol.get('oauth_signature') ?? ''),
    }),
  },
  {
    title: 'takes a nonce for used only at the same URL',
    source: '3.3',
    severity: 'medium',
    why: 'The URL is not part of the combination.',
    check: 'nonce.reused-other-path',
    fault: (right) => ({
      nonceKey: (signed) => right.nonceKey(signed) + signed.request.path,
    }),
  },
  {
    title: 'takes a nonce for used only with the same HTTP method',
    source: '3.3',
    severity: 'medium',
    why: 'The HTTP method is not part of the combination.',
    check: 'nonce.reused-other-method',
    fault: (right) => ({
      nonceKey: (signed) => right.nonceKey(signed) + signed.request.method,
    }),
  },
  {
    title: 'takes a nonce for used only with the same signature method',
    source: '3.3',
    severity: 'medium',
    why: 'The signature method is not part of the combination.',
    check: 'nonce.reused-by-other-signature-method',
    fault: (right) => ({
      nonceKey: (signed) =>
        right.nonceKey(signed) + (signed.protocol.get('oauth_signature_method') ?? ''),
    }),
  },
  {
    title: 'compares nonces without regard to case',
    source: '3.1, 3.3; collations of MySQL',
    severity: 'low',
    why: 'Values are case sensitive; the request with the other nonce is refused.',
    check: 'nonce.case',
    fault: (right) => ({ nonceKey: (signed) => right.nonceKey(signed).toLowerCase() }),
  },
  {
    title: 'keeps the first 16 characters of nonces',
    source: '3.3, 2',
    severity: 'medium',
    why: 'Another nonce is taken for a used one; values have no known size.',
    check: 'nonce.last-character',
    fault: (right) => ({
      nonceKey: (signed) =>
        right.nonceKey({
          ...signed,
          protocol: new Map(signed.protocol).set(
            'oauth_nonce',
            (signed.protocol.get('oauth_nonce') ?? '').slice(0, 16),
          ),
        }),
    }),
  },
  {
    title: 'forgets nonces after a minute and accepts timestamps of five minutes',
    source: '3.3',
    severity: 'high',
    why: 'A request can be replayed while its timestamp is accepted.',
    check: 'nonce.replayed-after-120',
    fault: (right, world) => forgetting(right, world, (age) => age > 60),
  },
  {
    title: 'forgets nonces five minutes after they came, with timestamps of the future',
    source: '3.3',
    severity: 'high',
    why: 'A request whose timestamp is ahead can be replayed when its nonce is forgotten.',
    check: 'nonce.replayed-after-400',
    fault: (right, world) => forgetting(right, world, (age) => age > 300),
  },
  {
    title: 'remembers the last twenty nonces',
    source: '3.3, 4.10',
    severity: 'high',
    why: 'After twenty other requests a request can be replayed.',
    check: 'nonce.many',
    fault: (right, world) => ({
      requireNonce(signed) {
        right.requireNonce(signed)
        for (const key of [...world.nonces.keys()].slice(0, -20)) world.nonces.delete(key)
      },
    }),
  },
  {
    title: 'reads timestamps as int() of Python does',
    source: '3.3',
    severity: 'low',
    why: 'The timestamp MUST be a positive integer, without sign, spaces and underscores.',
    check: 'timestamp.plus-sign',
    fault: (right) => ({
      requireTimestamp(signed) {
        const text = (signed.protocol.get('oauth_timestamp') ?? '').trim()
        const digits = text.replace(/^\+/, '').replaceAll(/(?<=\d)_(?=\d)/g, '')
        const protocol = new Map(signed.protocol).set('oauth_timestamp', digits.replace(/^0+/, ''))
        right.requireTimestamp({ ...signed, protocol })
      },
    }),
  },
  {
    title: 'finds consumers by their key without regard to case',
    source: '3.1; collations of MySQL',
    severity: 'medium',
    why: 'Values are case sensitive.',
    check: 'verify.consumer-case',
    fault: (right) => ({ findConsumer: (key) => right.findConsumer(key.toLowerCase()) }),
  },
  {
    title: 'finds tokens without regard to case',
    source: '3.1; collations of MySQL',
    severity: 'medium',
    why: 'Values are case sensitive.',
    check: 'verify.token-case',
    fault: (right) => ({
      findToken: (key, consumer) => right.findToken(key.toLowerCase(), consumer),
    }),
  },
  {
    title: 'finds tokens with spaces at their end',
    source: '3.1; PAD SPACE of MySQL',
    severity: 'low',
    why: 'It is another value, and the nonce of a request can be used once per spelling.',
    check: 'verify.token-with-space',
    fault: (right) => ({ findToken: (key, consumer) => right.findToken(key.trimEnd(), consumer) }),
  },
  {
    title: 'compares verifiers without regard to case',
    source: '3.1, 2.3',
    severity: 'medium',
    why: 'Values are case sensitive, and a verifier loses entropy.',
    check: 'access-token.verifier-case',
    fault: (right) => ({
      isVerifierRight: (token, verifier) => right.isVerifierRight(token, verifier.toLowerCase()),
    }),
  },
  {
    title: 'finds consumers in the properties of an object',
    source: '3.2; names such as constructor',
    severity: 'critical',
    why: 'constructor is a consumer without a secret, for whom everybody signs.',
    check: 'request-token.prototype-consumer',
    fault: (right, world) => ({
      findConsumer: (key) =>
        key in {}
          ? {
              key,
              methods: ['HMAC-SHA1', 'PLAINTEXT'],
              callbacks: world.consumers.get('main')?.callbacks ?? [],
            }
          : right.findConsumer(key),
      isSignatureRight: (signed) =>
        signed.consumer.key in {}
          ? right.isSignatureRight({
              ...signed,
              consumer: { ...signed.consumer, secret: 'undefined' },
            }) ||
            right.expectedSignature(
              signed.protocol.get('oauth_signature_method') ?? '',
              right.baseString(signed.request, signed.reading),
              right.signingKey(signed.consumer, signed.token),
            ) === signed.protocol.get('oauth_signature')
          : right.isSignatureRight(signed),
    }),
  },
  {
    title: 'finds tokens in the properties of an object',
    source: '3.2; names such as constructor',
    severity: 'critical',
    why: 'A consumer gets at protected resources without a token of anybody.',
    check: 'verify.prototype-token',
    fault: (right) => {
      const inherited = (key: string, consumer: Consumer): Token => ({
        key,
        secret: '',
        kind: 'access',
        consumerKey: consumer.key,
        callback: 'oob',
        issuedAtSeconds: Number.MAX_SAFE_INTEGER,
        state: 'valid',
      })
      return {
        findToken: (key, consumer) =>
          key in {} ? inherited(key, consumer) : right.findToken(key, consumer),
      }
    },
  },
  {
    title: 'lets every consumer send two-legged requests',
    source: '3.1, 3.2',
    severity: 'high',
    why: 'The owner decided which consumer may act for itself.',
    check: 'owner.two-legged',
    fault: (right) => ({
      resource: (signed) => (signed.token === undefined ? json('{}') : right.resource(signed)),
    }),
  },
  {
    title: 'ignores an unknown token of a two-legged request',
    source: '3.2',
    severity: 'medium',
    why: 'If a token is present, its status MUST be verified.',
    check: 'verify.two-legged-unknown-token',
    fault: (right) => ({
      verify(request) {
        try {
          return right.verify(request)
        } catch (error) {
          if (request.path !== '/two-legged') throw error
          const reading = right.read(request)
          const protocol = right.protocolOf(reading, request)
          const consumer = right.findConsumer(protocol.get('oauth_consumer_key') ?? '')
          const signed = consumer && { request, reading, protocol, consumer, token: undefined }
          if (signed === undefined || !right.isSignatureRight(signed)) throw error
          right.requireNonce(signed)
          return signed
        }
      },
    }),
  },
  {
    title: 'takes the callback of the authorization URL',
    source: 'advisory 2009.1; Core 1.0, 6.2.1',
    severity: 'critical',
    why: 'Whoever writes the link gets the verifier.',
    check: 'authorization.callback-in-opened-url',
    fault: (right, world) => ({
      consentPage(request) {
        const query = right.readForm(request.query)
        const token = world.tokens.get(valueOf(query, 'oauth_token') ?? '')
        const callback = valueOf(query, 'oauth_callback')
        if (token !== undefined && callback !== undefined) token.callback = callback
        return right.consentPage(request)
      },
    }),
  },
  {
    title: 'redirects to the callback of the authorization URL where the token is unknown',
    source: '2.2; CWE-601',
    severity: 'high',
    why: 'It is an open redirect.',
    check: 'authorization.open-redirect-unknown',
    fault: (right, world) => ({
      consentPage(request) {
        const query = right.readForm(request.query)
        const callback = valueOf(query, 'oauth_callback')
        if (callback !== undefined && !world.tokens.has(valueOf(query, 'oauth_token') ?? ''))
          return { status: 302, headers: [['Location', callback]], body: '' }
        return right.consentPage(request)
      },
    }),
  },
  {
    title: 'redirects to the callback of the authorization URL where the token is decided',
    source: '2.2; CWE-601',
    severity: 'high',
    why: 'It is an open redirect.',
    check: 'authorization.open-redirect-used',
    fault: (right, world) => ({
      consentPage(request) {
        const query = right.readForm(request.query)
        const token = world.tokens.get(valueOf(query, 'oauth_token') ?? '')
        const callback = valueOf(query, 'oauth_callback')
        if (callback !== undefined && token !== undefined && token.state !== 'pending')
          return { status: 302, headers: [['Location', callback]], body: '' }
        return right.consentPage(request)
      },
    }),
  },
  {
    title: 'redirects users who are not logged in back to the callback of the authorization URL',
    source: '2.2; CWE-601',
    severity: 'medium',
    why: 'It is an open redirect, and the server MUST first verify the identity of the user.',
    check: 'authorization.open-redirect-anonymous',
    fault: (right) => ({
      consentPage(request) {
        const callback = valueOf(right.readForm(request.query), 'oauth_callback')
        const response = right.consentPage(request)
        if (response.status === 302 && callback !== undefined)
          return { status: 302, headers: [['Location', callback]], body: '' }
        return response
      },
    }),
  },
  {
    title: 'lets the authorization page be read by other origins',
    source: '4.13, 4.14',
    severity: 'high',
    why: 'Another page reads the form with its token and sends it for the user.',
    check: 'authorization.cross-origin',
    fault: (right) => ({
      consentPage(request) {
        const response = right.consentPage(request)
        const [origin] = headersOf(request, 'origin')
        if (origin === undefined) return response
        return {
          ...response,
          headers: [
            ...response.headers,
            ['Access-Control-Allow-Origin', origin],
            ['Access-Control-Allow-Credentials', 'true'],
          ],
        }
      },
    }),
  },
  {
    title: 'lets a denied request token be approved later',
    source: '2.2, 2.3',
    severity: 'high',
    why: 'The user has denied; the link still works for whoever gets them to click again.',
    check: 'authorization.denied-then-approved',
    fault: (right) => ({
      isDecidable: (token) => right.isDecidable(token) || token.state === 'denied',
    }),
  },
  {
    title: 'lets an approved request token be approved again',
    source: '2.2, 2.3; advisory 2009.1',
    severity: 'high',
    why: 'The approval of a second user replaces the first one, with a verifier of their own.',
    check: 'authorization.approved-twice',
    fault: (right) => ({
      isDecidable: (token) => right.isDecidable(token) || token.state === 'approved',
    }),
  },
  {
    title: 'lets access tokens be approved',
    source: '2.2',
    severity: 'medium',
    why: 'An access token is not a request to decide; here it becomes exchangeable.',
    check: 'authorization.by-access-token',
    fault: (right) => ({
      isDecidable: (token) =>
        right.isDecidable(token) || (token.kind === 'access' && token.state === 'valid'),
    }),
  },
  {
    title: 'exchanges an access token again',
    source: '2.3',
    severity: 'high',
    why: 'Only temporary credentials are exchanged; here tokens are multiplied without the user.',
    check: 'access-token.by-access-token',
    fault: (right) => ({
      accessToken: (signed) =>
        signed.token?.kind === 'access' && !signed.protocol.has('oauth_session_handle')
          ? right.issueAccessToken(signed.consumer)
          : right.accessToken(signed),
    }),
  },
  {
    title: 'exchanges a used request token within a minute',
    source: '2, 2.3',
    severity: 'high',
    why: 'Temporary credentials MUST be revoked after being used once.',
    check: 'access-token.used-twice',
    fault: (right, world) => ({
      requireExchangeable(signed, token) {
        const isRecent = world.nowSeconds() - token.issuedAtSeconds < 60
        if (token.state === 'used' && isRecent && token.verifier !== undefined) return
        right.requireExchangeable(signed, token)
      },
    }),
  },
  {
    title: 'remembers the callback of the last request token of a consumer',
    source: '2.1, 2.2',
    severity: 'high',
    why: 'The user is sent to the callback of another flow.',
    check: 'authorization.callback-of-token',
    fault: (right, world) => ({
      issue(kind, consumer, callback) {
        if (kind === 'request')
          for (const token of world.tokens.values())
            if (token.consumerKey === consumer.key) token.callback = callback ?? 'oob'
        return right.issue(kind, consumer, callback)
      },
    }),
  },
  {
    title: 'takes callbacks on any port',
    source: '2.1; registered callbacks',
    severity: 'medium',
    why: 'Another service on the host of the client gets the verifier.',
    check: 'request-token.callback-other-port',
    fault: (right) =>
      callingBack(right, (url) => url.hostname === 'client.example' && url.pathname === '/ready'),
  },
  {
    title: 'takes callbacks beneath the registered path, with ../ in them',
    source: '2.1; https://github.com/MahoCommerce/maho/pull/1376',
    severity: 'high',
    why: 'Another page of the host gets the verifier.',
    check: 'request-token.callback-dot-segments',
    fault: (right) => ({
      isCallbackAllowed: (consumer, callback) =>
        right.isCallbackAllowed(consumer, callback) ||
        callback.startsWith('http://client.example:9/ready/'),
    }),
  },
  {
    title: 'takes callbacks whose host ends like the registered one',
    source: '2.1; https://github.com/go-oauth2/oauth2/issues/105',
    severity: 'high',
    why: 'Another host gets the verifier.',
    check: 'request-token.callback-host-suffix',
    fault: (right) => ({
      isCallbackAllowed: (consumer, callback) =>
        right.isCallbackAllowed(consumer, callback) ||
        /^http:\/\/[^/]*client\.example:9\/ready$/.test(callback),
    }),
  },
  {
    title: 'tells the token secret in the callback',
    source: '2.2, 4.5',
    severity: 'critical',
    why: 'The secret goes through the browser, its history and the logs of the client.',
    check: 'authorization.redirect-leaks-nothing',
    fault: (right, world) => ({
      callbackLocation: (token, parameters) =>
        right.callbackLocation(token, [
          ...parameters,
          ['oauth_token_secret', world.tokens.get(token.key)?.secret ?? ''],
        ]),
    }),
  },
  {
    title: 'puts the parameters of the callback before its query',
    source: '2.2',
    severity: 'low',
    why: 'The server MUST append them to the end of the existing query.',
    check: 'authorization.callback-query',
    fault: (right) => ({
      callbackLocation(token, parameters) {
        const [address = '', query = ''] = token.callback.split('?')
        return query === ''
          ? right.callbackLocation(token, parameters)
          : `${address}?${formOf(parameters)}&${query}`
      },
    }),
  },
  {
    title: 'adds a second question mark to a callback with a query',
    source: '2.2',
    severity: 'medium',
    why: 'The parameters become part of the value before.',
    check: 'authorization.callback-query',
    fault: () => ({
      callbackLocation: ({ callback }, parameters) => `${callback}?${formOf(parameters)}`,
    }),
  },
  {
    title: 'redirects to oob',
    source: '2.2',
    severity: 'medium',
    why: 'Without a callback the server SHOULD display the verification code.',
    check: 'authorization.out-of-band-redirect',
    fault: (right, world) => ({
      decide(query) {
        const token = world.tokens.get(valueOf(query, 'oauth_token') ?? '')
        const response = right.decide(query)
        if (token?.callback !== 'oob' || token.state !== 'approved') return response
        const location = right.callbackLocation(token, [
          ['oauth_token', token.key],
          ['oauth_verifier', token.verifier ?? ''],
        ])
        return { status: 302, headers: [['Location', `/${location}`]], body: '' }
      },
    }),
  },
  {
    title: 'counts its verifiers',
    source: '2.2',
    severity: 'critical',
    why: 'The verification code is an unguessable value.',
    check: 'authorization.verifier-unpredictable',
    fault: () => {
      let count = 48_213
      return { createVerifier: () => `code-${String((count += 1))}` }
    },
  },
  {
    title: 'makes the verifier with the request token and shows it in its page',
    source: '2.2; advisory 2009.1',
    severity: 'critical',
    why: 'Whoever has the link knows the verifier before another user approves.',
    check: 'authorization.page-shows-no-verifier',
    fault: (right) => {
      const made = new Map<string, string>()
      const verifierOf = (token: Token): string => {
        const verifier = made.get(token.key) ?? right.createVerifier(token)
        made.set(token.key, verifier)
        return verifier
      }
      return {
        createVerifier: verifierOf,
        consentForm: (token, consumer) =>
          `${right.consentForm(token, consumer)}<input type="hidden" name="oauth_verifier" value="${verifierOf(token)}">`,
      }
    },
  },
  {
    title: 'issues the verifier with the request token',
    source: '2.2; advisory 2009.1',
    severity: 'critical',
    why: 'The verifier proves that the same user came back only if it goes through the user.',
    check: 'request-token.leaks-nothing',
    fault: (right) => {
      const made = new Map<string, string>()
      return {
        createVerifier: (token) => made.get(token.key) ?? right.createVerifier(token),
        tokenResponse(pairs) {
          const key = valueOf(pairs, 'oauth_token') ?? ''
          if (valueOf(pairs, 'oauth_callback_confirmed') === undefined)
            return right.tokenResponse(pairs)
          made.set(key, `v${createHash('sha1').update(key).digest('hex')}`)
          return right.tokenResponse([...pairs, ['oauth_verifier', made.get(key) ?? '']])
        },
      }
    },
  },
  {
    title: 'shows the token secret in the authorization page',
    source: '2.2, 4.5',
    severity: 'critical',
    why: 'The secret is for the client only.',
    check: 'authorization.page-leaks-nothing',
    fault: (right) => ({
      consentForm: (token, consumer) =>
        `${right.consentForm(token, consumer)}<input type="hidden" name="secret" value="${token.secret}">`,
    }),
  },
  {
    title: 'shows the consumer secret in the authorization page',
    source: '2.2, 4.6',
    severity: 'critical',
    why: 'The secret is for the client only.',
    check: 'authorization.page-leaks-nothing',
    fault: (right) => ({
      consentForm: (token, consumer) =>
        `${right.consentForm(token, consumer)}<script>const consumer = ${JSON.stringify(consumer)}</script>`,
    }),
  },
  {
    title: 'gives two requests of a second the same request token',
    source: '2.1; django-oauth-plus, get_or_create',
    severity: 'high',
    why: 'Two users share temporary credentials.',
    check: 'request-token.unique',
    fault: (right, world) => ({
      issue(kind, consumer, callback) {
        const same = Array.from(world.tokens.values()).find(
          (token) =>
            token.kind === 'request' &&
            token.consumerKey === consumer.key &&
            token.callback === callback &&
            token.issuedAtSeconds === world.nowSeconds() &&
            token.state === 'pending',
        )
        return kind === 'request' && same ? same : right.issue(kind, consumer, callback)
      },
    }),
  },
  {
    title: 'writes secrets into its responses without encoding them',
    source: '2.1, 2.3',
    severity: 'medium',
    why: 'The response is form-encoded: a + of the secret is a space.',
    check: 'access-token.issued',
    fault: (right) => ({
      createSecret: (key) => `+/&${right.createSecret(key)}`,
      tokenResponse: (pairs) => ({
        ...right.tokenResponse(pairs),
        body: pairs.map((pair) => pair.join('=')).join('&'),
      }),
    }),
  },
  {
    title: 'ends token responses with a line break',
    source: '2.1, 2.3',
    severity: 'low',
    why: 'The line break becomes a part of the last value.',
    check: 'request-token.line-break',
    fault: (right) => ({
      tokenResponse: (pairs) => {
        const response = right.tokenResponse(pairs)
        return { ...response, body: `${response.body}\n` }
      },
    }),
  },
  {
    title: 'issues access tokens with an empty secret',
    source: '4.9; Evernote',
    severity: 'high',
    why: 'There is nothing to guess: the consumer secret is all that protects every user.',
    check: 'access-token.secret-length',
    fault: (right) => ({
      tokenResponse: (pairs) =>
        right.tokenResponse(
          pairs.map(([name, value]) => [
            name,
            name === 'oauth_token_secret' &&
            valueOf(pairs, 'oauth_callback_confirmed') === undefined
              ? ''
              : value,
          ]),
        ),
      signingKey: (consumer, token) =>
        right.signingKey(consumer, token?.kind === 'access' ? { ...token, secret: '' } : token),
    }),
  },
  {
    title: 'makes the secret of the token itself',
    source: '4.9',
    severity: 'critical',
    why: 'The token is in every request, so the secret is not one.',
    check: 'access-token.secret-not-derived',
    fault: () => ({ createSecret: (key) => key }),
  },
  {
    title: 'makes the secret by hashing the token',
    source: '4.9',
    severity: 'critical',
    why: 'Everybody can do that.',
    check: 'access-token.secret-not-derived',
    fault: () => ({ createSecret: (key) => createHash('sha1').update(key).digest('hex') }),
  },
  {
    title: 'counts its secrets',
    source: '4.9',
    severity: 'critical',
    why: 'Secrets are random: here one tells the next one.',
    check: 'access-token.secret-unpredictable',
    fault: () => {
      let count = 1_000_000
      return { createSecret: () => `the-secret-of-token-number-${String((count += 1))}` }
    },
  },
  {
    title: 'counts its tokens',
    source: '4.9, 4.1',
    severity: 'high',
    why: 'With RSA-SHA1 and without a secret, who guesses a token of their consumer has it.',
    check: 'request-token.token-unpredictable',
    fault: () => {
      let count = 1000
      return { createKey: () => `request-${String((count += 1))}` }
    },
  },
  {
    title: 'tells the key of the signature in a header of refusals',
    source: '4.5',
    severity: 'critical',
    why: 'Whoever knows a consumer key gets the secret by a wrong signature.',
    check: 'refusal.leaks-nothing-anywhere',
    fault: (right) => ({
      refuse(refusal, request) {
        const response = right.refuse(refusal, request)
        const consumer = right.findConsumer(
          authorizationValue(right, request, 'oauth_consumer_key'),
        )
        if (consumer === undefined || refusal.problem !== 'signature_invalid') return response
        return {
          ...response,
          headers: [...response.headers, ['X-OAuth-Key', right.signingKey(consumer, undefined)]],
        }
      },
    }),
  },
  {
    title: 'tells the secret of the token where the verifier is wrong',
    source: '4.5',
    severity: 'critical',
    why: 'A refusal shows the record of the token, with all of its fields.',
    check: 'access-token.leaks-nothing',
    fault: (right, world) => ({
      refuse(refusal, request) {
        const response = right.refuse(refusal, request)
        const token = world.tokens.get(authorizationValue(right, request, 'oauth_token'))
        if (refusal.problem !== 'verifier_invalid' || token === undefined) return response
        return { ...response, body: `${response.body}&token=${JSON.stringify(token)}` }
      },
    }),
  },
  {
    title: 'shows its configuration when a request is malformed',
    source: '4.5',
    severity: 'critical',
    why: 'Everybody gets all consumer secrets.',
    check: 'refusal.malformed-leaks-nothing',
    fault: (right, world) => ({
      unescape(text) {
        if (/%(?![0-9a-f]{2})/i.test(text))
          throw new Crash(`URIError: ${JSON.stringify([...world.consumers.values()])}`)
        return right.unescape(text)
      },
    }),
  },
  {
    title: 'tells the token secret in a header of the resource',
    source: '4.5',
    severity: 'critical',
    why: 'The secret is in caches, logs and pages that show headers.',
    check: 'resource.leaks-nothing',
    fault: (right) => ({
      resource(signed) {
        const response = right.resource(signed)
        const { token } = signed
        if (token === undefined) return response
        return { ...response, headers: [...response.headers, ['X-Session', token.secret]] }
      },
    }),
  },
  {
    title: 'sets a cookie that stands for a signature afterwards',
    source: '3.2',
    severity: 'critical',
    why: 'Requests with the cookie are not verified.',
    check: 'unsigned.cookie',
    fault: (right) => ({
      async route(request) {
        const isSession = headersOf(request, 'cookie').some((cookie) => cookie.includes('sid=1'))
        if (isSession && request.path.startsWith('/api/')) return json('{}')
        const response = await right.route(request)
        return request.path.startsWith('/api/') && response.status === 200
          ? { ...response, headers: [...response.headers, ['Set-Cookie', 'sid=1; HttpOnly']] }
          : response
      },
    }),
  },
  {
    title: 'repeats an unknown consumer key as HTML',
    source: 'CWE-79; 3.2',
    severity: 'high',
    why: 'A link with the parameters in its query runs a script at the provider.',
    check: 'refusal.reflects-nothing',
    fault: (right) =>
      refusing(right, (request, { problem }) => {
        if (problem !== 'consumer_key_unknown') return undefined
        const key =
          authorizationValue(right, request, 'oauth_consumer_key') ||
          (valueOf(right.readForm(request.query), 'oauth_consumer_key') ?? '')
        return {
          headers: [
            ['Content-Type', 'text/html'],
            ['WWW-Authenticate', 'OAuth realm="photos"'],
          ],
          body: `<p>Unknown consumer: ${key}</p>`,
        }
      }),
  },
  {
    title: 'repeats a rejected callback as HTML',
    source: 'CWE-79; 2.1',
    severity: 'medium',
    why: 'Markup of the callback is markup of the provider.',
    check: 'refusal.reflects-nothing',
    fault: (right) => ({
      requestToken(signed) {
        const callback = signed.protocol.get('oauth_callback')
        if (callback !== undefined && !right.isCallbackAllowed(signed.consumer, callback))
          return page(400, `<p>Not registered: ${callback}</p>`)
        return right.requestToken(signed)
      },
    }),
  },
  {
    title: 'repeats an unknown signature method as HTML',
    source: 'CWE-79; 3.2',
    severity: 'high',
    why: 'A link with the parameters in its query runs a script at the provider.',
    check: 'refusal.reflects-nothing',
    fault: (right) => ({
      refuse(refusal, request) {
        const response = right.refuse(refusal, request)
        if (refusal.problem !== 'signature_method_rejected') return response
        const method =
          authorizationValue(right, request, 'oauth_signature_method') ||
          (valueOf(right.readForm(request.query), 'oauth_signature_method') ?? '')
        return page(response.status, `<h1>Unknown signature method ${method}</h1>`)
      },
    }),
  },
  {
    title: 'refuses as HTML and repeats the token in an attribute',
    source: 'CWE-79; 2.2',
    severity: 'high',
    why: 'A quote of the token ends the attribute.',
    check: 'authorization.reflects-no-quotes',
    fault: (right) => ({
      consentPage(request) {
        const response = right.consentPage(request)
        const token = valueOf(right.readForm(request.query), 'oauth_token') ?? ''
        if (response.status !== 400) return response
        const escaped = token.replaceAll(/[<>&]/g, (mark) => escapeHtml(mark))
        return page(400, `<form><input name="oauth_token" value="${escaped}"></form>`)
      },
    }),
  },
  {
    title: 'repeats the consumer key in its challenge without escaping it',
    source: '3.5.1; RFC 2617, 1.2',
    severity: 'medium',
    why: 'A quote of the key ends the realm, and a line break of the key is a crash.',
    check: 'refusal.challenge-injection',
    fault: (right) => ({
      refuse(refusal, request) {
        const response = right.refuse(refusal, request)
        const key = authorizationValue(right, request, 'oauth_consumer_key')
        return {
          ...response,
          headers: response.headers.map(([name, value]) => [
            name,
            name === 'WWW-Authenticate'
              ? value.replace('"photos"', () => `"photos of ${key}"`)
              : value,
          ]),
        }
      },
    }),
  },
  {
    title: 'lets public caches keep protected resources',
    source: '4.4',
    severity: 'medium',
    why: 'With the parameters in the query, the cache gives the resource to everybody.',
    check: 'resource.not-public',
    fault: (right) => ({
      resource: (signed) => {
        const response = right.resource(signed)
        return {
          ...response,
          headers: [
            ['Content-Type', 'application/json'],
            ['Cache-Control', 'public, max-age=3600'],
          ],
        }
      },
    }),
  },
  {
    title: 'answers 400 to a used nonce',
    source: '3.2',
    severity: 'low',
    why: 'The server SHOULD return 401 for an invalid or used nonce.',
    check: 'nonce.replayed-status',
    fault: (right) =>
      refusing(right, (_request, { problem }) =>
        problem === 'nonce_used' ? { status: 400 } : undefined,
      ),
  },
  {
    title: 'answers 401 to an unknown signature method',
    source: '3.2',
    severity: 'low',
    why: 'The server SHOULD return 400 for an unsupported signature method.',
    check: 'method.unknown.status',
    fault: (right) =>
      refusing(right, (_request, { problem }) =>
        problem === 'signature_method_rejected' ? { status: 401 } : undefined,
      ),
  },
  {
    title: 'answers 403 to a token that has expired',
    source: '3.2',
    severity: 'low',
    why: 'The server SHOULD return 401 for an invalid or expired token.',
    check: 'verify.unknown-token.status',
    fault: (right) =>
      refusing(right, (_request, { problem }) =>
        problem === 'token_expired' || problem === 'token_rejected' ? { status: 403 } : undefined,
      ),
  },
  {
    title: 'redirects refused requests to its login page',
    source: '3.2',
    severity: 'medium',
    why: 'A refused request gets a status of 400 or 401; a client follows to a page with status 200.',
    check: 'verify.signature-wrong',
    fault: (right) =>
      refusing(right, (request) =>
        request.path.startsWith('/api/')
          ? { status: 302, headers: [['Location', '/authorize']], body: '' }
          : undefined,
      ),
  },
  {
    title: 'crashes on a signature that is not ASCII',
    source: '3.2; Authlib, compare_digest',
    severity: 'medium',
    why: 'An invalid signature SHOULD be refused with 401.',
    check: 'verify.signature-not-ascii',
    fault: (right) => ({
      isSignatureRight(signed) {
        if (/[^\0-\x7f]/.test(signed.protocol.get('oauth_signature') ?? ''))
          throw new Error('comparing strings with non-ASCII characters is not supported')
        return right.isSignatureRight(signed)
      },
    }),
  },
  {
    title: 'crashes on names with brackets',
    source: '3.4.1.3.1; oauthlib (?filter[a]=1)',
    severity: 'medium',
    why: 'It is a correct request.',
    check: 'base-string.brackets-nested',
    fault: (right) => ({
      readForm(text) {
        if (/\[\w/.test(text)) throw new Error('ValueError')
        return right.readForm(text)
      },
    }),
  },
  {
    title: 'crashes on an Authorization header that says OAuth only',
    source: '3.2',
    severity: 'medium',
    why: 'Missing parameters SHOULD be refused with 400.',
    check: 'header.malformed-scheme-alone',
    fault: (right) => ({
      readHeader(value) {
        if (/^oauth\s*$/i.test(value)) throw new Error('undefined is not iterable')
        return right.readHeader(value)
      },
    }),
  },
  {
    title: 'crashes on a signature method that is named like a property of objects',
    source: '3.2; passport-http-oauth',
    severity: 'medium',
    why: 'An unsupported signature method SHOULD be refused with 400.',
    check: 'method.prototype-names',
    fault: (right) => ({
      requireParameters(protocol) {
        right.requireParameters(protocol)
        if ((protocol.get('oauth_signature_method') ?? '') in {}) throw new Error('not a function')
      },
    }),
  },
  {
    title: 'issues tokens by password without verifying the signature',
    source: '3.2; xAuth',
    severity: 'critical',
    why: 'Everybody uses the consumer key of an application that may use passwords.',
    check: 'xauth.wrong-signature',
    fault: (right) => ({
      isSignatureRight: (signed) =>
        valueOf(signed.reading.form, 'x_auth_username') !== undefined ||
        right.isSignatureRight(signed),
    }),
  },
  {
    title: 'renews a token by the session handle of another token',
    source: 'ScalableOAuth, 4; Session extension',
    severity: 'high',
    why: 'A handle belongs to its token.',
    check: 'session.handle-of-another',
    fault: (right, world) => ({
      renew(signed, token) {
        const handle = signed.protocol.get('oauth_session_handle')
        const isKnown = Array.from(world.tokens.values()).some((known) => known.handle === handle)
        if (isKnown && token.state === 'valid' && handle !== undefined) {
          token.state = 'used'
          return right.issueAccessToken(signed.consumer)
        }
        return right.renew(signed, token)
      },
    }),
  },
  {
    title: 'accepts access tokens after oauth_expires_in',
    source: '2.3, 3.2; Session extension',
    severity: 'medium',
    why: 'The status of the token MUST be verified, and duration MUST be enforced.',
    check: 'session.expires',
    fault: () => ({
      isUsable: (token) => token.kind === 'access' && token.state === 'valid',
    }),
  },
  {
    title: 'exchanges a request token that expired after it was approved',
    source: '2.3',
    severity: 'medium',
    why: 'The server MUST ensure that the temporary credentials have not expired.',
    check: 'request-token.expires',
    fault: (right, world) => ({
      requireExchangeable(signed, token) {
        const issuedAtSeconds =
          token.state === 'approved' ? world.nowSeconds() : token.issuedAtSeconds
        right.requireExchangeable(signed, { ...token, issuedAtSeconds })
      },
    }),
  },
  {
    title: 'forgets a request token when anybody signs an exchange wrongly',
    source: '4.10; Authlib, delete_temporary_credential',
    severity: 'medium',
    why: 'Whoever sees a request token, as every browser does, ends the flow of its user.',
    check: 'access-token.survives-wrong-signature',
    fault: (right, world) => ({
      refuse(refusal, request) {
        if (request.path === '/access_token' && refusal.problem === 'signature_invalid')
          world.tokens.delete(authorizationValue(right, request, 'oauth_token'))
        return right.refuse(refusal, request)
      },
    }),
  },
  {
    title: 'forgets an access token when another consumer sends it',
    source: '4.10, 3.2',
    severity: 'medium',
    why: 'Whoever sees a token takes it from its user.',
    check: 'refusal.revokes-nothing-of-another',
    fault: (right, world) => ({
      findToken(key, consumer) {
        const token = world.tokens.get(key)
        if (token !== undefined && token.consumerKey !== consumer.key) world.tokens.delete(key)
        return right.findToken(key, consumer)
      },
    }),
  },
  {
    title: 'forgets the pending request tokens of a consumer with every new one',
    source: '2.1; per-consumer state',
    severity: 'medium',
    why: 'Only one user of an application can authorize at a time.',
    check: 'authorization.callback-of-token',
    fault: (right, world) => ({
      issue(kind, consumer, callback) {
        if (kind === 'request')
          for (const [key, token] of world.tokens)
            if (token.consumerKey === consumer.key && token.state === 'pending')
              world.tokens.delete(key)
        return right.issue(kind, consumer, callback)
      },
    }),
  },
  {
    title: 'accepts requests of a consumer that its owner has suspended',
    source: '3.2; django-oauth-plus, Consumer.status',
    severity: 'high',
    why: 'The status of the client authorization MUST be verified.',
    check: 'owner.disabled-request-token',
    fault: (right, world) => ({
      findConsumer: (key) => right.findConsumer(key) ?? world.consumers.get(key),
    }),
  },
  {
    title: 'accepts callbacks that another consumer has registered',
    source: '2.1; registered callbacks',
    severity: 'high',
    why: 'One application gets the verifiers of another one.',
    check: 'owner.callback-of-another',
    fault: (right, world) => ({
      isCallbackAllowed: (_consumer, callback) =>
        Array.from(world.consumers.values()).some((consumer) =>
          right.isCallbackAllowed(consumer, callback),
        ),
    }),
  },
  {
    title: 'shows protected resources to OPTIONS requests',
    source: '3.2',
    severity: 'high',
    why: 'A request without credentials gets what is protected.',
    check: 'unsigned.options',
    fault: (right) => ({
      route: (request) =>
        request.method === 'OPTIONS' && request.path.startsWith('/api/')
          ? json('{"photos":[]}')
          : right.route(request),
    }),
  },
  {
    title: 'trusts requests that say they come from 127.0.0.1',
    source: '3.2; CWE-290',
    severity: 'critical',
    why: 'Everybody can send X-Forwarded-For.',
    check: 'tampered.forwarded-for-believed',
    fault: (right) => ({
      route: (request) =>
        headersOf(request, 'x-forwarded-for').includes('127.0.0.1') &&
        request.path.startsWith('/api/')
          ? json('{}')
          : right.route(request),
    }),
  },
]
