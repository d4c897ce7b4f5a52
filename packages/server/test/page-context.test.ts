import { describe, expect, it } from 'vitest'

import { escapeHtml, loadWords, PAGE_LANGUAGES } from '../src/pages.js'
import type { PageContext, PageLanguage, PageWords, Theme } from '../src/pages.js'
import type { ProviderResponse } from '../src/index.js'
import { headerOf, ORIGIN, raw, requestToken, testProvider } from './neutral-requests.js'
import type { TestProvider, TestUser } from './neutral-requests.js'

type Options = Parameters<typeof testProvider>[0]

const jane = {
  getUserId: () => 'jane',
  getLoginUrl: (returnTo: string) => `/login?next=${encodeURIComponent(returnTo)}`,
}

async function visit(
  app: TestProvider,
  path: string,
  {
    headers = [],
    visitor = jane,
  }: { headers?: readonly (readonly [string, string])[]; visitor?: typeof jane } = {},
): Promise<ProviderResponse> {
  const request = raw({ method: 'GET', url: `${ORIGIN}${path}`, headers })
  return path.startsWith('/oauth/applications')
    ? app.provider.applications.respond(request, visitor)
    : app.provider.authorization.respond(request, visitor)
}

async function showConsent(
  options: Options,
  { query = '', ...visited }: { query?: string } & Parameters<typeof visit>[2] = {},
): Promise<ProviderResponse> {
  const app = await testProvider(options)
  const { key } = await requestToken(app)
  return visit(app, `/oauth/authorize?oauth_token=${key}${query}`, visited)
}

describe('the account on a page', () => {
  it('is the result of getUserName', async () => {
    const getUserName = ({ id }: TestUser) => `${id}@photos.example`
    const { body } = await showConsent({ getUserName })
    expect(body).toContain('<span>Signed in as <bdi>jane@photos.example</bdi></span>')
    const app = await testProvider({ getUserName })
    expect((await visit(app, '/oauth/applications')).body).toContain('jane@photos.example')
  })

  it('is the id of the user without getUserName', async () => {
    expect((await showConsent({})).body).toContain('Signed in as <bdi>jane</bdi>')
  })

  it('is not a mistake of the user if getUserName returns no string', async () => {
    await expect(showConsent({ getUserName: () => ({}) as never })).rejects.toThrow(
      /getUserName: the returned value must be a string/,
    )
  })

  it('has a link to switch the account if the visitor has getSwitchUserUrl', async () => {
    const visitor = {
      ...jane,
      getSwitchUserUrl: (returnTo: string) => `/switch?next=${encodeURIComponent(returnTo)}`,
    }
    const { body } = await showConsent({}, { visitor })
    expect(body).toMatch(
      /<a href="\/switch\?next=%2Foauth%2Fauthorize%3Foauth_token%3D[^"]+">Not you\?<\/a>/,
    )
    expect((await showConsent({})).body).not.toContain('Not you?')
    const hostile = { ...jane, getSwitchUserUrl: () => 'https://photos.example/\r\nx' }
    await expect(showConsent({}, { visitor: hostile })).rejects.toThrow(/getSwitchUserUrl/)
  })
})

it.each([
  [{}, 'Access lasts until you remove it.'],
  [{ accessTokenLifetimeSeconds: 3600 }, 'Access ends after 1 hour.'],
  [{ accessTokenLifetimeSeconds: 5400 }, 'Access ends after 90 minutes.'],
  [
    { accessTokenLifetimeSeconds: 3600, sessionLifetimeSeconds: 30 * 86_400 },
    'Access ends after 30 days.',
  ],
])('the consent page says how long access lasts: %j', async (options, sentence) => {
  expect((await showConsent(options)).body).toContain(`<p>${sentence}</p>`)
})

describe('the scopes on the consent page', () => {
  const scopes = {
    photos: { description: 'See your photos', allowWrites: false },
    albums: { description: 'Create albums' },
  }
  it('are grouped if some only read', async () => {
    const { body } = await showConsent({ scopes, defaultScopes: ['photos', 'albums'] })
    expect(body.replaceAll('\n', '')).toContain(
      '<h2>Read</h2><ul><li>See your photos</li></ul><h2>Read and change</h2><ul><li>Create albums</li></ul>',
    )
  })

  it('form one list if all of them allow the same', async () => {
    const { body } = await showConsent({ scopes, defaultScopes: ['photos'] })
    expect(body).not.toContain('<h2>')
    expect(body).toContain('<li>See your photos</li>')
  })
})

