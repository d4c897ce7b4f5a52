import { describe, expect, it } from 'vitest'

import { defaultPages, ENGLISH_WORDS } from '../src/pages.js'
import type { PageContext } from '../src/pages.js'
import { createPageStyle } from '../src/pages/create-page-style.js'

const context: PageContext = {
  user: undefined,
  userId: undefined,
  request: undefined,
  language: { acceptLanguage: '', consumerPreference: undefined },
  theme: {},
}

const hostile = `<img src=x onerror=alert(1)>"'\`&</title></style>`
const consent = {
  consumer: { name: hostile, description: hostile, website: 'https://printer.example/?a=1&b="' },
  scopes: [
    { name: 'photos', description: hostile, allowWrites: false },
    { name: 'albums', description: 'Create albums' },
  ],
  lifetimeSeconds: 3600,
  userName: hostile,
  switchUserUrl: '/login?switch',
  applicationsUrl: 'applications',
  callbackOrigin: 'https://printer.example',
  fields: [
    ['oauth_token', 'abc'],
    [hostile, hostile],
  ],
} as const

const pages = {
  consent: defaultPages.consent(consent, ENGLISH_WORDS, context),
  verifier: defaultPages.verifier(
    { consumer: { name: hostile }, verifier: '0A1B2C3D4E' },
    ENGLISH_WORDS,
    context,
  ),
  denied: defaultPages.denied({ consumer: { name: hostile } }, ENGLISH_WORDS, context),
  applications: defaultPages.applications(
    {
      applications: [
        {
          consumer: { name: hostile, description: hostile, website: 'https://printer.example/' },
          scopes: [{ name: 'photos', description: hostile }],
          grantedAtSeconds: 1_800_000_000,
          lastUsedAtSeconds: 1_800_086_400,
          expiresAtSeconds: 1_800_172_800,
          fields: [
            ['consumer', 'printer'],
            [hostile, hostile],
          ],
        },
      ],
      nextUrl: '/oauth/applications?after=a%2Fb',
    },
    ENGLISH_WORDS,
    context,
  ),
  error: defaultPages.error(
    { status: 400, code: hostile, message: hostile },
    ENGLISH_WORDS,
    context,
  ),
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
      /<html lang="en" dir="ltr">/g,
      /<title>/g,
      /<h1>/g,
      /<main>/g,
      /<meta name="viewport"/g,
    ]) {
      expect(html.match(tag)).toHaveLength(1)
    }
    expect(html).toContain(`<style>${createPageStyle()}</style>`)
  },
)

it('posts the decision and the hidden fields to its own URL', () => {
  expect(pages.consent).toContain('<form method="post">')
  expect(pages.consent).toContain('<input type="hidden" name="oauth_token" value="abc">')
  expect(pages.consent).toContain('name="decision" value="approve"')
  expect(pages.consent).toContain('name="decision" value="deny"')
})

it('shows the origin of the callback, and links only to http and https', () => {
  expect(pages.consent).toContain('https://printer.example')
  const outOfBand = defaultPages.consent(
    { ...consent, callbackOrigin: undefined },
    ENGLISH_WORDS,
    context,
  )
  expect(outOfBand).toContain('a code to enter')
  for (const website of ['javascript:alert(1)', 'https://bank.example@evil.example/']) {
    const consumer = { ...consent.consumer, website }
    expect(defaultPages.consent({ ...consent, consumer }, ENGLISH_WORDS, context)).not.toMatch(
      /javascript:|evil/,
    )
  }
})

it('shows the verifier in the element that programs look for', () => {
  expect(pages.verifier).toMatch(/<output [^>]*id="oauth_verifier">0A1B2C3D4E<\/output>/)
})

it('shows since when an application has access, when it last used it, and until when', () => {
  expect(pages.applications).toContain(
    'Connected on January 15, 2027. Last used on January 16, 2027. Access ends on January 17, 2027.',
  )
  expect(pages.applications).toContain('<a href="/oauth/applications?after=a%2Fb">')
  expect(defaultPages.applications({ applications: [] }, ENGLISH_WORDS, context)).toContain(
    ENGLISH_WORDS.applicationsNone,
  )
})

