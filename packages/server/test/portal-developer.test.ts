import { generateKeyPairSync } from 'node:crypto'

import { describe, expect, it } from 'vitest'

import { memoryStore } from '../src/index.js'
import type { ProviderEvent, RegisterConsumerOptions } from '../src/index.js'
import { codeOf, headerOf, neutral } from './neutral-requests.js'
import { hiddenFields, testPortal, titleOf } from './portal.js'
import type { PortalTestRequest, TestPortal } from './portal.js'

const FIELDS = {
  name: 'Photo Printer',
  description: '',
  website: '',
  iconUrl: '',
  callbacks: 'https://prints.example/ready',
  scope: ['photos', 'albums'],
}

async function withApplication(
  options: Partial<RegisterConsumerOptions> = {},
  ...provider: Parameters<typeof testPortal>
) {
  const portal = await testPortal(...provider)
  await portal.provider.consumers.register({
    key: 'prints',
    secret: 'old-secret',
    name: 'Photo Printer',
    callbacks: ['https://prints.example/ready'],
    ownerId: 'jane',
    ...options,
  })
  const view = (name: string) => `?application=prints&view=${name}`
  const find = async () => portal.provider.consumers.find('prints')
  return { ...portal, view, find }
}

/** Opens a page and posts its form with some fields. */
async function send(
  { developer }: Pick<TestPortal, 'developer'>,
  query: string,
  fields: PortalTestRequest['form'] = {},
) {
  const hidden = hiddenFields(await developer({ query }))
  return developer({ query, form: { ...hidden, ...fields } })
}

describe('the page of an application', () => {
  it('shows its status with the reason, and what its developer said', async () => {
    const app = await withApplication({
      status: 'pending',
      description: 'Prints <photos>',
      website: 'https://prints.example/',
      iconUrl: 'https://prints.example/icon.png',
      scopes: ['photos'],
    })
    await app.provider.consumers.reject('prints', {
      actorId: 'ann',
      reason: 'No <b>privacy</b> policy',
    })
    const response = await app.developer({ query: '?application=prints' })
    expect([response.status, titleOf(response)]).toEqual([200, 'Photo Printer'])
    for (const text of [
      '<span class="status">Rejected</span>',
      'Reason: <bdi>No &lt;b&gt;privacy&lt;/b&gt; policy</bdi>',
      'Change your application and submit it again.',
      'Prints &lt;photos&gt;',
      '<bdi dir="ltr">https://prints.example/ready</bdi>',
      'See your photos',
      'January 15, 2027',
    ]) {
      expect(response.body).toContain(text)
    }
    expect(response.body).not.toMatch(/See your albums|old-secret/)
    expect(headerOf(response, 'Content-Security-Policy')).toContain(
      'img-src https://prints.example/icon.png',
    )
  })

  it.each(['application', 'edit', 'rotate', 'withdraw', 'usage', 'tokens', 'console'])(
    'has for another developer’s application the same response as for none: %s',
    async (view) => {
      const app = await withApplication({ ownerId: 'bob' })
      const others = await app.developer({ query: app.view(view) })
      const none = await app.developer({ query: `?application=none&view=${view}` })
      expect([others.status, titleOf(others)]).toEqual([404, 'Application not found'])
      expect(none).toEqual(others)
      const posted = await app.developer({ query: app.view(view), form: {} })
      expect([403, 404]).toContain(posted.status)
      expect((await app.find())?.status).toBe('accepted')
    },
  )
})