it('gives a page of the application the user, the request and the languages', async () => {
  const contexts: PageContext<TestUser>[] = []
  const show = (_data: unknown, _words: PageWords, context: PageContext<TestUser>): string => {
    contexts.push(context)
    return 'mine'
  }
  const theme = { siteName: 'Photos' }
  const app = await testProvider({ theme, pages: { consent: show, error: show } })
  const { key } = await requestToken(app)
  const headers = [['Accept-Language', 'de']] as const
  await visit(app, `/oauth/authorize?oauth_token=${key}`, { headers })
  await visit(app, '/oauth/authorize?oauth_token=unknown', { headers })
  const language = { acceptLanguage: 'de', consumerPreference: undefined }
  expect(
    contexts.map(({ user, userId, language, theme }) => ({ user, userId, language, theme })),
  ).toEqual([
    { user: { id: 'jane' }, userId: 'jane', language, theme },
    { user: undefined, userId: 'jane', language, theme },
  ])
  expect(contexts.map(({ request }) => request?.url)).toEqual([
    `${ORIGIN}/oauth/authorize?oauth_token=${key}`,
    `${ORIGIN}/oauth/authorize?oauth_token=unknown`,
  ])
})

describe('a theme', () => {
  const theme: Theme = {
    siteName: 'Photos & Co',
    logoUrl: 'https://cdn.photos.example/logo;v=1,2.svg?x=1',
    colors: { light: { accent: '#8b0000' }, dark: { accent: 'oklch(80% 0.1 20)' } },
    stylesheetUrl: '/oauth.css',
    termsUrl: 'https://photos.example/terms',
    supportUrl: '/help',
  }

  it('names the site, and links to its terms and its support', async () => {
    const { body } = await showConsent({ theme })
    for (const part of [
      '<title>\u2068Printer\u2069 wants to access your \u2068Photos &amp; Co\u2069 account · Photos &amp; Co</title>',
      '<h1><bdi>Printer</bdi> wants to access your <bdi>Photos &amp; Co</bdi> account</h1>',
      '<img class="logo" src="https://cdn.photos.example/logo;v=1,2.svg?x=1" alt="">',
      '<span>Photos &amp; Co</span>',
      '<link rel="stylesheet" href="/oauth.css">',
      '<a href="https://photos.example/terms">Terms</a>',
      '<a href="/help">Help</a>',
      '--accent: #8b0000;',
      '--accent: oklch(80% 0.1 20);',
    ]) {
      expect(body).toContain(part)
    }
  })

  it('keeps the default of a color that is undefined', async () => {
    const colors = { light: { text: undefined, accent: '#8b0000' } }
    expect((await showConsent({ theme: { colors } })).body).toContain('--text: #1b1b1f;')
  })

  it('decides what the Content-Security-Policy allows', async () => {
    const allowed = headerOf(await showConsent({ theme }), 'Content-Security-Policy')
    expect(allowed).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/]{43}=' 'self'; img-src https:\/\/cdn\.photos\.example\/logo%3Bv=1%2C2\.svg; frame-ancestors/,
    )
    expect(headerOf(await showConsent({}), 'Content-Security-Policy')).not.toContain('img-src')
  })

  it.each([
    [{ siteName: '' }, /theme\.siteName/],
    [{ logoUrl: 'javascript:alert(1)' }, /theme\.logoUrl/],
    [{ logoUrl: 'http://photos.example/logo.svg' }, /theme\.logoUrl/],
    [{ logoUrl: '//evil.example/logo.svg' }, /theme\.logoUrl/],
    [{ logoUrl: '/\\evil.example' }, /theme\.logoUrl/],
    [{ logoUrl: 'https://' }, /theme\.logoUrl/],
    [{ logoUrl: 'https://photos;sandbox;.example/' }, /theme\.logoUrl/],
    [{ stylesheetUrl: 'oauth.css' }, /theme\.stylesheetUrl/],
    [{ termsUrl: 5 }, /theme\.termsUrl/],
    [{ colors: { light: { text: 'red; } body { display: none' } } }, /theme\.colors\.light\.text/],
    [{ colors: { dark: { card: 'url(https://evil.example)' } } }, /theme\.colors\.dark\.card/],
    [{ colors: { light: { acent: 'red' } } }, /Did you mean accent/],
    [{ sitename: 'x' }, /Did you mean siteName/],
  ])('is refused if a part of it is not valid: %j', async (invalid, message) => {
    await expect(testProvider({ theme: invalid as Theme })).rejects.toThrow(message)
  })
})

