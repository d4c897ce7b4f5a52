import { generateKeyPairSync } from 'node:crypto'

import { describe, expect, it } from 'vitest'

import { createClient } from '../../src/index.js'
import type { Client, ServiceProvider } from '../../src/index.js'
import {
  discogs,
  evernote,
  fatsecret,
  flickr,
  garmin,
  jira,
  mediawiki,
  netsuite,
  plurk,
  schoology,
  smugmug,
  trello,
  tumblr,
  x,
  zotero,
} from '../../src/presets.js'
import { headerOf } from '../listen.js'
import type { Seen } from '../listen.js'
import { readSignature } from '../read-signature.js'
import { standIn } from '../stand-in.js'

const CALLBACK = 'https://app.example/callback'
const SECRET = 'consumer secret'
const { publicKey, privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})

/** The flow in a service's documentation. */
interface Documented {
  readonly preset: ServiceProvider
  readonly requestToken: string
  /** The page for the user, without the token. */
  readonly authorize: string
  readonly authorizeParameters?: readonly (readonly [string, string])[]
  readonly accessToken: string
  /** A call with the token. Missing if calls are not signed. */
  readonly call?: readonly [method: string, url: string, form?: Readonly<Record<string, string>>]
  readonly signatureMethod?: string
  readonly place?: string
  readonly realm?: string
  /** The additional parameters of its responses. */
  readonly answers?: readonly [requestToken: string, accessToken: string]
  readonly tokenSecret?: string
}

const wiki = 'https://meta.wikimedia.org/w/index.php'
const evernoteExtra = '&edam_shard=s1&edam_userId=1&edam_expires=1793577600000'

