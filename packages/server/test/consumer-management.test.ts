import { generateKeyPairSync } from 'node:crypto'

import { expect, it } from 'vitest'

import { createProvider, memoryStore } from '../src/index.js'
import type { ConsumerOptions, ProviderEvent } from '../src/index.js'
import {
  accessToken,
  approve,
  codeOf,
  CONSUMER,
  exchange,
  neutral,
  ORIGIN,
  requestToken,
  START_SECONDS,
  testProvider,
} from './neutral-requests.js'

const RESOURCE = { method: 'GET', url: '/photos' } as const

it('enforces a status at every endpoint and every resource, as soon as it changes', async () => {
  const app = await testProvider()
  const { provider } = app
  const { consumers } = provider
  const token = await accessToken(app)
  const pending = await requestToken(app)
  const approved = await requestToken(app)
  const verifier = await approve(app, approved.key)
  const outcomes = async () => {
    const { authorization } = provider
    const asked = { method: 'POST', url: '/oauth/request_token' } as const
    return [
      codeOf(await provider.requestToken(await neutral(asked, undefined, { callback: 'oob' }))),
      codeOf(await authorization.load({ tokenKey: pending.key, userId: 'jane' })),
      codeOf(await provider.authenticate(await neutral(RESOURCE, { consumer: CONSUMER, token }))),
    ]
  }
  const closed = Array.from({ length: 3 }, () => 'consumer_key_rejected')
  for (const change of ['reject', 'cancel'] as const) {
    await consumers[change](CONSUMER.key)
    expect(await outcomes()).toEqual(closed)
    expect(codeOf(await exchange(app, approved, { verifier }))).toBe('consumer_key_rejected')
    expect((await consumers.accept(CONSUMER.key)).status).toBe('accepted')
    expect(await outcomes()).toEqual(['ok', 'ok', 'ok'])
  }
  await consumers.register({ ...CONSUMER, key: 'waiting', name: 'Waiting', status: 'pending' })
  const asked = { method: 'POST', url: '/oauth/request_token' } as const
  const waiting = { consumer: { ...CONSUMER, key: 'waiting' } }
  const refused = await provider.requestToken(await neutral(asked, waiting, { callback: 'oob' }))
  expect(refused).toMatchObject({ problem: { advice: 'The consumer is pending.' } })
})

it('lists consumers by pages, without secrets', async () => {
  const { provider } = await testProvider()
  for (const key of ['c', 'a', 'b']) await provider.consumers.register({ key, name: key })
  const { consumers, next } = await provider.consumers.list({ limit: 2 })
  expect([consumers.map(({ key }) => key), next]).toEqual([['a', 'b'], 'b'])
  const last = await provider.consumers.list({ after: next, limit: 2 })
  expect([last.consumers.map(({ key }) => key), last.next]).toEqual([
    ['c', CONSUMER.key].sort(),
    undefined,
  ])
  expect(JSON.stringify([consumers, last])).not.toContain(CONSUMER.secret)
  for (const limit of [0, 1001, 1.5]) {
    await expect(provider.consumers.list({ limit })).rejects.toThrow(TypeError)
  }
})

it('changes the fields in an update, and removes those that it sets to null', async () => {
  const { provider } = await testProvider()
  const { consumers } = provider
  const { key } = await consumers.register({
    name: 'Camera',
    website: 'https://camera.example/',
    ownerId: 'bob',
    accessTokenLifetimeSeconds: 60,
  })
  const updated = await consumers.update(key, {
    name: 'New Camera',
    description: 'Takes photos',
    website: null,
    ownerId: undefined,
    accessTokenLifetimeSeconds: null,
    callbacks: ['https://camera.example/ready'],
    signatureMethods: ['HMAC-SHA256'],
    allowTwoLegged: true,
  })
  expect(updated).toMatchObject({
    name: 'New Camera',
    description: 'Takes photos',
    ownerId: 'bob',
    callbacks: ['https://camera.example/ready'],
    signatureMethods: ['HMAC-SHA256'],
    allowTwoLegged: true,
  })
  expect(updated.website).toBeUndefined()
  expect(updated.accessTokenLifetimeSeconds).toBeUndefined()
  expect(await consumers.find(key)).toEqual(updated)
})

