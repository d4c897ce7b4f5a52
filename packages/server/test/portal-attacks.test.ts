import { describe, expect, it } from 'vitest'

import type { ProviderResponse } from '../src/index.js'
import { headerOf } from './neutral-requests.js'
import { hiddenFields, testPortal, titleOf } from './portal.js'
import type { PortalTestRequest, TestPortal } from './portal.js'

const REGISTER = { query: '?view=register' }
const FIELDS = { name: 'Camera', callbacks: 'oob' }
const DEVELOPER_VIEWS = [
  '',
  '&view=edit',
  '&view=rotate',
  '&view=withdraw',
  '&view=usage',
  '&view=tokens',
  '&view=console',
]
const REVIEWER_VIEWS = ['', '&view=flags', '&view=grants', '&view=log']

async function register(
  { developer }: TestPortal,
  fields: PortalTestRequest['form'],
): Promise<{ readonly key: string; readonly response: ProviderResponse }> {
  const hidden = hiddenFields(await developer(REGISTER))
  const response = await developer({ ...REGISTER, form: { ...hidden, ...fields } })
  return { key: hidden.key ?? '', response }
}

async function openEveryPage(portal: TestPortal, key: string): Promise<ProviderResponse[]> {
  const toQuery = (view: string) => ({ query: `?application=${key}${view}` })
  return Promise.all([
    portal.developer(),
    portal.reviewer(),
    portal.reviewer({ query: '?view=search&query=a' }),
    portal.reviewer({ query: '?view=user&user=jane' }),
    ...DEVELOPER_VIEWS.map((view) => portal.developer(toQuery(view))),
    ...REVIEWER_VIEWS.map((view) => portal.reviewer(toQuery(view))),
  ])
}

