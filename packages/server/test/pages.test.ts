import { expect, it } from 'vitest'

import { defaultPages, PAGE_STYLE } from '../src/pages.js'

const hostile = `<img src=x onerror=alert(1)>"'\`&</title></style>`
const consent = {
  consumer: { name: hostile, description: hostile, website: 'https://printer.example/?a=1&b="' },
  scopes: [{ name: 'photos', description: hostile }],
  callbackOrigin: 'https://printer.example',
  fields: [
    ['oauth_token', 'abc'],
    [hostile, hostile],
  ],
} as const

const pages = {
  consent: defaultPages.consent(consent),
  verifier: defaultPages.verifier({ consumer: { name: hostile }, verifier: '0A1B2C3D4E' }),
  denied: defaultPages.denied({ consumer: { name: hostile } }),
  error: defaultPages.error({ status: 400, code: hostile, message: hostile }),
}

it.each(Object.entries(pages))('shows a hostile text on the %s page as text', (_name, html) => {
  expect(html).not.toContain('<img')
  expect(html).not.toContain('<script')
  expect(html.match(/<\/title>/g)).toHaveLength(1)
  expect(html.match(/<\/style>/g)).toHaveLength(1)
  expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&#96;&amp;')
})

it.each(Object.entries(pages))(
  'gives the %s page a language, a title, one heading and one main part',
  (_name, html) => {
    for (const tag of [
      /<html lang="en">/g,
      /<title>/g,
      /<h1>/g,
      /<main>/g,
      /<meta name="viewport"/g,
    ]) {
      expect(html.match(tag)).toHaveLength(1)
    }
    expect(html).toContain(`<style>${PAGE_STYLE}</style>`)
  },
)

it('posts the decision and the hidden fields to its own URL', () => {
  expect(pages.consent).toContain('<form method="post">')
  expect(pages.consent).toContain('<input type="hidden" name="oauth_token" value="abc">')
  expect(pages.consent).toContain('name="decision" value="approve"')
  expect(pages.consent).toContain('name="decision" value="deny"')
})

it('tells where a decision leads, and links to nothing but http and https', () => {
  expect(pages.consent).toContain('https://printer.example')
  const outOfBand = defaultPages.consent({ ...consent, callbackOrigin: undefined })
  expect(outOfBand).toContain('a code to type')
  const evil = { ...consent.consumer, website: 'javascript:alert(1)' }
  expect(defaultPages.consent({ ...consent, consumer: evil })).not.toContain('javascript:')
})

it('shows the verifier in the element that programs look for', () => {
  expect(pages.verifier).toMatch(/<output [^>]*id="oauth_verifier">0A1B2C3D4E<\/output>/)
})