it.each<[string, Partial<ConsumerOptions>]>([
  ['an empty name', { name: '' }],
  ['a website that is a script', { website: 'javascript:alert(1)' }],
  ['a callback that is no URL', { callbacks: ['nowhere'] }],
  ['a blocked callback', { callbacks: ['https://sub.evil.example/x'] }],
  ['a blocked default callback', { defaultCallback: 'https://evil.example/' }],
  ['another family of methods', { signatureMethods: ['RSA-SHA256'] }],
  ['methods of both families', { signatureMethods: ['HMAC-SHA1', 'RSA-SHA1'] }],
  ['an address that is none', { addressRanges: ['10.0.0.0/33'] }],
  ['an address in octal', { addressRanges: ['010.0.0.1'] }],
  ['half a second', { requestTokenLifetimeSeconds: 0.5 }],
  ['no time at all', { sessionLifetimeSeconds: 0 }],
])('refuses an update to %s, and changes nothing', async (_name, changes) => {
  const { provider } = await testProvider({ blockedCallbackHosts: ['Evil.example'] })
  const before = await provider.consumers.find(CONSUMER.key)
  await expect(provider.consumers.update(CONSUMER.key, changes)).rejects.toThrow(TypeError)
  expect(await provider.consumers.find(CONSUMER.key)).toEqual(before)
})

it('refuses an update of key, secret or status, and of unknown fields', async () => {
  const { provider } = await testProvider()
  for (const changes of [
    { key: 'x' },
    { status: 'canceled' },
    { secrets: [] },
    { revision: 7 },
    { callback: 'https://printer.example/cb' },
    { name: 'Printer', __proto__: { status: 'canceled' } },
  ]) {
    const update = provider.consumers.update(CONSUMER.key, changes)
    await expect(update).rejects.toThrow(TypeError)
    await expect(update).rejects.toThrow(/^consumers\.update: /)
  }
  expect(await provider.consumers.find(CONSUMER.key)).toMatchObject({
    key: CONSUMER.key,
    status: 'accepted',
  })
  expect(await provider.consumers.find('x')).toBeUndefined()
})

it('says that a consumer is unknown', async () => {
  const { provider } = await testProvider()
  const { consumers } = provider
  for (const call of [
    () => consumers.accept('unknown'),
    () => consumers.update('unknown', { name: 'x' }),
    () => consumers.rotate('unknown'),
  ]) {
    await expect(call()).rejects.toMatchObject({ code: 'consumer_key_unknown' })
  }
  expect(await consumers.remove('unknown')).toBe(false)
})

it('rotates a secret with an overlap in which both work', async () => {
  const app = await testProvider()
  const { provider, clock } = app
  const ask = async (secret: string) =>
    codeOf(
      await provider.requestToken(
        await neutral(
          { method: 'POST', url: '/oauth/request_token' },
          { consumer: { key: CONSUMER.key, secret } },
          { callback: 'oob', timestampSeconds: clock.nowSeconds },
        ),
      ),
    )
  const { secret = '' } = await provider.consumers.rotate(CONSUMER.key, { overlapSeconds: 100 })
  expect(secret).toMatch(/^[\w-]{42}$/)
  clock.nowSeconds += 100
  expect([await ask(CONSUMER.secret), await ask(secret)]).toEqual(['ok', 'ok'])
  clock.nowSeconds += 1
  expect([await ask(CONSUMER.secret), await ask(secret)]).toEqual(['signature_invalid', 'ok'])
  const chosen = await provider.consumers.rotate(CONSUMER.key, {
    secret: 'chosen',
    overlapSeconds: 0,
  })
  expect(chosen.secret).toBe('chosen')
  expect([await ask(secret), await ask('chosen')]).toEqual(['signature_invalid', 'ok'])
})

it('keeps of three secrets the two newest', async () => {
  const { provider } = await testProvider()
  const ask = async (secret: string) =>
    codeOf(
      await provider.requestToken(
        await neutral(
          { method: 'POST', url: '/oauth/request_token' },
          { consumer: { key: CONSUMER.key, secret } },
          { callback: 'oob' },
        ),
      ),
    )
  await provider.consumers.rotate(CONSUMER.key, { secret: 'second' })
  await provider.consumers.rotate(CONSUMER.key, { secret: 'third' })
  expect([await ask(CONSUMER.secret), await ask('second'), await ask('third')]).toEqual([
    'signature_invalid',
    'ok',
    'ok',
  ])
})