const DOCUMENTED = {
  x: {
    preset: x,
    requestToken: 'POST https://api.x.com/oauth/request_token',
    authorize: 'https://api.x.com/oauth/authorize?force_login=true&',
    authorizeParameters: [['force_login', 'true']],
    accessToken: 'POST https://api.x.com/oauth/access_token',
    call: ['GET', 'https://api.x.com/2/users/me?user.fields=created_at%2Cid'],
  },
  tumblr: {
    preset: tumblr,
    requestToken: 'POST https://www.tumblr.com/oauth/request_token',
    authorize: 'https://www.tumblr.com/oauth/authorize?',
    accessToken: 'POST https://www.tumblr.com/oauth/access_token',
    call: ['GET', 'https://api.tumblr.com/v2/user/info'],
  },
  flickr: {
    preset: flickr,
    requestToken: 'POST https://www.flickr.com/services/oauth/request_token',
    authorize: 'https://www.flickr.com/services/oauth/authorize?perms=write&',
    authorizeParameters: [['perms', 'write']],
    accessToken: 'POST https://www.flickr.com/services/oauth/access_token',
    call: ['GET', 'https://api.flickr.com/services/rest?method=flickr.test.login&format=json'],
  },
  discogs: {
    preset: discogs,
    requestToken: 'POST https://api.discogs.com/oauth/request_token',
    authorize: 'https://www.discogs.com/oauth/authorize?',
    accessToken: 'POST https://api.discogs.com/oauth/access_token',
    call: ['GET', 'https://api.discogs.com/oauth/identity'],
    signatureMethod: 'PLAINTEXT',
  },
  trello: {
    preset: trello,
    requestToken: 'POST https://trello.com/1/OAuthGetRequestToken',
    authorize:
      'https://trello.com/1/OAuthAuthorizeToken?name=Boards&scope=read%2Cwrite&expiration=never&',
    authorizeParameters: [
      ['name', 'Boards'],
      ['scope', 'read,write'],
      ['expiration', 'never'],
    ],
    accessToken: 'POST https://trello.com/1/OAuthGetAccessToken',
    call: ['GET', 'https://api.trello.com/1/members/me/boards?fields=name'],
  },
  jira: {
    preset: jira({ baseUrl: 'https://jira.example:8443/context/' }),
    requestToken: 'POST https://jira.example:8443/context/plugins/servlet/oauth/request-token',
    authorize: 'https://jira.example:8443/context/plugins/servlet/oauth/authorize?',
    accessToken: 'POST https://jira.example:8443/context/plugins/servlet/oauth/access-token',
    call: ['GET', 'https://jira.example:8443/context/rest/api/2/issue/A-1?fields=summary'],
    signatureMethod: 'RSA-SHA1',
    answers: ['', '&oauth_expires_in=157680000&oauth_session_handle=handle'],
  },
  netsuite: {
    preset: netsuite({ accountId: '1234567_sb1' }),
    requestToken: 'POST https://1234567-sb1.restlets.api.netsuite.com/rest/requesttoken',
    authorize: 'https://1234567-sb1.app.netsuite.com/app/login/secure/authorizetoken.nl?',
    accessToken: 'POST https://1234567-sb1.restlets.api.netsuite.com/rest/accesstoken',
    call: [
      'GET',
      'https://1234567-sb1.restlets.api.netsuite.com/app/site/hosting/restlet.nl?script=6&deploy=1',
    ],
    signatureMethod: 'HMAC-SHA256',
    realm: '1234567_SB1',
  },
  smugmug: {
    preset: smugmug,
    requestToken: 'POST https://api.smugmug.com/services/oauth/1.0a/getRequestToken',
    authorize:
      'https://api.smugmug.com/services/oauth/1.0a/authorize?Access=Full&Permissions=Modify&',
    authorizeParameters: [
      ['Access', 'Full'],
      ['Permissions', 'Modify'],
    ],
    accessToken: 'POST https://api.smugmug.com/services/oauth/1.0a/getAccessToken',
    call: ['GET', 'https://api.smugmug.com/api/v2!authuser'],
  },
  mediawiki: {
    preset: mediawiki({
      indexUrl: wiki,
      consumerKey: 'key/1',
      origins: ['https://en.wikipedia.org'],
    }),
    requestToken: `POST ${wiki}?title=Special:OAuth/initiate`,
    authorize: `${wiki}?title=Special:OAuth/authorize&oauth_consumer_key=key%2F1&`,
    accessToken: `POST ${wiki}?title=Special:OAuth/token`,
    call: ['POST', 'https://en.wikipedia.org/w/api.php', { action: 'edit', text: "it's 5%" }],
  },
  fatsecret: {
    preset: fatsecret,
    requestToken: 'POST https://authentication.fatsecret.com/oauth/request_token',
    authorize: 'https://authentication.fatsecret.com/oauth/authorize?',
    accessToken: 'POST https://authentication.fatsecret.com/oauth/access_token',
    call: ['POST', 'https://platform.fatsecret.com/rest/server.api', { method: 'profile.get' }],
    place: 'body',
  },
  zotero: {
    preset: zotero,
    requestToken: 'POST https://www.zotero.org/oauth/request',
    authorize: 'https://www.zotero.org/oauth/authorize?identity=1&',
    authorizeParameters: [['identity', '1']],
    accessToken: 'POST https://www.zotero.org/oauth/access',
    answers: ['', '&userID=7&username=reader'],
  },
  evernote: {
    preset: evernote,
    requestToken: 'GET https://www.evernote.com/oauth',
    authorize: 'https://www.evernote.com/OAuth.action?',
    accessToken: 'GET https://www.evernote.com/oauth',
    answers: ['', evernoteExtra],
    tokenSecret: '',
  },
  plurk: {
    preset: plurk,
    requestToken: 'POST https://www.plurk.com/OAuth/request_token',
    authorize: 'https://www.plurk.com/OAuth/authorize?deviceid=1&model=phone&',
    authorizeParameters: [
      ['deviceid', '1'],
      ['model', 'phone'],
    ],
    accessToken: 'POST https://www.plurk.com/OAuth/access_token',
    call: ['POST', 'https://www.plurk.com/APP/Timeline/plurkAdd', { content: 'so (5%)' }],
  },
  garmin: {
    preset: garmin,
    requestToken: 'POST https://connectapi.garmin.com/oauth-service/oauth/request_token',
    authorize: 'https://connect.garmin.com/oauthConfirm?',
    accessToken: 'POST https://connectapi.garmin.com/oauth-service/oauth/access_token',
    call: ['GET', 'https://apis.garmin.com/wellness-api/rest/user/id'],
  },
} satisfies Readonly<Record<string, Documented>>

