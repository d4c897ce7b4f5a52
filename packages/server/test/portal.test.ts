import { describe, expect, it } from 'vitest'

import { createProvider, memoryStore } from '../src/index.js'
import type { PortalOptions, ProviderEvent } from '../src/index.js'
import { headerOf } from './neutral-requests.js'
import type { TestUser } from './neutral-requests.js'
import { PORTAL, testPortal, titleOf } from './portal.js'

describe('the pages of the portal', () => {
  it('list only the applications of the developer', async () => {
    const { developer, provider } = await testPortal()
    expect((await developer()).body).toContain('You have not registered an application yet.')
    await provider.consumers.register({ name: 'Mine', ownerId: 'jane', status: 'pending' })
    await provider.consumers.register({ name: 'Hers', ownerId: 'bob' })
    const response = await developer()
    expect([response.status, titleOf(response)]).toEqual([200, 'My applications'])
    expect(response.body).toMatch(/<bdi>Mine<\/bdi><\/a> <span class="status">Waiting for review</)
    expect(response.body).not.toContain('Hers')
    expect(response.body).toContain('Signed in as <bdi>jane</bdi>')
  })

  it('list applications fifty to a page', async () => {
    const { developer, provider } = await testPortal()
    for (let count = 100; count < 151; count++) {
      await provider.consumers.register({ key: `k${count}`, name: `App ${count}`, ownerId: 'jane' })
    }
    const first = await developer()
    expect(first.body).toContain('App 149')
    expect(first.body).not.toContain('App 150')
    const next = /href="\/oauth\/developer(\?after=[^"]*)"/.exec(first.body)?.[1]
    const second = await developer({ query: next })
    expect(second.body).toContain('App 150')
    expect(second.body).not.toContain('Next page')
  })

  it('list for reviewers the applications that wait for a decision', async () => {
    const { reviewer, provider } = await testPortal()
    expect((await reviewer()).body).toContain('No application is waiting for review.')
    await provider.consumers.register({ name: 'New', ownerId: 'jane', status: 'pending' })
    await provider.consumers.register({ name: 'Old', ownerId: 'jane' })
    const response = await reviewer()
    expect([response.status, titleOf(response)]).toEqual([200, 'Applications to review'])
    expect(response.body).toContain('New')
    expect(response.body).not.toContain('Old')
  })

  it('link to each other only for users who may open them', async () => {
    const { developer } = await testPortal()
    const jane = (await developer()).body
    expect(jane).toContain('<a href="developer" aria-current="true">My applications</a>')
    expect(jane).toContain('<a href="applications">Connected applications</a>')
    expect(jane).not.toContain('href="admin"')
    expect((await developer({ userId: 'ann' })).body).toContain('<a href="admin">')
  })

  it('lead to the login, and back', async () => {
    const { developer } = await testPortal()
    const response = await developer({ userId: null, query: '?view=register' })
    expect([response.status, headerOf(response, 'Location')]).toEqual([
      302,
      '/login?next=%2Foauth%2Fdeveloper%3Fview%3Dregister',
    ])
    expect((await developer({ userId: null, form: {} })).status).toBe(403)
    expect((await developer({ userId: 'nobody' })).status).toBe(403)
  })

  it('are refused to users who may not open them', async () => {
    const events: ProviderEvent[] = []
    const { developer, reviewer } = await testPortal(
      { on: (event) => events.push(event) },
      { mayRegister: (user, userId) => user.id === 'bob' && userId === 'bob' },
    )
    for (const response of [await reviewer({ userId: 'jane' }), await developer()]) {
      expect([response.status, titleOf(response)]).toEqual([403, 'You cannot open this page'])
    }
    expect((await developer({ userId: 'bob' })).status).toBe(200)
    expect(events.filter(({ type }) => type === 'request_refused')).toMatchObject([
      { operation: 'portal', problem: { code: 'permission_denied' }, userId: 'jane' },
      { operation: 'portal', problem: { code: 'permission_denied' }, userId: 'jane' },
    ])
  })

  it.each([
    ['throws', () => Promise.reject(new Error('down')), 503],
    ['returns what is not true', () => 'yes' as unknown as boolean, 403],
  ])('are refused if the function that decides %s', async (_name, mayReview, status) => {
    const { reviewer } = await testPortal({}, { mayReview })
    expect((await reviewer()).status).toBe(status)
  })

  it('refuse views that they do not have, and methods other than GET, HEAD and POST', async () => {
    const { developer } = await testPortal()
    expect((await developer({ query: '?view=nothing' })).status).toBe(404)
    expect((await developer({ query: '?view=list&view=list' })).status).toBe(400)
    expect((await developer({ method: 'DELETE' })).status).toBe(405)
  })

  it('limit the changes of each user, and say when to try again', async () => {
    const { developer } = await testPortal()
    for (let count = 0; count < 60; count++) await developer({ form: {} })
    const response = await developer({ form: {} })
    expect([response.status, titleOf(response)]).toEqual([429, 'Too many changes'])
    expect(Number(headerOf(response, 'Retry-After'))).toBeGreaterThan(3000)
    expect((await developer()).status).toBe(200)
    expect((await developer({ form: {}, userId: 'ann' })).status).not.toBe(429)
  })

  it('do not count the forms that other sites send', async () => {
    const { developer } = await testPortal()
    const headers = [['Origin', 'https://evil.example']] as const
    const statuses = new Set<number>()
    for (let count = 0; count < 61; count++) {
      statuses.add((await developer({ form: {}, headers })).status)
    }
    expect([...statuses]).toEqual([403])
    expect((await developer({ form: {} })).status).toBe(200)
  })

  it('load nothing but their style, and can be framed nowhere', async () => {
    const { developer } = await testPortal()
    const response = await developer()
    const policy = headerOf(response, 'Content-Security-Policy')
    expect(policy).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'$/,
    )
    expect(response.body).not.toMatch(/<script|style="| on\w+="/)
    expect(headerOf(response, 'Cache-Control')).toBe('no-store')
  })

  it('have words of the application’s own', async () => {
    const { developer } = await testPortal({}, { words: { developerTitle: 'Your apps' } })
    expect(titleOf(await developer())).toBe('Your apps')
    const byLanguage = await testPortal(
      {},
      { words: ({ acceptLanguage }) => ({ developerTitle: acceptLanguage }) },
    )
    const headers = [['Accept-Language', 'tlh']] as const
    expect(titleOf(await byLanguage.developer({ headers }))).toBe('tlh')
    const wrong = await testPortal({}, { words: { unknown: 'x' } as object })
    await expect(wrong.developer()).rejects.toThrow(/portal\.words/)
  })

  it('do not exist without the option', () => {
    const provider = createProvider({ store: memoryStore(), findUser: (id) => id })
    expect(provider.portal).toBeUndefined()
  })

  it('cannot be created with PLAINTEXT only, unless the option names it', () => {
    const create = (portal: Partial<PortalOptions<TestUser>>) => () =>
      createProvider<TestUser>({
        store: memoryStore(),
        findUser: (id) => ({ id }),
        signatureMethods: ['PLAINTEXT'],
        portal: { ...PORTAL, ...portal },
      })
    expect(create({})).toThrow(/portal\.signatureMethods must be \['PLAINTEXT'\]/)
    expect(create({ signatureMethods: ['PLAINTEXT'] })).not.toThrow()
  })

  it.each<[string, Readonly<Record<string, unknown>>, RegExp]>([
    ['a short key', { csrfKey: 'short' }, /portal\.csrfKey must be a key of at least 32 bytes/],
    ['short bytes', { csrfKey: new Uint8Array(31) }, /portal\.csrfKey must be a key/],
    ['no function', { mayReview: true }, /portal\.mayReview must be a function/],
    [
      'an unknown method',
      { signatureMethods: ['HMAC-MD5'] },
      /must be among those of the provider/,
    ],
    ['no method', { signatureMethods: [] }, /at least one method/],
    ['an unknown option', { mayRegsiter: true }, /mayRegsiter.*mayRegister/],
  ])('cannot be created with %s', (_name, portal, message) => {
    const create = () =>
      createProvider<TestUser>({
        store: memoryStore(),
        findUser: (id) => ({ id }),
        portal: { ...PORTAL, ...portal },
      })
    expect(create).toThrow(TypeError)
    expect(create).toThrow(message)
  })
})