describe('the page that edits an application', () => {
  it('saves a description and a website at once', async () => {
    const app = await withApplication()
    const form = await app.developer({ query: app.view('edit') })
    expect(form.body).toContain('a reviewer must accept the application again')
    expect(form.body).not.toContain('name="family"')
    const response = await send(app, app.view('edit'), {
      ...FIELDS,
      description: 'In color',
      website: 'https://prints.example',
    })
    expect([response.status, headerOf(response, 'Location')]).toEqual([
      303,
      '/oauth/developer?application=prints',
    ])
    expect(await app.find()).toMatchObject({
      status: 'accepted',
      description: 'In color',
      website: 'https://prints.example',
    })
    expect(await app.find()).not.toHaveProperty('scopes')
  })

  it.each([
    ['in another order', ['albums', 'photos'], {}],
    ['that the provider no longer has', ['photos', 'videos'], { scope: ['photos'] }],
  ])('keeps an application accepted that has scopes %s', async (_name, scopes, fields) => {
    const store = memoryStore()
    const app = await withApplication({}, { store })
    const record = await store.findConsumer('prints')
    if (record === undefined) throw new Error('There is no application')
    await store.replaceConsumer({ ...record, revision: record.revision + 1, scopes })
    await send(app, app.view('edit'), { ...FIELDS, ...fields, description: 'In color' })
    expect(await app.find()).toMatchObject({ status: 'accepted', description: 'In color', scopes })
  })

  it.each([
    ['name', { name: 'Printer 2' }],
    ['iconUrl', { iconUrl: 'https://prints.example/i.png' }],
    ['callbacks', { callbacks: 'oob' }],
    ['scopes', { scope: ['photos'] }],
    ['allowTwoLegged', { allowTwoLegged: 'true' }],
  ])('proposes an accepted application again if its %s changes', async (field, change) => {
    const events: ProviderEvent[] = []
    const app = await withApplication({}, { on: (event) => events.push(event) })
    await send(app, app.view('edit'), { ...FIELDS, ...change })
    expect((await app.find())?.status).toBe('pending')
    const { entries } = await app.provider.consumers.listAuditEntries('prints')
    expect(entries[0]).toMatchObject({ actorId: 'jane' })
    expect(entries[0]?.changes.map((each) => each.field)).toContain(field)
    expect(events.at(-1)).toMatchObject({ consumerKey: 'prints', actorId: 'jane' })
  })

  it('proposes a rejected application again, without the reason', async () => {
    const app = await withApplication({ status: 'pending' })
    await app.provider.consumers.reject('prints', { reason: 'No' })
    await send(app, app.view('edit'), FIELDS)
    expect(await app.find()).toMatchObject({ status: 'pending' })
    expect((await app.find())?.statusReason).toBeUndefined()
  })

  it('sets nothing that reviewers decide about', async () => {
    const app = await withApplication({ status: 'pending' })
    const extra = { status: 'accepted', allowXauth: 'true', ownerId: 'bob', family: 'rsa' }
    await send(app, app.view('edit'), { ...FIELDS, ...extra })
    expect(await app.find()).toMatchObject({
      status: 'pending',
      allowXauth: false,
      ownerId: 'jane',
      publicKeys: [],
    })
  })

  it('overwrites nothing that was changed in the meantime', async () => {
    const app = await withApplication()
    const form = hiddenFields(await app.developer({ query: app.view('edit') }))
    await app.provider.consumers.update('prints', { allowXauth: true })
    const response = await app.developer({
      query: app.view('edit'),
      form: { ...form, ...FIELDS, name: 'Other' },
    })
    expect([response.status, titleOf(response)]).toEqual([409, 'Changed in the meantime'])
    expect((await app.find())?.name).toBe('Photo Printer')
  })

  it('explains the problems, and saves nothing', async () => {
    const app = await withApplication()
    const response = await send(app, app.view('edit'), { ...FIELDS, callbacks: 'http' })
    expect(response.status).toBe(422)
    expect(response.body).toContain('id="callbacks-problem"')
    expect((await app.find())?.callbacks).toEqual(['https://prints.example/ready'])
  })
})