/** Starts a simulated service, and a client for it. */
async function serviceOf(
  documented: Documented,
): Promise<{ client: Client; seen: readonly Seen[] }> {
  const { preset, answers = ['', ''], tokenSecret = 'access secret' } = documented
  const { seen, fetch } = await standIn((request) => {
    const { oauth_callback: callback, oauth_verifier: verifier } = readSignature(request).parameters
    if (callback !== undefined) {
      return {
        body: `oauth_token=pending&oauth_token_secret=pending+secret&oauth_callback_confirmed=true${answers[0]}`,
      }
    }
    return verifier === undefined
      ? { body: '{}' }
      : { body: `oauth_token=access&oauth_token_secret=${tokenSecret}${answers[1]}` }
  })
  const consumer = { key: 'key/1', secret: SECRET, privateKey }
  const client = createClient({
    provider: preset,
    consumer,
    callbackUrl: CALLBACK,
    userAgent: 'Photos/1.0 +https://app.example',
    fetch,
  })
  return { client, seen }
}

function names(seen: Seen | undefined): readonly string[] {
  return seen === undefined ? [] : Object.keys(readSignature(seen).parameters).sort()
}

const SENT_ALWAYS = [
  'consumer_key',
  'nonce',
  'signature',
  'signature_method',
  'timestamp',
  'version',
]

function parameters(...more: readonly string[]): readonly string[] {
  return [...SENT_ALWAYS, ...more].map((name) => `oauth_${name}`).sort()
}

describe.each(Object.entries<Documented>(DOCUMENTED))('%s', (_name, documented) => {
  const { signatureMethod = 'HMAC-SHA1', tokenSecret = 'access secret', call } = documented
  // The RSA key signs without a secret.
  const isSigned = (seen: Seen, secret?: string): boolean =>
    signatureMethod.startsWith('RSA')
      ? readSignature(seen).signedWithKey(publicKey)
      : readSignature(seen).signedWith(SECRET, secret)

  it('matches its documentation in the flow and in calls', async () => {
    const { client, seen } = await serviceOf(documented)
    const { authorizeParameters } = documented
    const { url, setCookie: cookie } = await client.authorize({ authorizeParameters })
    expect(url).toBe(`${documented.authorize}oauth_token=pending`)
    const { token } = await client.callback(`${CALLBACK}?oauth_token=pending&oauth_verifier=yes`, {
      cookie: cookie.split(';')[0],
    })
    expect(token).toMatchObject({ key: 'access', secret: tokenSecret })
    if (call !== undefined) {
      const [method, target, form] = call
      const body = form === undefined ? null : new URLSearchParams(form)
      await client.withToken(token).fetch(target, { method, body })
    }

    const asked = [documented.requestToken, documented.accessToken]
    if (call !== undefined) asked.push(`${call[0]} ${call[1]}`)
    expect(seen.map((one) => `${one.method} ${one.url}`)).toEqual(asked)
    expect(seen.map(names)).toEqual(
      [parameters('callback'), parameters('token', 'verifier'), parameters('token')].slice(
        0,
        asked.length,
      ),
    )
    const secrets = ['', 'pending secret', tokenSecret]
    expect(seen.map((one, index) => isSigned(one, secrets[index]))).toEqual(asked.map(() => true))
    for (const one of seen) {
      const { place, realm, parameters: sent } = readSignature(one)
      expect(place).toBe(documented.place ?? 'header')
      expect(realm).toBe(documented.realm)
      expect(sent.oauth_signature_method).toBe(signatureMethod)
      expect(sent.oauth_nonce).toMatch(/^[A-Za-z0-9]{20,}$/)
      expect(headerOf(one, 'user-agent')).toBe('Photos/1.0 +https://app.example')
    }
    expect(names(seen[0])).toContain('oauth_callback')
  })

  it('does not receive signed requests to other origins', async () => {
    const { client, seen } = await serviceOf(documented)
    const { fetch } = client.withToken({ key: 'access', secret: tokenSecret })
    await expect(fetch('https://evil.example/')).rejects.toMatchObject({ code: 'origin_refused' })
    expect(seen).toEqual([])
  })
})

