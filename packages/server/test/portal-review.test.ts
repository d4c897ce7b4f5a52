import { describe, expect, it } from 'vitest'

import type { ProviderEvent, ProviderResponse } from '../src/index.js'
import { accessToken, codeOf, CONSUMER, headerOf, neutral } from './neutral-requests.js'
import { hiddenFields, testPortal, titleOf } from './portal.js'
import type { TestPortal } from './portal.js'

const KEY = 'camera'
const QUERY = `?application=${KEY}`
const CAMERA = { key: KEY, name: 'Camera', ownerId: 'jane', status: 'pending' } as const

/** A portal with an application of jane that waits for a decision. */
async function createReview(...options: Parameters<typeof testPortal>): Promise<TestPortal> {
  const app = await testPortal(...options)
  await app.provider.consumers.register(CAMERA)
  return app
}

/** Sends the form of a decision from the page of the application. */
async function decide(
  { reviewer }: TestPortal,
  decision: string,
  form: Readonly<Record<string, string>> = {},
  page?: ProviderResponse,
): Promise<ProviderResponse> {
  const view = `view=${decision}&amp;application`
  const fields = hiddenFields(page ?? (await reviewer({ query: QUERY })), view)
  return reviewer({ query: `?view=${decision}&application=${KEY}`, form: { ...fields, ...form } })
}

async function findStatus({ provider }: TestPortal, key: string = KEY): Promise<unknown> {
  return (await provider.consumers.find(key))?.status
}

describe('the queue', () => {
  it('lists the oldest applications first, fifty to a page', async () => {
    const { provider, reviewer, clock } = await testPortal()
    for (let count = 51; count > 0; count--) {
      const key = `k${String(count).padStart(2, '0')}`
      await provider.consumers.register({ key, name: `App ${key}`, status: 'pending' })
      clock.nowSeconds += 1
    }
    const { body } = await reviewer()
    expect(body.indexOf('App k51')).toBeLessThan(body.indexOf('App k50'))
    expect(body).not.toContain('App k01')
    const next = /href="\/oauth\/admin(\?page=2)"/.exec(body)?.[1]
    const second = await reviewer({ query: next })
    expect(second.body).toContain('App k01')
    expect(second.body).not.toContain('Next page')
    expect((await reviewer({ query: '?page=x' })).body).toContain('App k51')
  })

  it('leads to every application, even if one developer proposes more than a thousand', async () => {
    const { provider, reviewer } = await testPortal()
    for (let count = 0; count < 1000; count++) {
      await provider.consumers.register({ key: `a${count}`, name: 'Spam', status: 'pending' })
    }
    await provider.consumers.register({ key: 'z', name: 'Honest', status: 'pending' })
    const first = await reviewer()
    expect(first.body).not.toContain('Honest')
    const further = /href="\/oauth\/admin(\?after=[^"&]*)"/.exec(first.body)?.[1]
    const second = await reviewer({ query: further })
    expect(second.body).toContain('Honest')
    expect(second.body).not.toContain('?after=')
  })
})