it('rotates a public key, and refuses other values', async () => {
  const { provider } = await testProvider()
  const [first, second] = [keyPair(2048), keyPair(2048)]
  const consumer = await provider.consumers.register({
    name: 'Jira',
    publicKeys: [first.publicKey],
  })
  const ask = async (privateKey: string) =>
    codeOf(
      await provider.requestToken(
        await neutral(
          { method: 'POST', url: '/oauth/request_token' },
          { consumer: { key: consumer.key, privateKey } },
          { callback: 'oob', signatureMethod: 'RSA-SHA256' },
        ),
      ),
    )
  const rotated = await provider.consumers.rotate(consumer.key, { publicKey: second.publicKey })
  expect(rotated.publicKeys).toEqual([second.publicKey, first.publicKey])
  expect(rotated.secret).toBeUndefined()
  expect([await ask(first.privateKey), await ask(second.privateKey)]).toEqual(['ok', 'ok'])
  for (const options of [
    {},
    { secret: 'x' },
    { publicKey: 'x' },
    { publicKey: keyPair(1024).publicKey },
    { publicKey: second.publicKey, overlapSeconds: -1 },
  ]) {
    await expect(provider.consumers.rotate(consumer.key, options)).rejects.toThrow(TypeError)
  }
  await expect(
    provider.consumers.rotate(CONSUMER.key, { publicKey: second.publicKey }),
  ).rejects.toThrow('signs with a secret')
  await expect(provider.consumers.rotate(CONSUMER.key, { secret: '' })).rejects.toThrow(TypeError)
})

it('removes a consumer and everything that was issued to it', async () => {
  const app = await testProvider()
  const token = await accessToken(app)
  expect(await app.provider.consumers.remove(CONSUMER.key)).toBe(true)
  expect(await app.provider.consumers.remove(CONSUMER.key)).toBe(false)
  const call = async () =>
    codeOf(await app.provider.authenticate(await neutral(RESOURCE, { consumer: CONSUMER, token })))
  expect(await call()).toBe('consumer_key_unknown')
  await app.provider.consumers.register({ ...CONSUMER, name: 'Printer again' })
  expect(await call()).toBe('token_rejected')
})

it('loses no change when several are made at the same moment', async () => {
  const { provider } = await testProvider()
  await Promise.all([
    provider.consumers.update(CONSUMER.key, { name: 'Renamed' }),
    provider.consumers.reject(CONSUMER.key),
    provider.consumers.update(CONSUMER.key, { description: 'Described' }),
    provider.consumers.rotate(CONSUMER.key),
  ])
  expect(await provider.consumers.find(CONSUMER.key)).toMatchObject({
    name: 'Renamed',
    status: 'rejected',
    description: 'Described',
  })
})

it('gives up if another process always comes first', async () => {
  const store = memoryStore()
  const { provider } = await testProvider({
    store: { ...store, replaceConsumer: async () => 'conflict' },
  })
  await expect(provider.consumers.reject(CONSUMER.key)).rejects.toMatchObject({
    code: 'service_unavailable',
  })
})

it.each([
  ['203.0.113.7', ['203.0.113.0/24'], 'ok'],
  ['203.0.113.7', ['198.51.100.1', '203.0.113.7'], 'ok'],
  ['::ffff:203.0.113.7', ['203.0.113.7'], 'ok'],
  ['2001:db8::1', ['2001:DB8::/32'], 'ok'],
  ['203.0.114.7', ['203.0.113.0/24'], 'consumer_key_rejected'],
  ['2001:db9::1', ['2001:db8::/32', '0.0.0.0/0'], 'consumer_key_rejected'],
  ['10.0.0.1', ['::/0'], 'consumer_key_rejected'],
  ['nonsense', ['0.0.0.0/0'], 'consumer_key_rejected'],
  [undefined, ['0.0.0.0/0', '::/0'], 'consumer_key_rejected'],
])('accepts requests from %s if %j is allowed: %s', async (address, addressRanges, code) => {
  const app = await testProvider()
  const token = await accessToken(app)
  await app.provider.consumers.update(CONSUMER.key, { addressRanges })
  const request = await neutral(RESOURCE, { consumer: CONSUMER, token })
  const result = await app.provider.authenticate({ ...request, peer: { address, secure: true } })
  expect(codeOf(result)).toBe(code)
})

