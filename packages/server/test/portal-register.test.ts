import { generateKeyPairSync } from 'node:crypto'

import { describe, expect, it } from 'vitest'

import type { ProviderEvent } from '../src/index.js'
import { headerOf, ORIGIN } from './neutral-requests.js'
import { hiddenFields, testPortal, titleOf } from './portal.js'
import type { PortalTestRequest, TestPortal } from './portal.js'

const FIELDS = {
  name: 'Printer',
  description: 'Prints photos.\r\nIn color.',
  website: 'https://printer.example',
  iconUrl: 'https://printer.example/icon.png',
  callbacks: 'https://printer.example/ready\r\n\r\noob\r\n',
  scope: ['photos'],
  family: 'secret',
} as const
const REGISTER = { query: '?view=register' } as const

async function register(
  { developer }: TestPortal,
  fields: PortalTestRequest['form'] = FIELDS,
  request: Partial<PortalTestRequest> = {},
) {
  const hidden = hiddenFields(await developer(REGISTER))
  const form = { ...hidden, ...fields }
  return {
    key: hidden.key ?? '',
    form,
    response: await developer({ ...REGISTER, form, ...request }),
  }
}

describe('the page that registers an application', () => {
  it('proposes it, and shows its secret once', async () => {
    const events: ProviderEvent[] = []
    const portal = await testPortal({ on: (event) => events.push(event) })
    const { key, form, response } = await register(portal)
    expect([response.status, titleOf(response)]).toEqual([
      200,
      'Your application is waiting for review',
    ])
    const [, shownKey, secret = ''] =
      /<code[^>]*>([^<]*)<[\s\S]*?<code[^>]*>([^<]*)</.exec(response.body) ?? []
    expect(shownKey).toBe(key)
    expect(secret).toMatch(/^[\w-]{30,}$/)
    expect(await portal.provider.consumers.find(key)).toMatchObject({
      name: 'Printer',
      description: 'Prints photos.\nIn color.',
      website: 'https://printer.example',
      iconUrl: 'https://printer.example/icon.png',
      callbacks: ['https://printer.example/ready', 'oob'],
      scopes: ['photos'],
      status: 'pending',
      ownerId: 'jane',
      allowTwoLegged: false,
      signatureMethods: ['HMAC-SHA1', 'HMAC-SHA256', 'HMAC-SHA512'],
    })
    expect(JSON.stringify(events)).not.toContain(secret)
    expect(events.at(-1)).toMatchObject({
      type: 'consumer_proposed',
      consumerKey: key,
      actorId: 'jane',
    })
    const again = await portal.developer({ ...REGISTER, form })
    expect([again.status, titleOf(again)]).toEqual([409, 'This form was already sent'])
    expect(again.body).not.toContain(secret)
    expect(again.body).toContain(`href="/oauth/developer?application=${key}"`)
  })

  it('registers one application if the form is sent twice at once', async () => {
    const portal = await testPortal()
    const form = { ...hiddenFields(await portal.developer(REGISTER)), ...FIELDS }
    const responses = await Promise.all([
      portal.developer({ ...REGISTER, form }),
      portal.developer({ ...REGISTER, form }),
    ])
    expect(responses.map(({ status }) => status).sort()).toEqual([200, 409])
    expect((await portal.provider.consumers.list({ ownerId: 'jane' })).consumers).toHaveLength(1)
  })

  it('takes an RSA key in place of a secret', async () => {
    const portal = await testPortal()
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
    const fields = { ...FIELDS, family: 'rsa', publicKey: pem, allowTwoLegged: 'true' }
    const { key, response } = await register(portal, fields)
    expect(response.body).not.toContain('Consumer secret')
    const consumer = await portal.provider.consumers.find(key)
    expect(consumer?.publicKeys).toHaveLength(1)
    expect(consumer?.signatureMethods.every((name) => name.startsWith('RSA-'))).toBe(true)
    expect(consumer?.allowTwoLegged).toBe(true)
  })

  it('offers no more signature methods than the option names', async () => {
    const portal = await testPortal({}, { signatureMethods: ['HMAC-SHA256'] })
    expect((await portal.developer(REGISTER)).body).not.toContain('name="family"')
    const { key } = await register(portal, { ...FIELDS, family: 'rsa' })
    expect((await portal.provider.consumers.find(key))?.signatureMethods).toEqual(['HMAC-SHA256'])
  })

  it.each<[string, string | readonly string[], RegExp]>([
    ['name', '  ', /Fill in this field/],
    ['name', 'x'.repeat(256), /too long/],
    ['name', 'Prin\u202eter', /cannot be seen/],
    ['description', 'a\u0000b', /cannot be seen/],
    ['website', 'javascript:alert(1)', /begins with https:\/\/ or http:\/\//],
    ['iconUrl', 'http://printer.example/icon', /begins with https:\/\/\./],
    ['callbacks', '', /Fill in this field/],
    ['callbacks', 'printer.example', /<bdi>printer\.example<\/bdi> – Enter a complete URL/],
    ['callbacks', 'oob\njavascript:alert(1)', /Browsers and operating systems use this scheme/],
    ['callbacks', 'myapp:/cb', /your domain name in reverse/],
    ['callbacks', 'https://printer.example:*', /can have a star as the port/],
    ['callbacks', 'https://printer.example/*/x', /at the end of a path/],
    ['callbacks', 'https://sub.bad.example/', /does not allow callbacks to this host/],
    [
      'callbacks',
      Array.from({ length: 21 }, (_, at) => `https://a.example/${at}`).join('\n'),
      /fewer/,
    ],
  ])('explains next to %s why %j is invalid', async (field, value, problem) => {
    const portal = await testPortal({ blockedCallbackHosts: ['bad.example'] })
    const { key, response } = await register(portal, { ...FIELDS, [field]: value })
    expect(response.status).toBe(422)
    const described = new RegExp(`id="${field}-problem">\n<p class="problem">(.*)</p>`)
    expect(described.exec(response.body)?.[1]).toMatch(problem)
    expect(response.body).toContain(`<a href="#${field}">`)
    expect(response.body).toMatch(new RegExp(`id="${field}"[^>]* aria-invalid="true"`))
    expect(await portal.provider.consumers.find(key)).toBeUndefined()
  })

  it('explains why an RSA key is invalid', async () => {
    const portal = await testPortal()
    for (const publicKey of ['', 'no key']) {
      const { response } = await register(portal, { ...FIELDS, family: 'rsa', publicKey })
      expect(response.body).toContain('id="publicKey-problem"')
    }
  })

  it('keeps the entered values if one is invalid', async () => {
    const portal = await testPortal()
    const fields = { ...FIELDS, name: '<b>"Printer"', website: 'x', scope: [] }
    const { key, response } = await register(portal, fields)
    expect(response.body).toContain('value="&lt;b&gt;&quot;Printer&quot;"')
    expect(response.body).toContain(`name="key" value="${key}"`)
    expect(response.body).not.toMatch(/value="photos" checked/)
    const form = { ...hiddenFields(response), ...FIELDS }
    expect(titleOf(await portal.developer({ ...REGISTER, form }))).toMatch(/waiting for review/)
  })

  it('sets nothing that reviewers decide about', async () => {
    const portal = await testPortal()
    const { key } = await register(portal, {
      ...FIELDS,
      status: 'accepted',
      ownerId: 'bob',
      allowXauth: 'true',
      requireBodyHash: 'true',
      allowPlaintextInQuery: 'true',
      addressRanges: '127.0.0.1',
      accessTokenLifetimeSeconds: '1',
      secret: 'chosen',
      scope: ['photos', 'unknown'],
    })
    expect(await portal.provider.consumers.find(key)).toMatchObject({
      status: 'pending',
      ownerId: 'jane',
      allowXauth: false,
      requireBodyHash: false,
      allowPlaintextInQuery: false,
      addressRanges: [],
      scopes: ['photos'],
    })
  })

  it.each<[string, (form: Record<string, unknown>, other: string) => object]>([
    ['without a token', ({ key, name }) => ({ key, name })],
    ['with two tokens', (form) => ({ ...form, csrf: [form.csrf, form.csrf] })],
    ['with another key', (form) => ({ ...form, key: 'chosen' })],
    ['with the token of another user', (form, csrf) => ({ ...form, csrf })],
  ])('refuses a form %s', async (_name, change) => {
    const portal = await testPortal()
    const { form } = await register(portal, { ...FIELDS, name: '' })
    const other = hiddenFields(await portal.developer({ ...REGISTER, userId: 'bob' }))
    const response = await portal.developer({
      ...REGISTER,
      form: { ...change({ ...form, name: 'Printer' }, other.csrf ?? '') },
    })
    expect([response.status, titleOf(response)]).toEqual([403, 'This form has expired'])
    expect((await portal.provider.consumers.list({ ownerId: 'jane' })).consumers).toEqual([])
  })

  it('takes a form for half a day at least, and no more than a day', async () => {
    const portal = await testPortal()
    const form = { ...hiddenFields(await portal.developer(REGISTER)), ...FIELDS, name: '' }
    portal.clock.nowSeconds += 43_200
    expect((await portal.developer({ ...REGISTER, form })).status).toBe(422)
    portal.clock.nowSeconds += 43_200
    expect((await portal.developer({ ...REGISTER, form })).status).toBe(403)
  })

  it.each([
    [[['Origin', 'https://evil.example']], 403],
    [[['Origin', 'null']], 403],
    [[['Sec-Fetch-Site', 'cross-site']], 403],
    [[['Sec-Fetch-Site', 'same-site']], 403],
    [[['Origin', ORIGIN]], 200],
    [
      [
        ['Origin', ORIGIN],
        ['Sec-Fetch-Site', 'same-origin'],
      ],
      200,
    ],
  ] as const)('responds to a form with the headers %j with %i', async (headers, status) => {
    const { response } = await register(await testPortal(), FIELDS, { headers })
    expect(response.status).toBe(status)
  })

  it('asks users to confirm who they are before a secret is shown', async () => {
    let isConfirmed = false
    const asked: unknown[] = []
    const portal = await testPortal(
      {},
      {
        confirmUser({ user, userId, request, returnUrl }) {
          asked.push([user, userId, request.method])
          const url = `https://login.example/?to=${encodeURIComponent(returnUrl)}`
          return isConfirmed ? undefined : url
        },
      },
    )
    const response = await portal.developer(REGISTER)
    expect([response.status, headerOf(response, 'Location')]).toEqual([
      302,
      'https://login.example/?to=%2Foauth%2Fdeveloper%3Fview%3Dregister',
    ])
    isConfirmed = true
    const form = { ...hiddenFields(await portal.developer(REGISTER)), ...FIELDS }
    isConfirmed = false
    const late = await portal.developer({ ...REGISTER, form })
    expect([late.status, titleOf(late)]).toEqual([403, 'Confirm that it is you'])
    expect(late.body).toContain(
      '<a href="https://login.example/?to=%2Foauth%2Fdeveloper%3Fview%3Dregister">Continue</a>',
    )
    expect(asked[0]).toEqual([{ id: 'jane' }, 'jane', 'GET'])
    isConfirmed = true
    expect((await portal.developer({ ...REGISTER, form })).status).toBe(200)
  })
})