describe('the page of an application', () => {
  it('shows everything but secrets', async () => {
    const app = await createReview()
    const { secret = '' } = await app.provider.consumers.register({
      key: 'k',
      name: 'Lens',
      ownerId: 'jane',
      callbacks: ['https://lens.example/ready'],
      scopes: ['photos'],
      allowXauth: true,
      addressRanges: ['192.0.2.0/24'],
      accessTokenLifetimeSeconds: 60,
    })
    const { body, status } = await app.reviewer({ query: '?application=k' })
    expect(status).toBe(200)
    for (const shown of [
      'Lens',
      'jane',
      'https://lens.example/ready',
      'See your photos',
      'xAuth',
      '192.0.2.0/24',
      'Lifetime of access tokens in seconds: 60',
    ]) {
      expect(body).toContain(shown)
    }
    expect(body).not.toContain(secret)
  })

  it('is not found for an unknown application', async () => {
    const { reviewer } = await createReview()
    for (const view of ['', '&view=accept', '&view=flags', '&view=grants', '&view=log']) {
      const response = await reviewer({ query: `?application=unknown${view}` })
      expect([response.status, titleOf(response)]).toEqual([404, 'Application not found'])
    }
  })

  it('warns of a name that resembles the application of somebody else', async () => {
    const { provider, reviewer } = await createReview()
    await provider.consumers.register({ key: 'mine', name: 'C A M E R A', ownerId: 'jane' })
    expect((await reviewer({ query: QUERY })).body).not.toContain('The name resembles')
    await provider.consumers.register({ key: 'other', name: 'Саmеrа', ownerId: 'bob' })
    const { body } = await reviewer({ query: QUERY })
    expect(body).toContain('The name resembles')
    expect(body).toContain('href="/oauth/admin?application=other"')
    expect(body).not.toContain('application=mine')
  })

  it('shows names, reasons and ids as text', async () => {
    const { provider, reviewer } = await testPortal()
    const ownerId = '<script>alert(1)</script>'
    await provider.consumers.register({ ...CAMERA, name: '<b>Camera</b>', ownerId })
    await provider.consumers.reject(KEY, { actorId: '"><img src=x>', reason: '<i>\u202eno</i>' })
    for (const query of ['?view=search', QUERY, `${QUERY}&view=log`, `${QUERY}&view=grants`]) {
      const { body } = await reviewer({ query })
      expect(body).not.toMatch(/<script|<b>|<i>|<img src=x|\u202e/)
    }
  })
})