describe('attacks on the portal', () => {
  it('stored scripts: every page shows what a developer has entered as text', async () => {
    const portal = await testPortal()
    const script = `"'><script>alert(1)</script><img src=x onerror=alert(1)>`
    const { key, response } = await register(portal, {
      ...FIELDS,
      name: `${script} a`,
      description: `</textarea>${script}`,
      website: 'https://camera.example/?"><script>alert(1)</script>',
    })
    expect(titleOf(response)).toBe('Your application is waiting for review')
    const reason = { actorId: script, reason: `</textarea>${script}` }
    await portal.provider.consumers.reject(key, reason)
    for (const { status, body } of await openEveryPage(portal, key)) {
      expect(status).toBe(200)
      expect(body).not.toMatch(/<script|<img|<\/textarea>[^<]*"/)
    }
  })

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)//https://',
    'data:text/html,x',
    '//x',
    'ftp://x',
  ])('a website or an icon that is not on the web: refuses %s', async (url) => {
    const portal = await testPortal()
    for (const field of ['website', 'iconUrl']) {
      const { response } = await register(portal, { ...FIELDS, [field]: url })
      expect([field, response.status]).toEqual([field, 422])
    }
    expect((await portal.provider.consumers.list({ ownerId: 'jane' })).consumers).toEqual([])
  })

  it.each([
    'https://icons.example/; script-src *',
    "https://icons.example/a.png;script-src 'unsafe-inline'",
    'https://icons.example/,script-src%20*',
    'https://icons.example/\r\nSet-Cookie: session=evil',
  ])('header injection: an icon cannot change the policy of a page: %j', async (iconUrl) => {
    const portal = await testPortal()
    const { key, response } = await register(portal, { ...FIELDS, iconUrl })
    if (response.status === 422) return
    for (const page of await openEveryPage(portal, key)) {
      expect(headerOf(page, 'Content-Security-Policy')).not.toMatch(/[;,]\s*script-src|unsafe/)
      expect(JSON.stringify(page.headers)).not.toMatch(/\\r|\\n|Set-Cookie/i)
    }
  })

  it('header injection: no field and no key of a URL is in a header', async () => {
    const portal = await testPortal()
    const evil = 'a\r\nSet-Cookie: session=evil'
    const { key } = await register(portal, { ...FIELDS, description: evil })
    await portal.provider.consumers.register({ key: 'k"#&', name: 'Lens', ownerId: 'jane' })
    const query = `?application=${encodeURIComponent(evil)}`
    const quoted = `?application=${encodeURIComponent('k"#&')}&view=edit`
    const form = { ...hiddenFields(await portal.developer({ query: quoted })), ...FIELDS }
    const saved = await portal.developer({ query: quoted, form })
    expect(headerOf(saved, 'Location')).toBe('/oauth/developer?application=k%22%23%26')
    for (const { headers } of [
      ...(await openEveryPage(portal, key)),
      await portal.developer({ query }),
      await portal.reviewer({ query }),
      await portal.developer({ query, userId: null }),
    ]) {
      expect(JSON.stringify(headers)).not.toMatch(/\\r|\\n|"Set-Cookie/i)
    }
  })

  it.each<[string, PortalTestRequest['form']]>([
    ['a long name', { name: 'a'.repeat(300) }],
    ['a long description', { description: 'a'.repeat(20_000) }],
    ['a long callback', { callbacks: `https://camera.example/${'a'.repeat(20_000)}` }],
    ['many callbacks', { callbacks: 'https://camera.example/a\n'.repeat(2000) }],
    [
      'different callbacks',
      {
        callbacks: Array.from({ length: 300 }, (_, at) => `https://camera.example/${at}`).join(
          '\n',
        ),
      },
    ],
    ['a long key', { family: 'rsa', publicKey: 'a'.repeat(50_000) }],
    ['a form of megabytes', { description: 'a'.repeat(5_000_000) }],
  ])(
    'huge fields: %s is refused or reduced, and nothing large is stored',
    async (_name, fields) => {
      const portal = await testPortal()
      const { key, response } = await register(portal, { ...FIELDS, ...fields })
      const stored = await portal.provider.consumers.find(key)
      if (stored === undefined) expect([400, 413, 422]).toContain(response.status)
      expect(JSON.stringify(stored ?? {}).length).toBeLessThan(5000)
    },
  )

  it('a reload of a form that showed a secret shows none, and registers once', async () => {
    const portal = await testPortal()
    const hidden = hiddenFields(await portal.developer(REGISTER))
    const form = { ...hidden, ...FIELDS }
    const first = await portal.developer({ ...REGISTER, form })
    const [, secret = ''] =
      /<code[^>]*>[^<]*<\/code>[\s\S]*<code[^>]*>([^<]{20,})<\/code>/.exec(first.body) ?? []
    expect(secret).not.toBe('')
    const pages = await Promise.all([1, 2].map(() => portal.developer({ ...REGISTER, form })))
    expect(pages.map(titleOf)).toEqual(pages.map(() => 'This form was already sent'))
    expect(pages.some(({ body }) => body.includes(secret))).toBe(false)
    expect((await portal.provider.consumers.list({ ownerId: 'jane' })).consumers).toHaveLength(1)
  })

  it('homographs: a name in letters of another script is shown with the name that it resembles', async () => {
    const portal = await testPortal()
    await portal.provider.consumers.register({ key: 'known', name: 'PayPal', ownerId: 'bob' })
    for (const name of ['Р\u0430уР\u0430l', 'Pay Pal', 'ＰａｙＰａｌ', 'PayPaI', 'P.a.y.P.a.l']) {
      const { key } = await register(portal, { ...FIELDS, name })
      const { body } = await portal.reviewer({ query: `?application=${key}` })
      expect([name, body.includes('application=known')]).toEqual([name, true])
    }
  })

  it('CSRF: a POST from another site or without a token changes nothing, on every page', async () => {
    const portal = await testPortal()
    const { key } = await register(portal, FIELDS)
    const before = JSON.stringify(await portal.provider.consumers.find(key))
    const toQuery = (view: string) => `?application=${key}&view=${view}`
    const fields = {
      revision: '1',
      reason: 'evil',
      name: 'Evil',
      callbacks: 'oob',
      confirm: 'true',
    }
    const headers = [['Origin', 'https://evil.example']] as const
    const attacks = [
      ...['edit', 'rotate', 'withdraw', 'tokens', 'console'].map(
        (view) => [portal.developer, view] as const,
      ),
      ...['accept', 'reject', 'cancel', 'flags', 'grants'].map(
        (view) => [portal.reviewer, view] as const,
      ),
    ]
    for (const [open, view] of attacks) {
      const query = toQuery(view)
      const page = await open({ query })
      const valid = { ...hiddenFields(page, 'csrf'), ...fields }
      const responses = [
        await open({ query, form: fields }),
        await open({ query, form: valid, headers }),
        await open({ query, form: valid, headers: [['Sec-Fetch-Site', 'cross-site']] }),
        await open({ query, form: { ...valid, csrf: 'a'.repeat(43) } }),
      ]
      expect([view, responses.map(({ status }) => status)]).toEqual([view, [403, 403, 403, 403]])
    }
    expect(JSON.stringify(await portal.provider.consumers.find(key))).toBe(before)
  })
})
