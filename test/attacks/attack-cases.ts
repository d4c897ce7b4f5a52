import { createHash, generateKeyPairSync } from 'node:crypto'

import { memoryStore } from '@oauthplus/server'
import type { ProviderOptions } from '@oauthplus/server'
import { afterEach, describe, expect, it, vi } from 'vitest'

import {
  CALLBACK,
  csrfOf,
  headerOf,
  PRINTER,
  RIVAL,
  startSite,
  tokenOf,
  verifierOf,
} from './attacked-site.js'
import type { AttackedSite, KeyAndSecret, MakeSite, SiteUser } from './attacked-site.js'

const FORM = ['Content-Type', 'application/x-www-form-urlencoded'] as const
const JSON_TYPE = ['Content-Type', 'application/json'] as const
const ECHO = { method: 'GET', url: '/echo' } as const
const ACCESS_TOKEN = { method: 'POST', url: '/oauth/access_token' } as const
const REQUEST_TOKEN = { method: 'POST', url: '/oauth/request_token' } as const
const PROTOTYPE_NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty']

/** Attacks that providers have fallen to, or could; each must fail on every adapter. */
export function attackCases(adapter: string, makeSite: MakeSite): void {
  describe(`attacks on ${adapter}`, () => {
    const sites: AttackedSite[] = []

    afterEach(async () => {
      vi.restoreAllMocks()
      await Promise.all(sites.splice(0).map((site) => site.close()))
    })

    async function start(options: Partial<ProviderOptions<SiteUser>> = {}): Promise<AttackedSite> {
      const site = await startSite(makeSite, options)
      sites.push(site)
      return site
    }

    async function call(
      site: AttackedSite,
      token: KeyAndSecret,
      consumer: KeyAndSecret = PRINTER,
    ): Promise<string> {
      const { status, code } = await site.send(await site.sign(ECHO, { token, consumer }))
      return code ?? String(status)
    }

    it('session fixation: only the approving user gets the verifier, at the registered callback', async () => {
      const site = await start()
      // The attacker starts a flow, and has the victim approve it.
      const planted = await site.requestToken()
      const verifier = await site.approve(planted.key, 'jane')
      expect(verifier).not.toBe('')
      // Advisory 2009.1: the request token on its own is useless.
      const without = await site.send(await site.sign(ACCESS_TOKEN, { token: planted }))
      expect(without.code).toBe('parameter_absent')
      expect((await site.exchange(planted, 'guess')).code).toBe('verifier_invalid')
      const elsewhere = await site.send(
        await site.sign(REQUEST_TOKEN, {}, { callback: 'https://attacker.example/' }),
      )
      expect(elsewhere.code).toBe('parameter_rejected')
      // Nor can it be approved once more, to see the verifier.
      expect((await site.consentPage(planted.key, 'mallory')).body).not.toContain(verifier)
    })

    it('OAuth 1.0 without a callback: refused, so that every flow has a verifier', async () => {
      const site = await start()
      expect((await site.send(await site.sign(REQUEST_TOKEN))).code).toBe('parameter_absent')
    })

    it('replay: the same request is accepted once, at endpoints and resources', async () => {
      const site = await start()
      const request = await site.sign(ECHO, { token: await site.accessToken() })
      expect((await site.send(request)).status).toBe(200)
      expect((await site.send(request)).code).toBe('nonce_used')
      const first = await site.sign(REQUEST_TOKEN, {}, { callback: 'oob' })
      expect((await site.send(first)).status).toBe(200)
      expect((await site.send(first)).code).toBe('nonce_used')
    })

    it('nonce poisoning: an invalid signature does not use up a nonce', async () => {
      const site = await start()
      const token = await site.accessToken()
      const nonce = 'kllo9940pd9333jh'
      const forged = await site.sign(ECHO, { token: { ...token, secret: 'guess' } }, { nonce })
      expect((await site.send(forged)).code).toBe('signature_invalid')
      const right = await site.sign(ECHO, { token }, { nonce })
      expect((await site.send(right)).status).toBe(200)
    })

    it('future timestamps: refused, so that nonces need not be kept forever', async () => {
      const site = await start()
      const token = await site.accessToken()
      for (const ahead of [301, 86_400, 10 ** 9]) {
        const timestampSeconds = site.clock.nowSeconds + ahead
        const request = await site.sign(ECHO, { token }, { timestampSeconds })
        expect((await site.send(request)).code).toBe('timestamp_refused')
      }
    })

    it('duplicate and smuggled parameters: each counts once, and all are signed', async () => {
      const site = await start()
      const token = await site.accessToken()
      const signed = await site.sign({ method: 'GET', url: '/echo?a=1' }, { token }, { realm: 'R' })
      for (const smuggled of ['realm=evil', 'a=2', 'A=1', 'b']) {
        const answer = await site.send({ ...signed, target: `/echo?a=1&${smuggled}` })
        expect([smuggled, answer.code]).toEqual([smuggled, 'signature_invalid'])
      }
      const doubled = { ...signed, target: `/echo?a=1&oauth_token=${token.key}` }
      expect((await site.send(doubled)).code).toBe('parameter_rejected')
      const [name = '', value = ''] = signed.headers[0] ?? []
      const twice = {
        ...signed,
        target: '/echo?a=1',
        headers: [[name, `${value}, oauth_nonce="x"`]],
      }
      expect((await site.send(twice as never)).code).toBe('parameter_rejected')
      // A realm that is itself signed, as a parameter of the query, is the handler's to see.
      const own = await site.sign({ method: 'GET', url: '/echo?realm=own' }, { token })
      expect(JSON.parse((await site.send(own)).body)).toMatchObject({ query: [['realm', 'own']] })
    })

    it('a tampered JSON body: refused because of its hash', async () => {
      const site = await start()
      const token = await site.accessToken()
      const json = { method: 'POST', url: '/echo', headers: [JSON_TYPE], body: '{"to":"jane"}' }
      const signed = await site.sign(json, { token }, { sendBodyHash: true })
      const tampered = { ...signed, target: '/echo', body: '{"to":"mallory"}' }
      expect((await site.send(tampered)).code).toBe('signature_invalid')
      await site.provider.consumers.update(PRINTER.key, { requireBodyHash: true })
      const unhashed = await site.sign(json, { token })
      expect((await site.send(unhashed)).code).toBe('parameter_absent')
      expect((await site.send(signed)).status).toBe(200)
    })

    it('algorithm confusion: a public key is not a secret, and the sender does not choose the method', async () => {
      const site = await start({ signatureMethods: ['HMAC-SHA1', 'RSA-SHA1', 'PLAINTEXT'] })
      const { publicKey } = generateKeyPairSync('rsa', {
        modulusLength: 2048,
        publicKeyEncoding: { type: 'spki', format: 'pem' },
        privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      })
      const name = 'Jira'
      await site.provider.consumers.register({ key: 'jira', name, publicKeys: [publicKey] })
      for (const secret of [publicKey, '', 'undefined', 'null']) {
        for (const signatureMethod of ['HMAC-SHA1', 'PLAINTEXT'] as const) {
          const consumer = { key: 'jira', secret }
          const options = { callback: 'oob', signatureMethod }
          const forged = await site.sign(REQUEST_TOKEN, { consumer }, options)
          expect((await site.send(forged)).code).toBe('signature_invalid')
        }
      }
      const plain = await site.sign(
        REQUEST_TOKEN,
        {},
        { callback: 'oob', signatureMethod: 'PLAINTEXT' },
      )
      expect((await site.send(plain)).code).toBe('signature_method_rejected')
    })

    it('a token of another consumer: refused at the exchange and at the resource', async () => {
      const site = await start()
      const requestToken = await site.requestToken()
      const verifier = await site.approve(requestToken.key)
      expect((await site.exchange(requestToken, verifier, RIVAL)).code).toBe('signature_invalid')
      expect((await site.exchange(requestToken, verifier)).status).toBe(200)
      const token = await site.accessToken()
      expect(await call(site, token, RIVAL)).toBe('signature_invalid')
      expect(await call(site, token)).toBe('200')
    })

    it('verifier guessing: five wrong verifiers with valid signatures invalidate the request token', async () => {
      const site = await start()
      const token = await site.requestToken({ callback: 'oob' })
      const verifier = await site.approve(token.key)
      for (let guess = 0; guess < 5; guess++) {
        // A stranger without the consumer's secret uses up no guess.
        const stranger = { ...PRINTER, secret: 'guess' }
        expect((await site.exchange(token, 'A', stranger)).code).toBe('signature_invalid')
        expect((await site.exchange(token, `GUESS${guess}`)).code).toBe('verifier_invalid')
      }
      expect((await site.exchange(token, verifier)).code).toBe('token_rejected')
    })

    it('verifier replay: a request token is exchanged once', async () => {
      const site = await start()
      const token = await site.requestToken()
      const verifier = await site.approve(token.key)
      expect((await site.exchange(token, verifier)).status).toBe(200)
      expect((await site.exchange(token, verifier)).code).toBe('token_used')
    })

    it('double approval: the second is refused, by the same user and by another', async () => {
      const site = await start()
      const { key } = await site.requestToken()
      const [janes, mallorys] = [
        csrfOf(await site.consentPage(key, 'jane')),
        csrfOf(await site.consentPage(key, 'mallory')),
      ]
      const approval = { oauth_token: key, decision: 'approve' }
      expect((await site.decide({ ...approval, csrf: janes }, 'jane')).status).toBe(303)
      for (const [csrf, userId] of [
        [janes, 'jane'],
        [mallorys, 'mallory'],
      ] as const) {
        const again = await site.decide({ ...approval, csrf }, userId)
        expect([again.status, verifierOf(again)]).toEqual([400, ''])
      }
      const others = await Promise.all(
        Array.from({ length: 20 }, async () => {
          const token = await site.requestToken()
          const csrf = csrfOf(await site.consentPage(token.key))
          const both = await Promise.all(
            [1, 2].map(() => site.decide({ oauth_token: token.key, csrf, decision: 'approve' })),
          )
          return both.map(({ status }) => status).sort()
        }),
      )
      expect(others).toEqual(others.map(() => [303, 400]))
    })

    it.each([
      'https://printer.example@attacker.example/ready',
      'https://printer.example:x@attacker.example/ready',
      'https://attacker.example\\@printer.example/ready',
      'https://attacker.example\\.printer.example/ready',
      '//attacker.example/ready',
      '/ready',
      'https:/printer.example/ready',
      'https:printer.example/ready',
      'https:///printer.example/ready',
      'https://printer.example//ready',
      'https://printer.example/x/../ready',
      'https://printer.example/x/%2e%2e/ready',
      'https://printer.example/%2e/ready',
      'https://printer.example/ready/..',
      'https://printer.example/ready#fragment',
      'https://printer.example/ready?next=https://attacker.example',
      'https://printer.example./ready',
      'https://printer.example:444/ready',
      'https://printer.example:99999/ready',
      'https://prınter.example/ready',
      'https://xn--prnter-x9a.example/ready',
      'https://printer。example/ready',
      'https://printer.example%2eattacker.example/ready',
      'http://printer.example/ready',
      'HTTPS://PRINTER.EXAMPLE/Ready',
      'https://printer.example/ready%0d%0aSet-Cookie:x',
      ' https://printer.example/ready',
      'https://printer.example/ready\t',
      'javascript:alert(1)//https://printer.example/ready',
      'data:text/html,x',
      'http://127.0.0.1:80@attacker.example/',
      'http://127.0.0.1.attacker.example/',
      'http://0x7f.1:1/',
    ])('callback tricks: %j is not the registered one', async (callback) => {
      const site = await start()
      const answer = await site.send(await site.sign(REQUEST_TOKEN, {}, { callback }))
      expect([answer.status, answer.code]).toEqual([400, 'parameter_rejected'])
    })

    it('callback tricks: a callback that was removed meanwhile gets no redirect', async () => {
      const site = await start()
      const { key } = await site.requestToken()
      const csrf = csrfOf(await site.consentPage(key))
      await site.provider.consumers.update(PRINTER.key, { callbacks: ['oob'] })
      const answer = await site.decide({ oauth_token: key, csrf, decision: 'approve' })
      expect([answer.status, headerOf(answer, 'location')]).toEqual([400, undefined])
    })

    it('CSRF on consent: a decision requires the CSRF value of the page, user and token', async () => {
      const site = await start()
      const [one, other] = [await site.requestToken(), await site.requestToken()]
      const csrf = csrfOf(await site.consentPage(one.key, 'jane'))
      const attempts = [
        { oauth_token: one.key, decision: 'approve', csrf: '' },
        { oauth_token: one.key, decision: 'approve', csrf: 'x'.repeat(csrf.length) },
        { oauth_token: other.key, decision: 'approve', csrf },
      ]
      for (const form of attempts) expect((await site.decide(form)).status).toBe(403)
      const mallorys = { oauth_token: one.key, decision: 'approve', csrf }
      expect((await site.decide(mallorys, 'mallory')).status).toBe(403)
      // No GET request decides anything, whatever it contains.
      const query = new URLSearchParams({ oauth_token: one.key, csrf, decision: 'approve' })
      const target = `/oauth/authorize?${query.toString()}`
      const shown = await site.send({ method: 'GET', target, headers: [['x-user', 'jane']] })
      expect([shown.status, verifierOf(shown)]).toEqual([200, ''])
      // The same is true when users revoke access.
      await site.accessToken()
      const revocation = await site.send({
        method: 'POST',
        target: '/oauth/applications',
        headers: [['x-user', 'jane'], FORM],
        body: `consumer=${PRINTER.key}&csrf=x`,
      })
      expect(revocation.status).toBe(403)
    })

    it('clickjacking: every page forbids framing', async () => {
      const site = await start()
      const { key } = await site.requestToken()
      const pages = [
        await site.consentPage(key),
        await site.consentPage('unknown'),
        await site.send({
          method: 'GET',
          target: '/oauth/applications',
          headers: [['x-user', 'jane']],
        }),
      ]
      for (const page of pages) {
        expect(headerOf(page, 'content-security-policy')).toContain("frame-ancestors 'none'")
        expect(headerOf(page, 'x-frame-options')).toBe('DENY')
        expect(headerOf(page, 'x-content-type-options')).toBe('nosniff')
        expect(headerOf(page, 'referrer-policy')).toBe('no-referrer')
        expect(headerOf(page, 'cache-control')).toBe('no-store')
      }
    })

    it('prototype names: they are treated like other names', async () => {
      const site = await start()
      const token = await site.accessToken()
      for (const name of PROTOTYPE_NAMES) {
        const url = `/echo?${name}=1&${name}[x]=2`
        const body = `${name}=3`
        const request = { method: 'POST', url, headers: [FORM], body } as const
        const answer = await site.send(await site.sign(request, { token }))
        expect(JSON.parse(answer.body)).toMatchObject({
          query: [
            [name, '1'],
            [`${name}[x]`, '2'],
          ],
          form: [[name, '3']],
        })
        expect(await call(site, { key: name, secret: 'x' })).toBe('signature_invalid')
        expect(await call(site, token, { key: name, secret: 'x' })).toBe('signature_invalid')
        const callback = await site.sign(REQUEST_TOKEN, {}, { callback: name })
        expect((await site.send(callback)).code).toBe('parameter_rejected')
        const scoped = { method: 'POST', url: `/oauth/request_token?scope=${name}` }
        const asked = await site.send(await site.sign(scoped, {}, { callback: 'oob' }))
        expect(asked.code).toBe('parameter_rejected')
        const { key } = await site.requestToken()
        const csrf = csrfOf(await site.consentPage(key))
        const decided = await site.decide({ oauth_token: key, csrf, decision: name })
        expect([decided.status, headerOf(decided, 'location')]).toEqual([400, undefined])
        const method = { method: 'GET', url: `/echo?oauth_signature_method=${name}` }
        expect((await site.send({ ...method, target: method.url, headers: [] })).status).toBe(400)
      }
      expect(({} as Record<string, unknown>).x).toBeUndefined()
    })

    it('header injection: realm and problem advice cannot break out of the header', async () => {
      const site = await start({ realm: 'Photos "of" \\all' })
      const url = '/oauth/request_token?scope=%22%0D%0ASet-Cookie%3A%20evil%3D1'
      const answer = await site.send(
        await site.sign({ method: 'POST', url }, {}, { callback: 'oob' }),
      )
      expect(headerOf(answer, 'set-cookie')).toBeUndefined()
      expect(headerOf(answer, 'www-authenticate')).toMatch(
        /^OAuth realm="Photos \\"of\\" \\\\all", oauth_problem="parameter_rejected", [^\r\n]*="scope%3D%2522"$/,
      )
      await expect(start({ realm: 'a\r\nSet-Cookie: evil=1' })).rejects.toThrow(TypeError)
    })

    it('xAuth brute force: after ten attempts, the right password is refused too', async () => {
      const site = await start()
      const attempt = async (password: string, username = 'jane') => {
        const form = { x_auth_username: username, x_auth_password: password }
        const body = new URLSearchParams({ ...form, x_auth_mode: 'client_auth' }).toString()
        const signed = await site.sign({ ...ACCESS_TOKEN, headers: [FORM], body })
        return site.send(signed)
      }
      for (let guess = 0; guess < 10; guess++) {
        const username = ['jane', 'JANE', ' Jane', 'ｊａｎｅ'][guess % 4]
        expect((await attempt(`guess ${guess}`, username)).code).toBe('permission_denied')
      }
      const refused = await attempt('correct horse')
      expect([refused.status, refused.code]).toEqual([503, 'user_refused'])
      expect(Number(headerOf(refused, 'retry-after'))).toBeGreaterThan(0)
    })

    it('oversized headers, bodies and parameter counts: refused before they are processed', async () => {
      const site = await start({ bodyLimitBytes: 10_000, parameterLimit: 100 })
      const token = await site.accessToken()
      const signed = await site.sign(ECHO, { token })
      const [name = '', value = ''] = signed.headers[0] ?? []
      const long = [[name, `${value}, oauth_x="${'x'.repeat(3000)}"`]] as const
      expect((await site.send({ ...signed, headers: long, target: '/echo' })).status).toBe(400)
      const huge = [[name, `${value}, oauth_x="${'x'.repeat(20_000)}"`]] as const
      expect((await site.send({ ...signed, headers: huge, target: '/echo' })).status).toBe(431)
      const many = `/echo?${'a&'.repeat(100)}a`
      expect((await site.send({ ...signed, target: many })).code).toBe('parameter_rejected')
      const form = { method: 'POST', url: '/echo', headers: [FORM] }
      for (const [body, status] of [
        ['a&'.repeat(100) + 'a', 400],
        [`a=${'x'.repeat(10_000)}`, 413],
      ] as const) {
        const posted = await site.sign({ ...form, body }, { token })
        expect((await site.send(posted)).status).toBe(status)
      }
    })

    it('counterfeit Host and absolute targets: a signature for another server is refused', async () => {
      const site = await start()
      const token = await site.accessToken()
      const signed = await site.sign(ECHO, { token })
      const host = ['Host', 'attacker.example'] as const
      const counterfeit = { ...signed, target: '/echo', headers: [...signed.headers, host] }
      expect((await site.send(counterfeit)).code).toBe('parameter_rejected')
      for (const target of [
        'http://attacker.example/echo',
        'https://127.0.0.1/echo',
        'http://127.0.0.1:1/echo',
      ]) {
        const answer = await site.send({ ...signed, target })
        expect([400, 404]).toContain(answer.status)
      }
      const forwarded = ['X-Forwarded-Host', 'attacker.example'] as const
      const believed = { ...signed, target: '/echo', headers: [...signed.headers, forwarded] }
      expect((await site.send(believed)).code).toBe('insecure_transport')
    })

    it('a second Authorization header: refused, in either order', async () => {
      const site = await start({ allowAlternativeAuthorizationHeader: true })
      const signed = await site.sign(ECHO, { token: await site.accessToken() })
      const others = [
        ['Authorization', 'OAuth oauth_token="x"'],
        ['authorization', 'Basic eDp5'],
        ['X-Oauth1-Authorization', 'OAuth oauth_token="x"'],
      ] as const
      for (const other of others) {
        for (const headers of [
          [...signed.headers, other],
          [other, ...signed.headers],
        ]) {
          const answer = await site.send({ ...signed, target: '/echo', headers })
          expect([answer.status, answer.code]).toEqual([400, 'parameter_rejected'])
        }
      }
    })

    it('approve against deny at the same moment: only one of them succeeds', async () => {
      const site = await start({ limits: { requestTokens: false } })
      for (let round = 0; round < 20; round++) {
        const token = await site.requestToken()
        const csrf = csrfOf(await site.consentPage(token.key))
        const form = { oauth_token: token.key, csrf }
        const decisions = round % 2 === 0 ? ['approve', 'deny'] : ['deny', 'approve']
        const answers = await Promise.all(
          decisions.map((decision) => site.decide({ ...form, decision })),
        )
        expect(answers.map(({ status }) => status).sort()).toEqual([303, 400])
        const verifier = answers.map(verifierOf).join('')
        const { status } = await site.exchange(token, verifier || 'none')
        expect(status).toBe(verifier === '' ? 401 : 200)
      }
    })

    it('revoke against exchange at the same moment: no token outlives the revocation', async () => {
      const site = await start({ limits: { requestTokens: false } })
      for (let round = 0; round < 20; round++) {
        const token = await site.requestToken()
        const verifier = await site.approve(token.key)
        const revoke = () =>
          site.provider.tokens.revoke({ consumerKey: PRINTER.key, userId: 'jane' })
        const early = round % 2 === 0 ? revoke() : undefined
        const exchanging = site.exchange(token, verifier)
        await (early ?? revoke())
        const answer = await exchanging
        if (answer.status !== 200) {
          expect(answer.code).toBe('token_revoked')
          continue
        }
        // It was exchanged after the first revocation had found nothing, or before it and died by it.
        await revoke()
        expect(await call(site, tokenOf(answer))).toBe('token_revoked')
      }
    })

    it('session handle replay: a handle renews a token once', async () => {
      const site = await start({ accessTokenLifetimeSeconds: 60, sessionLifetimeSeconds: 600 })
      const token = await site.requestToken()
      const answer = await site.exchange(token, await site.approve(token.key))
      const handle = new URLSearchParams(answer.body).get('oauth_session_handle') ?? ''
      const access = tokenOf(answer)
      const renew = async (signer = access) => {
        const url = `/oauth/access_token?oauth_session_handle=${handle}`
        const query = { transmission: 'query' } as const
        return site.send(await site.sign({ method: 'POST', url }, { token: signer }, query))
      }
      const renewed = await renew()
      expect(renewed.status).toBe(200)
      expect((await renew()).code).toBe('token_used')
      expect((await renew(tokenOf(renewed))).code).toBe('token_rejected')
      expect(await call(site, access)).toBe('token_used')
    })

    it('a request token at a resource, an access token at the exchange: refused', async () => {
      const site = await start()
      const token = await site.requestToken()
      expect(await call(site, token)).toBe('token_rejected')
      const verifier = await site.approve(token.key)
      expect(await call(site, token)).toBe('token_rejected')
      const access = tokenOf(await site.exchange(token, verifier))
      expect((await site.exchange(access, verifier)).code).toBe('token_rejected')
    })

    it('xoauth_requestor_id: a consumer without a token acts for no user', async () => {
      const site = await start()
      const url = '/machines?xoauth_requestor_id=jane'
      const request = { method: 'GET', url }
      expect((await site.send(await site.sign(request))).code).toBe('parameter_absent')
      await site.provider.consumers.update(PRINTER.key, { allowTwoLegged: true })
      const answer = await site.send(await site.sign(request))
      expect(JSON.parse(answer.body)).toEqual({ user: null, consumer: PRINTER.key })
      expect((await site.send(await site.sign(ECHO))).code).toBe('parameter_absent')
    })

    it('issues a separate token for each of many requests in one second', async () => {
      const site = await start()
      const tokens = await Promise.all(
        Array.from({ length: 50 }, () => site.requestToken({ callback: 'oob' })),
      )
      expect(new Set(tokens.map(({ key }) => key)).size).toBe(50)
      expect(new Set(tokens.map(({ secret }) => secret)).size).toBe(50)
    })

    it('names the missing protocol parameters', async () => {
      const site = await start()
      const all = {
        oauth_consumer_key: 'x',
        oauth_token: 'x',
        oauth_signature_method: 'HMAC-SHA1',
        oauth_signature: 'x',
        oauth_timestamp: String(site.clock.nowSeconds),
        oauth_nonce: 'x',
      }
      for (const missing of Object.keys(all)) {
        const value = Object.entries(all)
          .filter(([name]) => name !== missing)
          .map(([name, text]) => `${name}="${text}"`)
          .join(', ')
        const headers = [['Authorization', `OAuth ${value}`]] as const
        const answer = await site.send({ method: 'GET', target: '/echo', headers })
        expect([answer.status, answer.code]).toEqual([400, 'parameter_absent'])
        const absent = new URLSearchParams(answer.body).get('oauth_parameters_absent')
        expect(absent).toBe(missing)
      }
    })

    it('a broken store, or a listener that throws: refused or ignored, never accepted', async () => {
      const store = memoryStore()
      const site = await start({
        store,
        on: () => {
          throw new Error('listener')
        },
      })
      const token = await site.accessToken()
      expect(await call(site, token)).toBe('200')
      store.recordNonce = () => Promise.resolve(undefined as never)
      expect(await call(site, token)).toBe('service_unavailable')
      store.findCredentials = () => Promise.reject(new Error('down'))
      expect(await call(site, token)).toBe('service_unavailable')
    })

    it('logs: no line, event or response contains a secret, password, verifier or handle', async () => {
      const lines: string[] = []
      const keep = (...values: unknown[]): true => {
        lines.push(values.map((value) => `${String(value)} ${JSON.stringify(value)}`).join(' '))
        return true
      }
      for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
        vi.spyOn(console, method).mockImplementation(keep)
      }
      vi.spyOn(process.stdout, 'write').mockImplementation(keep)
      vi.spyOn(process.stderr, 'write').mockImplementation(keep)
      const reports: unknown[] = []
      const site = await start({
        accessTokenLifetimeSeconds: 60,
        sessionLifetimeSeconds: 600,
        debug: (report) => reports.push(report),
        verifyPassword: ({ password }) => {
          throw new Error(`the database has no ${password.length}`)
        },
      })
      const token = await site.requestToken()
      const verifier = await site.approve(token.key)
      const wrong = await site.exchange(token, `${verifier}-wrong`)
      const answer = await site.exchange(token, verifier)
      const access = tokenOf(answer)
      const handle = new URLSearchParams(answer.body).get('oauth_session_handle') ?? ''
      const password = 'hunter2-the-password'
      const body = `x_auth_username=jane&x_auth_password=${password}&x_auth_mode=client_auth`
      const xauth = { ...ACCESS_TOKEN, headers: [FORM], body }
      const refusals = [
        wrong,
        await site.exchange(token, verifier),
        await site.send(await site.sign(xauth)),
        await site.send(await site.sign(xauth, { consumer: { ...PRINTER, secret: 'x' } })),
        await site.send(await site.sign(ECHO, { token: { ...access, secret: 'x' } })),
        await site.send(
          await site.sign(
            { method: 'POST', url: `/oauth/access_token?oauth_session_handle=${handle}x` },
            { token: access },
            { transmission: 'query' },
          ),
        ),
      ]
      vi.restoreAllMocks()
      expect(refusals.every(({ status }) => status >= 400)).toBe(true)
      const told = [...lines, JSON.stringify([site.events, refusals, reports])].join('\n')
      for (const secret of [
        PRINTER.secret,
        token.secret,
        access.secret,
        verifier,
        handle,
        password,
      ]) {
        expect(secret.length).toBeGreaterThan(9)
        expect(told).not.toContain(secret)
        expect(told).not.toContain(createHash('sha256').update(secret).digest('base64'))
      }
      expect(reports.length).toBeGreaterThan(0)
      expect(CALLBACK).toContain('printer')
    })
  })
}