describe('a decision', () => {
  it('accepts an application, with an event and an entry in the audit log', async () => {
    const events: ProviderEvent[] = []
    const app = await createReview({ on: (event) => events.push(event) })
    const response = await decide(app, 'accept')
    expect([response.status, headerOf(response, 'Location')]).toEqual([303, `/oauth/admin${QUERY}`])
    expect(await findStatus(app)).toBe('accepted')
    expect(events.at(-1)).toMatchObject({ type: 'consumer_accepted', actorId: 'ann' })
    const { entries } = await app.provider.consumers.listAuditEntries(KEY)
    expect(entries[0]).toMatchObject({ action: 'accepted', actorId: 'ann' })
  })

  it('rejects an application only with a reason, which the developer sees', async () => {
    const app = await createReview()
    const refused = await decide(app, 'reject', { reason: '  ' })
    expect(refused.status).toBe(422)
    expect(refused.body).toContain('aria-invalid="true"')
    const long = await decide(app, 'reject', { reason: 'x'.repeat(2001) })
    expect(long.status).toBe(422)
    expect(await findStatus(app)).toBe('pending')
    expect((await decide(app, 'reject', { reason: 'Which site?' })).status).toBe(303)
    expect(await app.provider.consumers.find(KEY)).toMatchObject({
      status: 'rejected',
      statusReason: 'Which site?',
    })
  })

  it('cancels an application, whose tokens stop working at once', async () => {
    const app = await testPortal()
    const token = await accessToken(app)
    const fields = hiddenFields(
      await app.reviewer({ query: `?application=${CONSUMER.key}` }),
      'view=cancel',
    )
    const query = `?view=cancel&application=${CONSUMER.key}`
    expect((await app.reviewer({ query, form: fields })).status).toBe(303)
    const request = await neutral({ method: 'GET', url: '/' }, { consumer: CONSUMER, token })
    expect(codeOf(await app.provider.authenticate(request))).toBe('consumer_key_rejected')
  })

  it('of two reviewers at once, only the first one counts', async () => {
    const app = await createReview()
    const page = await app.reviewer({ query: QUERY })
    expect((await decide(app, 'accept', {}, page)).status).toBe(303)
    const late = await decide(app, 'reject', { reason: 'No' }, page)
    expect([late.status, titleOf(late)]).toEqual([409, 'Changed in the meantime'])
    expect(await findStatus(app)).toBe('accepted')
  })

  it('is not about what the developer has changed after the reviewer looked', async () => {
    const app = await createReview()
    const page = await app.reviewer({ query: QUERY })
    await app.provider.consumers.update(KEY, { name: 'Bank' })
    expect((await decide(app, 'accept', {}, page)).status).toBe(409)
    expect(await findStatus(app)).toBe('pending')
  })

  it('needs the form of this reviewer, decision and application', async () => {
    const app = await createReview()
    await app.provider.consumers.register({ ...CAMERA, key: 'other' })
    const page = await app.reviewer({ query: QUERY })
    const accept = hiddenFields(page, 'view=accept')
    const send = async (query: string, form: Readonly<Record<string, string>>, headers = {}) =>
      (await app.reviewer({ query, form, ...headers })).status
    const { csrf = '', ...fields } = accept
    expect(await send(`?view=accept&application=${KEY}`, fields)).toBe(403)
    expect(await send(`?view=accept&application=${KEY}`, { ...fields, csrf: `${csrf}x` })).toBe(403)
    expect(await send('?view=accept&application=other', accept)).toBe(403)
    expect(await send(`?view=cancel&application=${KEY}`, accept)).toBe(403)
    const foreign = { headers: [['Origin', 'https://evil.example']] }
    expect(await send(`?view=accept&application=${KEY}`, accept, foreign)).toBe(403)
    const jane = await app.reviewer({
      query: `?view=accept&application=${KEY}`,
      form: accept,
      userId: 'jane',
    })
    expect(jane.status).toBe(403)
    expect((await app.reviewer({ query: `?view=accept&application=${KEY}` })).status).toBe(200)
    expect(await findStatus(app)).toBe('pending')
  })

  it('about an application of the reviewer needs another one, unless the owner allows it', async () => {
    for (const [allowSelfReview, status] of [
      [false, 403],
      [true, 303],
    ] as const) {
      const app = await testPortal({}, { allowSelfReview })
      await app.provider.consumers.register({ ...CAMERA, ownerId: 'bob' })
      const page = await app.reviewer({ query: QUERY })
      // The application becomes ann's after her page was loaded.
      const consumer = await app.provider.consumers.find(KEY)
      expect(consumer?.ownerId).toBe('bob')
      await app.provider.consumers.update(KEY, { ownerId: 'ann' })
      const fields = { ...hiddenFields(page, 'view=accept'), revision: '1' }
      const response = await app.reviewer({
        query: `?view=accept&application=${KEY}`,
        form: fields,
      })
      expect(response.status).toBe(status)
      const own = await app.reviewer({ query: QUERY })
      expect(own.body.includes('This is your own application.')).toBe(!allowSelfReview)
      const flags = await app.reviewer({ query: `?view=flags&application=${KEY}` })
      expect(flags.status).toBe(allowSelfReview ? 200 : 403)
    }
  })
})