describe('the page that rotates credentials', () => {
  const call = async (app: TestPortal, secret: string) => {
    const consumer = { key: 'prints', secret }
    const request = await neutral({ method: 'GET', url: '/x' }, { consumer })
    return codeOf(await app.provider.authenticate(request, { allowTwoLegged: true }))
  }
  const secretOf = (body: string) => /secret<\/dt>\s*<dd><code[^>]*>([^<]*)</.exec(body)?.[1] ?? ''

  it('shows a new secret once, and keeps the old one for a while', async () => {
    const app = await withApplication({ allowTwoLegged: true })
    const query = app.view('rotate')
    const form = { ...hiddenFields(await app.developer({ query })), overlap: '3600' }
    const response = await app.developer({ query, form })
    expect([response.status, titleOf(response)]).toEqual([200, 'New credentials'])
    expect(response.body).toContain('The old ones stay valid for 1 hour.')
    const secret = secretOf(response.body)
    expect(await call(app, secret)).toBe('ok')
    expect(await call(app, 'old-secret')).toBe('ok')
    const again = await app.developer({ query, form })
    expect([again.status, titleOf(again)]).toEqual([409, 'Changed in the meantime'])
    expect(again.body).not.toContain(secret)
    expect(await call(app, secret)).toBe('ok')
    const { entries } = await app.provider.consumers.listAuditEntries('prints')
    expect(entries[0]).toMatchObject({ action: 'rotated', actorId: 'jane' })
    expect(JSON.stringify(entries)).not.toContain(secret)
  })

  it.each(['', '-1', '1e99', '0x0'])(
    'keeps the old secret for a day without a choice: %j',
    async (overlap) => {
      const store = memoryStore()
      const app = await withApplication({}, { store })
      await send(app, app.view('rotate'), { overlap })
      expect((await store.findConsumer('prints'))?.secrets[1]).toEqual({
        value: 'old-secret',
        expiresAtSeconds: app.clock.nowSeconds + 86_400,
      })
    },
  )

  it('ends the old secret at once if the developer wants that', async () => {
    const app = await withApplication({ allowTwoLegged: true })
    const response = await send(app, app.view('rotate'), { overlap: '0' })
    expect(response.body).toContain('The old ones are not valid any more.')
    expect(await call(app, 'old-secret')).toBe('signature_invalid')
  })

  it('takes a new public key of an application that signs with RSA', async () => {
    const newPem = () =>
      generateKeyPairSync('rsa', { modulusLength: 2048 })
        .publicKey.export({ type: 'spki', format: 'pem' })
        .toString()
    const app = await withApplication({ secret: undefined, publicKeys: [newPem()] })
    const wrong = await send(app, app.view('rotate'), { publicKey: 'no key' })
    expect(wrong.status).toBe(422)
    expect(wrong.body).toContain('id="publicKey-problem"')
    const pem = newPem()
    const response = await send(app, app.view('rotate'), { publicKey: pem, overlap: '86400' })
    expect(response.status).toBe(200)
    expect(response.body).not.toContain('Consumer secret')
    const keys = (await app.find())?.publicKeys
    expect([keys?.length, keys?.[0]?.trim()]).toEqual([2, pem.trim()])
  })

  it('asks users to confirm who they are', async () => {
    const app = await withApplication({}, {}, { confirmUser: () => '/confirm' })
    for (const view of ['rotate', 'withdraw']) {
      const response = await app.developer({ query: app.view(view) })
      expect([response.status, headerOf(response, 'Location')]).toEqual([302, '/confirm'])
      const posted = await app.developer({ query: app.view(view), form: {} })
      expect([posted.status, titleOf(posted)]).toEqual([403, 'Confirm that it is you'])
    }
  })
})

describe('the page that withdraws an application', () => {
  it('cancels it, with immediate effect', async () => {
    const app = await withApplication()
    const page = await app.developer({ query: app.view('withdraw') })
    expect(titleOf(page)).toBe('Withdraw: Photo Printer')
    const response = await send(app, app.view('withdraw'))
    expect([response.status, headerOf(response, 'Location')]).toEqual([
      303,
      '/oauth/developer?application=prints',
    ])
    expect((await app.find())?.status).toBe('canceled')
    const { entries } = await app.provider.consumers.listAuditEntries('prints')
    expect(entries[0]).toMatchObject({ action: 'canceled', actorId: 'jane' })
    const detail = await app.developer({ query: '?application=prints' })
    expect(detail.body).not.toContain('view=withdraw')
  })

  it('keeps the reason of a reviewer who has canceled it before', async () => {
    const app = await withApplication()
    await app.provider.consumers.cancel('prints', { actorId: 'ann', reason: 'Spam' })
    expect((await send(app, app.view('withdraw'))).status).toBe(303)
    expect(await app.find()).toMatchObject({ status: 'canceled', statusReason: 'Spam' })
  })

  it('does not take the token of another form', async () => {
    const app = await withApplication()
    const { csrf = '', revision = '' } = hiddenFields(
      await app.developer({ query: app.view('rotate') }),
    )
    const response = await app.developer({
      query: app.view('withdraw'),
      form: { csrf, revision },
    })
    expect(response.status).toBe(403)
    expect((await app.find())?.status).toBe('accepted')
  })
})

it.each([
  ['edit', 'Edit'],
  ['rotate', 'Rotate credentials'],
  ['usage', 'Usage'],
  ['tokens', 'My access tokens'],
  ['console', 'Console'],
  ['withdraw', 'Withdraw'],
])('the title of the page %s names the application', async (view, title) => {
  const app = await withApplication()
  expect(titleOf(await app.developer({ query: app.view(view) }))).toBe(`${title}: Photo Printer`)
})