it('says everything in the words that it is given, as text', () => {
  const words = Object.fromEntries(
    Object.entries(ENGLISH_WORDS).map(([name, word]) => [
      name,
      typeof word === 'string' ? `<${name}>` : () => `<${name}>`,
    ]),
  ) as unknown as typeof ENGLISH_WORDS
  const themed = { ...context, theme: { termsUrl: '/terms', supportUrl: '/help' } }
  const translated = {
    consent: defaultPages.consent(consent, words, themed),
    outOfBand: defaultPages.consent(
      { ...consent, scopes: [], lifetimeSeconds: undefined, callbackOrigin: undefined },
      words,
      themed,
    ),
    verifier: defaultPages.verifier(
      { consumer: { name: 'Printer' }, verifier: '1' },
      words,
      themed,
    ),
    denied: defaultPages.denied({ consumer: { name: 'Printer' } }, words, themed),
    error: defaultPages.error({ status: 400, code: 'token_used', message: 'Used.' }, words, themed),
    none: defaultPages.applications({ applications: [] }, words, themed),
    applications: defaultPages.applications(
      {
        applications: [
          { consumer: consent.consumer, scopes: [], grantedAtSeconds: 0, fields: [] },
          {
            consumer: consent.consumer,
            scopes: consent.scopes,
            grantedAtSeconds: 0,
            lastUsedAtSeconds: 0,
            expiresAtSeconds: 0,
            fields: [],
          },
        ],
        nextUrl: '/',
      },
      words,
      themed,
    ),
  }
  const all = Object.values(translated).join('\n')
  for (const name of Object.keys(ENGLISH_WORDS)) {
    // Those are put into other words.
    if (['direction', 'date', 'duration'].includes(name)) continue
    expect(all).toContain(`&lt;${name}&gt;`)
  }
  for (const word of Object.values(ENGLISH_WORDS)) {
    if (typeof word === 'string' && word.length > 3) expect(all).not.toContain(`>${word}<`)
  }
})

describe('a name, a description or a website in another direction', () => {
  const name = 'מדפסת\u202e 24'
  const website = 'https://\u05d0.example/\u05d1?a=\u05d2'
  const consumer = { name, description: `${name}!`, website }
  const application = { consumer, scopes: [], grantedAtSeconds: 0, fields: [] }
  const html = {
    consent: defaultPages.consent({ ...consent, consumer }, ENGLISH_WORDS, context),
    verifier: defaultPages.verifier({ consumer, verifier: '1' }, ENGLISH_WORDS, context),
    denied: defaultPages.denied({ consumer }, ENGLISH_WORDS, context),
    applications: defaultPages.applications(
      { applications: [application] },
      ENGLISH_WORDS,
      context,
    ),
  }

  it.each(Object.entries(html))(
    'is isolated on the %s page, in attributes and the title too',
    (_page, text) => {
      expect(text).not.toContain('\u202e')
      const places = text.split('מדפסת').slice(0, -1)
      expect(places.length).toBeGreaterThan(0)
      for (const before of places) expect(before).toMatch(/(?:<bdi>|\u2068)$/)
      expect(text.match(/\u2068/g)?.length).toBe(text.match(/\u2069/g)?.length)
      expect(text.match(/<bdi>/g)?.length).toBe(text.match(/<\/bdi>/g)?.length)
    },
  )

  it('is isolated by an element in markup, and by characters elsewhere', () => {
    expect(html.consent).toContain('<title>\u2068מדפסת 24\u2069 wants to')
    expect(html.consent).toContain('<h1><bdi>מדפסת 24</bdi> wants to')
    expect(html.consent).toContain('<p><bdi>מדפסת 24!</bdi></p>')
    expect(html.applications).toContain('aria-label="Remove access of \u2068מדפסת 24\u2069"')
  })

  it('names hosts in ASCII', () => {
    const url = 'https://xn--4db.example/%D7%91?a=%D7%92'
    const link = `<a href="${url}" rel="noreferrer" dir="ltr">${url}</a>`
    expect(html.consent).toContain(link)
    expect(html.applications).toContain(link)
  })
})