describe('the settings of an application', () => {
  const query = `?view=flags&application=${KEY}`

  it('are changed by reviewers', async () => {
    const { provider, reviewer } = await createReview()
    const page = await reviewer({ query })
    const form = {
      ...hiddenFields(page),
      allowXauth: 'true',
      requireBodyHash: 'true',
      addressRanges: '192.0.2.7\r\n\r\n2001:db8::/32',
      accessTokenLifetimeSeconds: '3600',
      // Not fields of this form.
      status: 'accepted',
      ownerId: 'ann',
      name: 'Bank',
    }
    expect((await reviewer({ query, form })).status).toBe(303)
    expect(await provider.consumers.find(KEY)).toMatchObject({
      ...CAMERA,
      allowXauth: true,
      allowTwoLegged: false,
      requireBodyHash: true,
      addressRanges: ['192.0.2.7', '2001:db8::/32'],
      accessTokenLifetimeSeconds: 3600,
    })
    const { body } = await reviewer({ query })
    expect(body).toContain('value="3600"')
    const reset = { ...hiddenFields({ ...page, body }), accessTokenLifetimeSeconds: '' }
    expect((await reviewer({ query, form: reset })).status).toBe(303)
    const consumer = await provider.consumers.find(KEY)
    expect(consumer).toMatchObject({ allowXauth: false, addressRanges: [] })
    expect(consumer?.accessTokenLifetimeSeconds).toBeUndefined()
  })

  it.each([
    ['addressRanges', '300.1.1.1', 'is not an IP address'],
    ['accessTokenLifetimeSeconds', '-1', 'Enter a number of seconds'],
    ['sessionLifetimeSeconds', '1.5', 'Enter a number of seconds'],
    ['requestTokenLifetimeSeconds', '0', 'Enter a number of seconds'],
  ])('explain what is wrong with %s %s', async (name, value, problem) => {
    const { reviewer } = await createReview()
    const form = { ...hiddenFields(await reviewer({ query })), [name]: value }
    const response = await reviewer({ query, form })
    expect(response.status).toBe(422)
    expect(response.body).toContain(problem)
    expect(response.body).toContain(value)
  })

  it('cannot require a body hash if a signature method signs no body', async () => {
    const { provider, reviewer } = await testPortal({
      signatureMethods: ['HMAC-SHA1', 'PLAINTEXT'],
    })
    await provider.consumers.register({ ...CAMERA, signatureMethods: ['HMAC-SHA1', 'PLAINTEXT'] })
    const form = { ...hiddenFields(await reviewer({ query })), requireBodyHash: 'true' }
    expect((await reviewer({ query, form })).body).toContain('does not sign the body')
  })

  it('are not overwritten by a reviewer who looked earlier', async () => {
    const { provider, reviewer } = await createReview()
    const form = hiddenFields(await reviewer({ query }))
    await provider.consumers.update(KEY, { allowXauth: true })
    expect((await reviewer({ query, form })).status).toBe(409)
    expect(await provider.consumers.find(KEY)).toMatchObject({ allowXauth: true })
  })
})

describe('grants', () => {
  it.each([
    ['of an application', `?view=grants&application=${CONSUMER.key}`, 'jane'],
    ['of a user', '?view=user&user=jane', 'Printer'],
  ])('%s are listed, and revoked one by one', async (_name, query, shown) => {
    const events: ProviderEvent[] = []
    const app = await testPortal({ on: (event) => events.push(event) })
    const token = await accessToken(app, { query: '?scope=photos' })
    await app.provider.tokens.issue({ consumerKey: CONSUMER.key, userId: 'jane' })
    const page = await app.reviewer({ query })
    expect(page.body).toContain(shown)
    const fields = hiddenFields(page, `value="${token.key}"`)
    const response = await app.reviewer({ query, form: fields })
    expect(response.status).toBe(303)
    const revoked = { type: 'tokens_revoked', revokedBy: 'owner', actorId: 'ann', count: 1 }
    expect(events.at(-1)).toMatchObject(revoked)
    const request = await neutral({ method: 'GET', url: '/' }, { consumer: CONSUMER, token })
    expect(codeOf(await app.provider.authenticate(request))).toBe('token_revoked')
    expect((await app.provider.tokens.list({ userId: 'jane' })).tokens).toHaveLength(1)
  })

  it.each([
    ['of an application', `?view=grants&application=${CONSUMER.key}`, ['elsewhere']],
    ['of a user', '?view=user&user=jane', []],
  ])('%s are revoked together', async (_name, query, left) => {
    const { provider, reviewer } = await testPortal()
    await provider.consumers.register({ key: 'elsewhere', name: 'Elsewhere' })
    for (const consumerKey of [CONSUMER.key, CONSUMER.key, 'elsewhere']) {
      await provider.tokens.issue({ consumerKey, userId: 'jane' })
    }
    const form = hiddenFields(await reviewer({ query }), 'revoke=all')
    expect((await reviewer({ query: `${query}&revoke=all`, form })).status).toBe(303)
    const { tokens } = await provider.tokens.list({ userId: 'jane' })
    expect(tokens.map(({ consumer }) => consumer.key)).toEqual(left)
    expect((await reviewer({ query })).body.includes('There are no grants.')).toBe(
      !left.includes(CONSUMER.key),
    )
  })

  it('are not revoked by the form of another token or user', async () => {
    const { provider, reviewer } = await testPortal()
    const jane = await provider.tokens.issue({ consumerKey: CONSUMER.key, userId: 'jane' })
    const bob = await provider.tokens.issue({ consumerKey: CONSUMER.key, userId: 'bob' })
    const page = await reviewer({ query: '?view=user&user=jane' })
    const one = { ...hiddenFields(page, `value="${jane.key}"`), token: bob.key }
    expect((await reviewer({ query: '?view=user&user=jane', form: one })).status).toBe(403)
    const all = hiddenFields(page, 'revoke=all')
    const query = '?view=user&user=bob&revoke=all'
    expect((await reviewer({ query, form: all })).status).toBe(403)
    expect((await provider.tokens.list()).tokens).toHaveLength(2)
    expect((await reviewer({ query: '?view=user&user=' })).status).toBe(404)
  })

  it('are listed fifty to a page', async () => {
    const { provider, reviewer } = await testPortal()
    for (let count = 0; count < 51; count++) {
      await provider.tokens.issue({ consumerKey: CONSUMER.key, userId: `user ${count}` })
    }
    const { body } = await reviewer({ query: `?view=grants&application=${CONSUMER.key}` })
    const next = /href="\/oauth\/admin(\?[^"]*after=[^"]*)"/
      .exec(body)?.[1]
      ?.replaceAll('&amp;', '&')
    const second = await reviewer({ query: next })
    expect(second.body.match(/<section>\n<h2>/g)).toHaveLength(1)
  })
})