it('gives tokens the lifetimes of their consumer', async () => {
  const app = await testProvider({ accessTokenLifetimeSeconds: 1000 })
  await app.provider.consumers.update(CONSUMER.key, {
    requestTokenLifetimeSeconds: 10,
    accessTokenLifetimeSeconds: 20,
  })
  const token = await requestToken(app)
  const verifier = await approve(app, token.key)
  app.clock.nowSeconds = START_SECONDS + 10
  const { response } = await exchange(app, token, { verifier })
  expect(response.body).toContain('oauth_expires_in=20')
  const late = await requestToken(app, { timestampSeconds: START_SECONDS + 1 })
  app.clock.nowSeconds += 11
  expect(
    codeOf(await app.provider.authorization.load({ tokenKey: late.key, userId: 'jane' })),
  ).toBe('token_expired')
})

function keyPair(modulusLength: number): {
  readonly publicKey: string
  readonly privateKey: string
} {
  return generateKeyPairSync('rsa', {
    modulusLength,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
}

it('can be rejected, canceled, accepted, changed and given a new secret, though its callback is one of those blocked since', async () => {
  const store = memoryStore()
  const before = await testProvider({ store })
  await before.provider.consumers.update(CONSUMER.key, { callbacks: ['https://evil.example/cb'] })
  const { consumers } = createProvider({
    store,
    findUser: (id) => ({ id }),
    blockedCallbackHosts: ['evil.example'],
  })
  expect((await consumers.reject(CONSUMER.key)).status).toBe('rejected')
  expect((await consumers.cancel(CONSUMER.key)).status).toBe('canceled')
  expect((await consumers.accept(CONSUMER.key)).status).toBe('accepted')
  expect((await consumers.rotate(CONSUMER.key)).secret).not.toBe(CONSUMER.secret)
  expect((await consumers.update(CONSUMER.key, { name: 'Evil' })).name).toBe('Evil')
  const callbacks = ['https://evil.example/cb']
  await expect(consumers.update(CONSUMER.key, { callbacks })).rejects.toThrow(TypeError)
  const defaultCallback = 'https://evil.example/default'
  await expect(consumers.update(CONSUMER.key, { defaultCallback })).rejects.toThrow(TypeError)
})

it('leads to no host that was blocked after its callback was registered', async () => {
  const store = memoryStore()
  const callbacks = [
    'https://evil.example/ready',
    'https://sub.evil.example/ready',
    'https://evil.example./ready',
  ]
  const before = await testProvider({ store })
  await before.provider.consumers.update(CONSUMER.key, {
    callbacks: [...callbacks, 'oob'],
    defaultCallback: callbacks[0],
  })
  const pending = await requestToken(before, { callback: callbacks[1] })
  const outOfBand = await requestToken(before, { callback: 'oob' })
  const app = createProvider({
    store,
    publicUrl: ORIGIN,
    findUser: (id) => ({ id }),
    blockedCallbackHosts: ['evil.example'],
    now: () => START_SECONDS * 1000,
  })
  for (const callback of callbacks) {
    const request = await neutral(
      { method: 'POST', url: '/oauth/request_token' },
      { consumer: CONSUMER },
      { callback },
    )
    expect(codeOf(await app.requestToken(request))).toBe('parameter_rejected')
  }
  for (const { key } of [pending, outOfBand]) {
    const input = { tokenKey: key, userId: 'jane' }
    const loaded = await app.authorization.load(input)
    expect(loaded.response.body).not.toContain('evil')
  }
})

it.each(
  // prettier-ignore
  [
    'Prin\u202eter', 'A\u2066b', 'a\u200fb', 'a\u200bb', 'a\nb', '\u3164', 'a\ufeff', 'a\u2069b',
    'Goo\u00adgle', 'Goo\u034fgle', 'a\u180eb', 'a\u{e0041}', 'a\u{e007f}', 'a\u200e', 'a\u061cb',
    'a\u2060b', 'a\u2064b', 'Printer\ufe0f', 'a\ufe00b', 'Goo\u200dgle', 'Goo\u200cgle', 'a\u2800b',
    '\u200d', 'می PDF\u200c', '\u200dPDF می', 'می\u200c\u200c', 'a\u200c\u0650b', 'á\u200db',
    'a\u{e0100}', 'a\ufffbb', 'a\u206fb', '🖨\u200d', '1\ufe0f', 'م\u034fن', 'a\u0304\u200cb',
    'a\u200c\u0304b', 'Goo\u200c\u02bcgle', '24\u200c7', 'П\u200cр', '中\u200c文', 'a\u200c\u202fb',
    '\u{1f3f4}\u{e0067}', '\u{1f3f4}\u{e007f}', '🖨\u{e0067}\u{e0062}\u{e0065}\u{e007f}',
    '\u{1f3f4}\u{e0041}\u{e0042}\u{e0043}\u{e007f}', `\u{1f3f4}${'\u{e0061}'.repeat(8)}\u{e007f}`,
    'か\u{e0100}', '葛\u{e0100}\u{e0101}', 'a\u180bb', 'ᠠ\u180b\u180b\u180b', '中\u200b文', 'م\u200bن',
  ],
)(
  'refuses a consumer whose name, description or website contains invisible characters: %j',
  async (name) => {
    const { provider } = await testProvider()
    const { consumers } = provider
    const website = `https://printer.example/${name}`
    await expect(consumers.register({ name })).rejects.toThrow('name must not contain')
    await expect(consumers.register({ name: 'x', description: `${name}\u202e` })).rejects.toThrow(
      'description must not contain',
    )
    await expect(consumers.register({ name: 'x', website })).rejects.toThrow(
      'website must not contain',
    )
    await expect(consumers.update(CONSUMER.key, { website })).rejects.toThrow('received U+')
  },
)

it.each(
  // prettier-ignore
  [
    'مدفسة', 'می\u200cخواهم', 'क्\u200dष', 'ශ්\u200dරී', '👩\u200d💻', '❤\ufe0f\u200d🔥',
    '1\ufe0f\u20e3', 'مدیریت PDF\u200cها', 'ارسال SMS\u200cهای من', 'پخش 24\u200cساعته',
    '«فیلم»\u200cها', 'کتابِ\u200cمن', 'سال ۱۴۰۲ ه\u200d.ش', 'خانه\u200c \u200cها', '٢٤\u200c/7',
    'ہـ\u200d', 'ܐܒ\u200cܓ', 'ߒ\u200dߞ', '𞤀\u200c𞤁', 'ഓണ്\u200dലൈന്\u200d പത്രം',
    'വാര്\u200dത്തകള്\u200d', 'छन्\u200c', 'ರಾಜ್\u200c', 'হঠাত্\u200d', 'ರ\u200d್ಕ', 'র\u200d্য',
    'র\u200d্\u200cয', 'ප්\u200dරි', 'ꦏ꧀\u200cꦏ', 'မြန်\u200cမာ',
    '\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f} Football',
    '\u{1f3f4}\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}',
    '\u{1f3f4}\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}', '🏴\u200d☠\ufe0f',
    '🏳\ufe0f\u200d🌈', '葛\u{e0100}飾区', '辻\u{e0101}', '神\ufe00', 'ᠮᠣᠩᠭᠣᠯ\u180b', 'ᠨ\u180eᠠ',
    'ᠭ\u180b\u180eᠠ', 'ᠠ\u180f', 'ᠪ\u200dᠠ', 'ភាសា\u200bខ្មែរ', 'ภาษา\u200bไทย', 'ພາສາ\u200bລາວ',
    'Fotos für Zoë', 'Ελληνικά', '한국어', '☎\ufe0e', '👩🏽\u200d🚀', 'Café', 'プリンター', 'Принтер',
    'שלום', 'Printer (2)',
  ],
)('takes a name as people write it: %s', async (name) => {
  const { provider } = await testProvider()
  const { consumers } = provider
  expect(await consumers.register({ name, description: `${name}\r\n\t${name}` })).toMatchObject({
    name,
  })
})

it.each([
  'https://bank.example@evil.example/',
  'https://a:b@printer.example/',
  'https://',
  'https://a b/',
  'https:\\\\printer.example',
  'https://printer.example\\@evil.example/',
  'ftp://printer.example/',
])('refuses a website that shows another host than it leads to: %s', async (website) => {
  const { provider } = await testProvider()
  await expect(provider.consumers.register({ name: 'x', website })).rejects.toThrow('website must')
})

it('has a callback with a scheme without a dot only if the provider allows that scheme', async () => {
  const store = memoryStore()
  const callback = 'myapp:/ready'
  const lenient = await testProvider({ store, nativeSchemes: ['MyApp'] })
  await lenient.provider.consumers.update(CONSUMER.key, { callbacks: [callback] })
  const { key } = await requestToken(lenient, { callback })
  const input = { tokenKey: key, userId: 'jane' }
  expect((await lenient.provider.authorization.load(input)).ok).toBe(true)

  const strict = createProvider({
    store,
    publicUrl: ORIGIN,
    findUser: (id) => ({ id }),
    now: () => START_SECONDS * 1000,
  })
  await expect(strict.consumers.register({ name: 'App', callbacks: [callback] })).rejects.toThrow(
    /received myapp; .* nativeSchemes/,
  )
  const request = await neutral(
    { method: 'POST', url: '/oauth/request_token' },
    { consumer: CONSUMER },
    { callback },
  )
  expect(codeOf(await strict.requestToken(request))).toBe('parameter_rejected')
  expect((await strict.authorization.load(input)).ok).toBe(false)
})

it.each([
  [
    'myapp://cb',
    'This callback is registered for the consumer, but its scheme myapp is not in the',
  ],
  [
    'https://evil.example/cb',
    'This callback is registered for the consumer, but its host is in the',
  ],
  ['other:/cb', 'This callback is not registered for the consumer.'],
  ['javascript:alert(1)', 'This callback is not registered for the consumer.'],
])(
  'distinguishes a forbidden callback from one that is not registered: %s',
  async (callback, advice) => {
    const store = memoryStore()
    const registered = await testProvider({ store, nativeSchemes: ['myapp', 'other'] })
    const { consumers } = registered.provider
    const callbacks = ['myapp://cb', 'https://evil.example/cb']
    await consumers.update(CONSUMER.key, { callbacks: [...callbacks, 'other:/cb'] })
    const isAsked = callback !== 'javascript:alert(1)'
    const { key } = await requestToken(registered, { callback: isAsked ? callback : 'other:/cb' })
    await consumers.update(CONSUMER.key, { callbacks })
    const events: ProviderEvent[] = []
    const app = createProvider({
      store,
      publicUrl: ORIGIN,
      findUser: (id) => ({ id }),
      blockedCallbackHosts: ['evil.example'],
      now: () => START_SECONDS * 1000,
      on: (event) => events.push(event),
    })
    const endpoint = { method: 'POST', url: '/oauth/request_token' } as const
    const request = await neutral(endpoint, { consumer: CONSUMER }, { callback })
    const { response } = await app.requestToken(request)
    const answered = new URLSearchParams(response.body).get('oauth_problem_advice')
    expect(answered).toContain(advice)
    const loaded = await app.authorization.load({ tokenKey: key, userId: 'jane' })
    expect(loaded.response.body).not.toContain('registered')
    expect(events).toMatchObject([
      { type: 'request_refused', problem: { code: 'parameter_rejected', advice: answered } },
      { type: 'request_refused', problem: { code: 'token_rejected', advice: answered } },
    ])
  },
)

it.each(['javascript', 'ms-word', 'https', 'myapp:', 'my app', ''])(
  'refuses a provider that allows the native scheme %j',
  (scheme) => {
    expect(() =>
      createProvider({ store: memoryStore(), findUser: () => undefined, nativeSchemes: [scheme] }),
    ).toThrow(/createProvider: nativeSchemes must/)
  },
)