it('Flickr: an upload is multipart, and its text fields are signed', async () => {
  const { client, seen } = await serviceOf(DOCUMENTED.flickr)
  const body = new FormData()
  body.append('title', "it's a photo")
  body.append('photo', new Blob(['pixels']), 'a.jpg')
  await client
    .withToken({ key: 'access', secret: 'access secret' })
    .fetch('https://up.flickr.com/services/upload/', { method: 'POST', body })
  const [upload] = seen
  expect(upload?.body.toString()).toContain('filename="a.jpg"')
  // Parsed as if the text fields were in the query, which results in the same base string.
  const url = 'https://up.flickr.com/services/upload/?title=it%27s%20a%20photo'
  expect(upload && readSignature({ ...upload, url }).signedWith(SECRET, 'access secret')).toBe(true)
})

it.each<[kind: string, init: RequestInit]>([
  ['GET', {}],
  [
    'a POST request with JSON',
    { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } },
  ],
])(
  'FatSecret: %s has the parameters in the query, because the header is not read',
  async (_kind, init) => {
    const { client, seen } = await serviceOf(DOCUMENTED.fatsecret)
    await client
      .withToken({ key: 'access', secret: 'access secret' })
      .fetch('https://platform.fatsecret.com/rest/food/v4?food_id=33691&format=json', init)
    const [call] = seen
    expect(readSignature(call).place).toBe('query')
    expect(seen.map((one) => headerOf(one, 'authorization'))).toEqual([''])
    expect(call?.body.toString()).toBe(init.body ?? '')
    expect(readSignature(call).signedWith(SECRET, 'access secret')).toBe(true)
  },
)

it('Discogs requires a User-Agent of the application', () => {
  expect(() =>
    createClient({ provider: discogs, consumer: { key: 'key', secret: 'secret' } }),
  ).toThrow(/userAgent/)
})

it('Jira: a token has a session handle and an expiry time', async () => {
  const { client } = await serviceOf(DOCUMENTED.jira)
  const { setCookie: cookie } = await client.authorize()
  const { token } = await client.callback(`${CALLBACK}?oauth_token=pending&oauth_verifier=yes`, {
    cookie: cookie.split(';')[0],
  })
  expect(token).toMatchObject({
    sessionHandle: 'handle',
    expiresAtSeconds: expect.any(Number) as number,
  })
})

describe('Schoology', () => {
  it('signs calls without a token with an empty one, and with its realm', async () => {
    const { seen, fetch } = await standIn(() => ({ body: '{}' }))
    const provider = schoology({ host: 'www.schoology.com' })
    const client = createClient({ provider, consumer: { key: 'key', secret: SECRET }, fetch })
    await client.fetch('https://api.schoology.com/v1/users/me')
    const [call] = seen
    const { parameters: sent, realm, signedWith } = readSignature(call)
    expect([sent.oauth_token, realm, signedWith(SECRET)]).toEqual(['', 'Schoology API', true])
  })

  it("requests tokens with GET, uses the school's page, and sends no callback", async () => {
    const { seen, fetch } = await standIn(() => ({
      body: 'oauth_token=pending&oauth_token_secret=secret&xoauth_token_ttl=3600',
    }))
    const provider = schoology({ host: 'school.example' })
    const client = createClient({ provider, consumer: { key: 'key', secret: SECRET }, fetch })
    const { url } = await client.authorize()
    expect(url).toBe('https://school.example/oauth/authorize?oauth_token=pending')
    expect(seen.map(({ method, url: asked }) => `${method} ${asked}`)).toEqual([
      'GET https://api.schoology.com/v1/oauth/request_token',
    ])
  })
})

it.each([
  ['jira', () => jira({ baseUrl: 'jira.example' })],
  ['jira with a query', () => jira({ baseUrl: 'https://jira.example/?a=1' })],
  ['netsuite', () => netsuite({ accountId: 'evil.example/' })],
  ['schoology', () => schoology({ host: 'evil.example/path' })],
])('%s rejects an invalid setting', (_name, preset) => {
  expect(preset).toThrow(TypeError)
})

it.each(['https://ads-api.x.com', 'https://ads-api-sandbox.x.com'])(
  'X signs requests to %s, the Ads API',
  async (origin) => {
    const { seen, fetch } = await standIn(() => ({ body: '{}' }))
    const client = createClient({ provider: x, consumer: { key: 'key', secret: SECRET }, fetch })
    await client.withToken({ key: 'token', secret: 'token secret' }).fetch(`${origin}/12/accounts`)
    expect(readSignature(seen[0]).signedWith(SECRET, 'token secret')).toBe(true)
  },
)