it('the audit log shows who changed what, when and why', async () => {
  const app = await createReview()
  await decide(app, 'reject', { reason: 'Which site?' })
  const { body } = await app.reviewer({ query: `?view=log&application=${KEY}` })
  const text = body.replaceAll(/<[^>]*>/g, ' ')
  expect(text).toMatch(/Rejected · .*Changed by\s+ann .*Reason\s+Which site\?/s)
  expect(text).toMatch(/status\s+&quot;pending&quot;\s+&quot;rejected&quot;/)
  expect(text).toMatch(/Submitted for review · .* 08:00:00 UTC.*A program or the command line/s)
})

it('the audit log can be read after the application was removed', async () => {
  const app = await createReview()
  const query = `?view=log&application=${KEY}`
  await app.provider.consumers.remove(KEY, { actorId: 'bob', reason: 'Abuse' })
  const response = await app.reviewer({ query })
  expect(titleOf(response)).toBe('Audit log: camera')
  expect(response.body).toContain('Abuse')
  for (const key of ['', 'unknown']) {
    expect((await app.reviewer({ query: `?view=log&application=${key}` })).status).toBe(404)
  }
})

describe('the search', () => {
  it.each([
    ['a part of the name', 'AMER', ['Camera']],
    ['a key', CONSUMER.key, ['Printer']],
    ['an owner', 'jane', ['Camera']],
    ['nothing', '', ['Camera', 'Printer']],
    ['what is unknown', 'nothing', []],
    ['a pattern', '%', []],
  ])('finds %s', async (_name, query, names) => {
    const { reviewer } = await createReview()
    const { body } = await reviewer({ query: `?view=search&query=${encodeURIComponent(query)}` })
    const found = [...body.matchAll(/<li><span><a [^>]*><bdi>(.*?)<\/bdi>/g)].map(
      ([, name]) => name,
    )
    expect(found.sort()).toEqual(names)
  })

  it('continues after the part that it has read', async () => {
    const { provider, reviewer } = await testPortal()
    for (let count = 100; count < 160; count++) {
      await provider.consumers.register({ key: `k${count}`, name: `App ${count}` })
    }
    const { body } = await reviewer({ query: '?view=search&query=App' })
    expect(body).toContain('App 149')
    expect(body).not.toContain('App 150')
    const next = /href="\/oauth\/admin(\?[^"]*after=[^"]*)"/
      .exec(body)?.[1]
      ?.replaceAll('&amp;', '&')
    const second = await reviewer({ query: next })
    expect(second.body).toContain('App 150')
    expect(second.body).not.toContain('Search further')
  })
})