describe('the language of a page', () => {
  const shown = async (
    options: Options,
    acceptLanguage: string,
    preference = '',
  ): Promise<string> => {
    const { body } = await showConsent(options, {
      query: preference === '' ? '' : `&xoauth_lang_pref=${preference}`,
      headers: [['Accept-Language', acceptLanguage]],
    })
    return /<html lang="([^"]*)"/.exec(body)?.[1] ?? ''
  }

  it.each([
    ['', '', 'en'],
    ['*', '', 'en'],
    ['nl, sv;q=0.5', '', 'en'],
    ['de-AT, de;q=0.9, en;q=0.8', '', 'de'],
    ['zh-Hant-TW', '', 'zh'],
    ['pt-BR', '', 'pt'],
    ['ar', '', 'ar'],
    ['nl, fr;q=0.3, es;q=0.7', '', 'es'],
    ['de;q=0, fr', '', 'fr'],
    ['de', 'fr', 'fr'],
    ['de', 'fr-CA', 'fr'],
    ['de', 'nl', 'de'],
    [';;;q=,,=', '%00', 'en'],
  ])(
    'follows Accept-Language %j and xoauth_lang_pref %j',
    async (accepted, preferred, language) => {
      expect(await shown({}, accepted, preferred)).toBe(language)
    },
  )

  it('reads a header of any length in a moment', async () => {
    const before = process.cpuUsage()
    expect(await shown({}, 'nl,'.repeat(20_000))).toBe('en')
    const { user } = process.cpuUsage(before)
    expect(user / 1000).toBeLessThan(200)
  })

  it('stays the one of words in an object, completed in that language', async () => {
    const { body } = await showConsent(
      { words: { language: 'de-AT', allow: 'Passt' } },
      { headers: [['Accept-Language', 'fr']] },
    )
    expect(body).toContain('<html lang="de-AT"')
    expect(body).toContain('>Passt</button>')
    expect(body).toContain('>Ablehnen</button>')
    expect(await shown({ words: { allow: 'Yes' } }, 'fr')).toBe('en')
    expect(await shown({ words: { language: 'nl' } }, 'fr')).toBe('nl')
  })

  it('follows the user if a function returns words without a language', async () => {
    const scope = (name: string, description: string): string =>
      name === 'photos' ? 'Vos photos' : description
    const options = { words: () => ({ scope }), defaultScopes: ['photos'] }
    const { body } = await showConsent(options, { headers: [['Accept-Language', 'fr']] })
    expect(body).toContain('<li>Vos photos</li>')
    expect(body).toContain('>Refuser</button>')
  })
})

it('uses its own words for those that are undefined', async () => {
  const words = { language: 'de', allow: undefined } as never
  expect((await showConsent({ words })).body).toContain('>Erlauben</button>')
})

it('refuses a direction that is neither ltr nor rtl', async () => {
  const words = { direction: 'rtl" onload="alert(1)' } as never
  await expect(testProvider({ words })).rejects.toThrow(/words\.direction must be/)
})

it('rejects words in a language that there is not', async () => {
  await expect(loadWords('xx' as PageLanguage)).rejects.toThrow(
    /loadWords: language must be .*"en".*received/,
  )
})

describe.each(PAGE_LANGUAGES)('the words in %s', (language) => {
  const name = '\u2068Printer\u2069'
  const call = (words: PageWords): ReadonlyMap<string, string> =>
    new Map(
      Object.entries({
        ...words,
        date: words.date(1_800_000_000),
        duration: words.duration(86_400),
        scope: words.scope('photos', 'See'),
        signedInAs: words.signedInAs(name),
        consentTitle: words.consentTitle(name, name),
        consentLasts: words.consentLasts('30 days'),
        verifierTitle: words.verifierTitle(name),
        deniedText: words.deniedText(name),
        errorMessage: words.errorMessage('token_used', 'Used.'),
        errorAdvice: words.errorAdvice('token_used'),
        applicationSince: words.applicationSince('a day'),
        applicationLastUsed: words.applicationLastUsed('a day'),
        applicationExpires: words.applicationExpires('a day'),
        revokeFrom: words.revokeFrom(name),
      }),
    )

  it('are complete, keep names isolated, and contain no markup', async () => {
    const words = await loadWords(language)
    const all = call(words)
    for (const [key, value] of all) {
      expect([key, typeof value, value === '']).toEqual([key, 'string', false])
      expect([key, escapeHtml(value).replaceAll('&#39;', "'")]).toEqual([key, value])
    }
    for (const key of ['signedInAs', 'consentTitle', 'verifierTitle', 'deniedText', 'revokeFrom']) {
      expect(all.get(key)).toContain(name)
    }
    expect(words.consentTitle(name, undefined)).not.toMatch(/undefined| {2}/)
    expect(all.get('consentCaution')).toContain(words.deny)
    expect(all.get('revokeFrom')).toContain(words.revoke)
    expect(new Intl.Locale(words.language).language).toBe(language)
  })

  it('differ from the English ones', async () => {
    const [english, own] = [call(await loadWords('en')), call(await loadWords(language))]
    const same = [...own].filter(([key, value]) => value === english.get(key)).map(([key]) => key)
    const expected = ['direction', 'scope']
    const differing = same.filter((key) => !expected.includes(key))
    expect(language === 'en' ? [] : differing).toEqual([])
  })

  it('advise something for every problem of a page', async () => {
    const words = await loadWords(language)
    for (const code of [
      'token_used',
      'consumer_key_rejected',
      'permission_denied',
      'service_unavailable',
      'parameter_absent',
    ]) {
      expect(words.errorAdvice(code)).toMatch(/\p{L}{2}/u)
      expect(words.errorMessage(code, 'English')).toMatch(/\p{L}{2}/u)
    }
  })
})
