import { generateKeyPairSync } from 'node:crypto'

import { describe, expect, it } from 'vitest'

import { createClient, readBaseString, readProblem } from '../../src/index.js'
import type { ServiceProvider } from '../../src/index.js'
import {
  bricklink,
  discogs,
  fatsecret,
  flickr,
  garmin,
  instapaper,
  jira,
  lti11,
  magento2,
  mastercard,
  mediawiki,
  netsuite,
  plurk,
  schoology,
  smugmug,
  trello,
  tumblr,
  woocommerce,
  x,
} from '../../src/presets.js'
import type { Answer } from '../listen.js'
import { standIn } from '../stand-in.js'

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})
const CONSUMER = { key: 'key', secret: 'consumer secret', privateKey }
const TOKEN = { key: 'token', secret: 'token secret' }

function json(status: number, body: unknown): Answer {
  const headers = { 'Content-Type': 'application/json' }
  return { status, headers, body: JSON.stringify(body) }
}

async function call(provider: ServiceProvider, answer: (url: string) => Answer): Promise<Response> {
  const { fetch } = await standIn(({ url }) => answer(url))
  const options = { provider, consumer: CONSUMER, fetch, userAgent: 'Photos/1' }
  const client = createClient(options as never)
  const [origin = ''] = provider.origins ?? []
  return client.withToken(TOKEN).fetch(`${origin}/photos?size=big`)
}

const CASES: readonly [
  name: string,
  provider: ServiceProvider,
  answer: Answer,
  problem: { readonly code: string; readonly advice?: string },
][] = [
  [
    'X, API v1.1',
    x,
    json(401, { errors: [{ code: 32, message: 'Could not authenticate you.' }] }),
    { code: '32', advice: 'Could not authenticate you.' },
  ],
  [
    'X, API v2',
    x,
    json(403, { title: 'Forbidden', type: 'about:blank', status: 403, detail: 'Not permitted' }),
    { code: 'Forbidden', advice: 'Not permitted' },
  ],
  [
    'a RESTlet of NetSuite',
    netsuite({ accountId: '1234567' }),
    json(401, { error: { code: 'INVALID_LOGIN_ATTEMPT', message: 'Invalid login attempt.' } }),
    { code: 'INVALID_LOGIN_ATTEMPT', advice: 'Invalid login attempt.' },
  ],
  [
    'the REST services of NetSuite',
    netsuite({ accountId: '1234567' }),
    json(401, {
      title: 'Unauthorized',
      status: 401,
      'o:errorDetails': [{ detail: 'Invalid login attempt.', 'o:errorCode': 'INVALID_LOGIN' }],
    }),
    { code: 'INVALID_LOGIN', advice: 'Invalid login attempt.' },
  ],
  [
    'the challenge of NetSuite',
    netsuite({ accountId: '1234567' }),
    {
      status: 401,
      headers: {
        'WWW-Authenticate':
          'OAuth realm="1234567", error="token_rejected", error_description="Invalid Login Attempt"',
      },
    },
    { code: 'token_rejected', advice: 'Invalid Login Attempt' },
  ],
  [
    'Mastercard',
    mastercard,
    json(401, {
      Errors: {
        Error: [
          {
            Source: 'Gateway',
            ReasonCode: 'AUTHENTICATION_FAILED',
            Description: 'Invalid signature',
            Recoverable: false,
          },
        ],
      },
    }),
    { code: 'AUTHENTICATION_FAILED', advice: 'Invalid signature' },
  ],
  [
    'Mastercard with one error',
    mastercard,
    json(400, { Errors: { Error: { ReasonCode: 'INVALID_KEY', Description: 'Unknown key' } } }),
    { code: 'INVALID_KEY', advice: 'Unknown key' },
  ],
  [
    'Magento 2 with named parameters',
    magento2({ storeUrl: 'https://shop.example' }),
    json(401, {
      message: "The consumer isn't authorized to access %resources.",
      parameters: { resources: 'Magento_Catalog::products' },
    }),
    {
      code: 'http_401',
      advice: "The consumer isn't authorized to access Magento_Catalog::products.",
    },
  ],
  [
    'Magento 2 with numbered parameters',
    magento2({ storeUrl: 'https://shop.example' }),
    json(404, { message: 'No %1 with %2 and %3', parameters: ['entity', 7] }),
    { code: 'http_404', advice: 'No entity with 7 and %3' },
  ],
  [
    'WooCommerce',
    woocommerce({ storeUrl: 'http://shop.example' }),
    json(401, {
      code: 'woocommerce_rest_authentication_error',
      message: 'Invalid signature - provided signature does not match.',
      data: { status: 401 },
    }),
    {
      code: 'woocommerce_rest_authentication_error',
      advice: 'Invalid signature - provided signature does not match.',
    },
  ],
  [
    'Tumblr',
    tumblr,
    json(401, {
      meta: { status: 401, msg: 'Unauthorized' },
      response: [],
      errors: [{ title: 'Unauthorized', code: 1016, detail: 'Unable to authorize' }],
    }),
    { code: '1016', advice: 'Unable to authorize' },
  ],
  [
    'Tumblr without details',
    tumblr,
    json(404, { meta: { status: 404, msg: 'Not Found' }, response: [] }),
    { code: '404', advice: 'Not Found' },
  ],
  [
    'BrickLink, which responds with 200',
    bricklink,
    json(200, {
      meta: { description: 'SIGNATURE_INVALID: wrong', message: 'BAD_OAUTH_REQUEST', code: 401 },
      data: {},
    }),
    { code: 'BAD_OAUTH_REQUEST', advice: 'SIGNATURE_INVALID: wrong' },
  ],
  [
    'FatSecret in JSON',
    fatsecret,
    json(200, { error: { code: 8, message: 'Invalid signature' } }),
    { code: '8', advice: 'Invalid signature' },
  ],
  [
    'FatSecret in XML',
    fatsecret,
    {
      status: 200,
      headers: { 'Content-Type': 'text/xml' },
      body: '<?xml version="1.0"?><error><code>8</code><message>Invalid signature</message></error>',
    },
    { code: '8', advice: 'Invalid signature' },
  ],
  [
    'the flow of FatSecret in plain text',
    fatsecret,
    { status: 400, body: 'Missing required parameter: oauth_callback' },
    { code: 'http_400', advice: 'Missing required parameter: oauth_callback' },
  ],
  [
    'the OAuth endpoints of MediaWiki',
    mediawiki({ indexUrl: 'https://wiki.example/w/index.php', consumerKey: 'key' }),
    json(400, { error: 'mwoauth-oauth-exception', message: 'Invalid signature' }),
    { code: 'mwoauth-oauth-exception', advice: 'Invalid signature' },
  ],
  [
    'the API of MediaWiki',
    mediawiki({ indexUrl: 'https://wiki.example/w/index.php', consumerKey: 'key' }),
    json(200, { error: { code: 'mwoauth-invalid-authorization', info: 'Invalid signature' } }),
    { code: 'mwoauth-invalid-authorization', advice: 'Invalid signature' },
  ],
  [
    'Discogs',
    discogs,
    json(401, { message: 'You must authenticate to access this resource.' }),
    { code: 'http_401', advice: 'You must authenticate to access this resource.' },
  ],
  [
    'the legacy API of WooCommerce',
    woocommerce({ storeUrl: 'http://shop.example', legacy: true }),
    json(401, {
      errors: [{ code: 'woocommerce_api_authentication_error', message: 'Invalid timestamp.' }],
    }),
    { code: 'woocommerce_api_authentication_error', advice: 'Invalid timestamp.' },
  ],
  [
    'Flickr in JSON, which responds with 200',
    flickr,
    json(200, { stat: 'fail', code: 98, message: 'Invalid auth token' }),
    { code: '98', advice: 'Invalid auth token' },
  ],
  [
    'Flickr in JSON with a callback',
    flickr,
    {
      headers: { 'Content-Type': 'text/javascript' },
      body: 'jsonFlickrApi({"stat":"fail","code":100,"message":"Invalid API Key"})',
    },
    { code: '100', advice: 'Invalid API Key' },
  ],
  [
    'Flickr in XML',
    flickr,
    {
      headers: { 'Content-Type': 'text/xml; charset=utf-8' },
      body: '<?xml version="1.0" encoding="utf-8" ?>\n<rsp stat="fail">\n\t<err code="5" msg="Filetype &quot;a&amp;b&quot; was not recognised" />\n</rsp>',
    },
    { code: '5', advice: 'Filetype "a&b" was not recognised' },
  ],
  [
    'Instapaper',
    instapaper,
    json(400, [{ type: 'error', error_code: 1040, message: 'Rate-limit exceeded' }]),
    { code: '1040', advice: 'Rate-limit exceeded' },
  ],
  [
    'Jira',
    jira({ baseUrl: 'https://jira.example' }),
    json(404, { errorMessages: ['Issue Does Not Exist'], errors: {} }),
    { code: 'http_404', advice: 'Issue Does Not Exist' },
  ],
  [
    'Jira without a token',
    jira({ baseUrl: 'https://jira.example' }),
    json(401, {
      message: 'Client must be authenticated to access this resource.',
      'status-code': 401,
    }),
    { code: 'http_401', advice: 'Client must be authenticated to access this resource.' },
  ],
  [
    'SmugMug',
    smugmug,
    json(401, { Options: {}, Code: 401, Message: 'Unauthorized' }),
    { code: '401', advice: 'Unauthorized' },
  ],
  [
    'Garmin',
    garmin,
    json(403, { errorMessage: 'Unable to read oAuth header' }),
    { code: 'http_403', advice: 'Unable to read oAuth header' },
  ],
  [
    'Trello in plain text',
    trello,
    { status: 401, headers: { 'Content-Type': 'text/plain' }, body: 'invalid token' },
    { code: 'http_401', advice: 'invalid token' },
  ],
  [
    'Trello in JSON',
    trello,
    json(429, { error: 'API_TOKEN_LIMIT_EXCEEDED', message: 'Rate limit exceeded' }),
    { code: 'API_TOKEN_LIMIT_EXCEEDED', advice: 'Rate limit exceeded' },
  ],
  [
    'Trello as problem reporting',
    trello,
    { status: 401, body: 'oauth_problem=token_rejected' },
    { code: 'token_rejected' },
  ],
  [
    'Schoology',
    schoology({ host: 'www.schoology.com' }),
    {
      status: 401,
      body: 'Duplicate timestamp/nonce combination, possible replay attack. Request rejected.',
    },
    {
      code: 'http_401',
      advice: 'Duplicate timestamp/nonce combination, possible replay attack. Request rejected.',
    },
  ],
  [
    'Plurk',
    plurk,
    json(400, { error_text: '40004:invalid timestamp or nonce' }),
    { code: '40004', advice: 'invalid timestamp or nonce' },
  ],
  [
    'Plurk without a code',
    plurk,
    json(400, { error_text: 'Requires login' }),
    { code: 'http_400', advice: 'Requires login' },
  ],
  [
    'Plurk in plain text',
    plurk,
    { status: 401, body: '40106:invalid access token' },
    { code: '40106', advice: 'invalid access token' },
  ],
  [
    'the OAuth endpoints of MediaWiki in plain text, which respond with 200',
    mediawiki({ indexUrl: 'https://wiki.example/w/index.php', consumerKey: 'key' }),
    {
      headers: { 'Content-Type': 'text/plain' },
      body: 'Error: An error occurred in the OAuth protocol: Expired timestamp, yours 1, ours 2',
    },
    {
      code: 'http_200',
      advice: 'An error occurred in the OAuth protocol: Expired timestamp, yours 1, ours 2',
    },
  ],
  [
    'the outcomes service of LTI, which responds with 200',
    { ...lti11, origins: ['https://platform.example'] },
    {
      headers: { 'Content-Type': 'application/xml' },
      body: '<imsx_POXEnvelopeResponse><imsx_statusInfo><imsx_codeMajor>failure</imsx_codeMajor><imsx_severity>error</imsx_severity><imsx_description>Unknown sourcedId &lt;3&gt;</imsx_description></imsx_statusInfo></imsx_POXEnvelopeResponse>',
    },
    { code: 'failure', advice: 'Unknown sourcedId <3>' },
  ],
]

describe('readProblem', () => {
  it.each(CASES.map(([name, provider, answer, problem]) => ({ name, provider, answer, problem })))(
    'parses an error of $name',
    async ({ provider, answer, problem }) => {
      const response = await call(provider, () => answer)
      expect(await readProblem(response)).toMatchObject(problem)
      expect(await response.text()).toBe(answer.body ?? '')
    },
  )

  it.each<[name: string, provider: ServiceProvider, body: unknown]>([
    ['BrickLink', bricklink, { meta: { description: 'OK', message: 'OK', code: 200 }, data: [] }],
    ['Tumblr', tumblr, { meta: { status: 200, msg: 'OK' }, response: { posts: [] } }],
    ['X', x, { data: { id: '1' } }],
    ['Flickr', flickr, { stat: 'ok', code: 1, message: 'a photo' }],
    ['SmugMug', smugmug, { Code: 200, Message: 'Ok', Response: {} }],
    ['Plurk', plurk, { plurk_id: 3, content: '40004:a text' }],
    ['a list', x, ['errors']],
    ['null', discogs, null],
    ['an inherited member', discogs, { __proto__: { message: 'inherited' } }],
  ])('returns undefined for a success of %s', async (_name, provider, body) => {
    const response = await call(provider, () => json(200, body))
    expect(await readProblem(response)).toBeUndefined()
  })

  it.each<[name: string, provider: ServiceProvider, body: string]>([
    ['Schoology', schoology({ host: 'www.schoology.com' }), 'All is well'],
    ['Flickr', flickr, '<rsp stat="ok"><err code="1" msg="quoted" /></rsp>'],
    [
      'the outcomes service',
      { ...lti11, origins: ['https://platform.example'] },
      '<imsx_codeMajor>success</imsx_codeMajor><imsx_description>Kept</imsx_description>',
    ],
    ['Plurk', plurk, 'a text'],
  ])('returns undefined for a success of %s that is not JSON', async (_name, provider, body) => {
    const response = await call(provider, () => ({ body }))
    expect(await readProblem(response)).toBeUndefined()
  })

  it('keeps placeholders that would multiply the length of a sentence by a thousand', async () => {
    const parameters = ['x'.repeat(30_000)]
    const answer = json(404, { message: '%1 '.repeat(11_000), parameters })
    const response = await call(magento2({ storeUrl: 'https://shop.example' }), () => answer)
    const { advice } = (await readProblem(response)) ?? {}
    expect(advice).toMatch(/^(?:%1 ){100}/)
  })

  // Discogs returns the base string of PLAINTEXT, which consists of the secrets.
  it.each(['consumer%20secret&token%20secret', 'consumer secret', 'token secret'])(
    'omits a sentence with the secrets of the request: %s',
    async (secrets) => {
      const message = `Invalid signature. Expected signature base string: ${secrets}`
      const responses = await Promise.all([
        call(discogs, () => json(401, { message })),
        call(discogs, () =>
          json(401, { oauth_problem: 'signature_invalid', debug: secrets, message }),
        ),
        call(discogs, () => ({
          status: 401,
          headers: { 'WWW-Authenticate': `OAuth error="failed", error_description="${secrets}"` },
        })),
      ])
      const problems = await Promise.all(responses.map((response) => readProblem(response)))
      expect(problems.map((problem) => problem?.code)).toEqual(['http_401', 'http_401', 'failed'])
      expect(decodeURIComponent(JSON.stringify(problems))).not.toMatch(
        /consumer secret|token secret/,
      )
    },
  )

  it('uses readError for errors of any provider', async () => {
    const provider: ServiceProvider = {
      origins: ['https://api.example'],
      readError: (body, { status }) => ({ code: `own_${String(status)}`, advice: body }),
    }
    const response = await call(provider, () => ({ status: 418, body: 'teapot\u001b[2J' }))
    expect(await readProblem(response)).toMatchObject({
      code: 'own_418',
      advice: 'teapot\\u{1b}[2J',
    })
  })
})

describe('the base string that a provider reports', () => {
  const expectedOf = (url: string): string =>
    `GET&${encodeURIComponent(url.replace(/\?.*/, ''))}&oauth_consumer_key%3Dkey%26oauth_nonce%3Dother%26oauth_token%3Dtoken%26size%3Dsmall%26x%3D1`

  const shows: readonly [
    name: string,
    provider: ServiceProvider,
    answer: (url: string) => Answer,
  ][] = [
    [
      'Jira',
      jira({ baseUrl: 'https://jira.example' }),
      (url) => ({
        status: 401,
        headers: {
          'WWW-Authenticate': `OAuth realm="https%3A%2F%2Fjira.example", oauth_problem="signature_invalid", oauth_signature_base_string="${encodeURIComponent(expectedOf(url))}"`,
        },
      }),
    ],
    [
      'Flickr',
      flickr,
      (url) => ({
        status: 401,
        body: `oauth_problem=signature_invalid&debug_sbs=${expectedOf(url)}`,
      }),
    ],
    [
      'Mastercard',
      mastercard,
      (url) =>
        json(401, {
          Errors: {
            Error: [
              {
                ReasonCode: 'AUTHENTICATION_FAILED',
                Description: 'Invalid signature',
                Details: `Acceptable signature base string: ${expectedOf(url)}`,
              },
            ],
          },
        }),
    ],
    [
      'a page in HTML',
      { origins: ['https://api.example'], readError: () => ({ advice: 'Wrong' }) },
      (url) => ({
        status: 401,
        headers: { 'Content-Type': 'text/html' },
        body: `<p>Expected ${expectedOf(url).replaceAll('&', '&amp;')}</p>`,
      }),
    ],
  ]

  it.each(shows)('%s: readProblem describes the difference', async (_name, provider, answer) => {
    let asked = ''
    const response = await call(provider, (url) => {
      asked = url
      return answer(url)
    })
    const problem = await readProblem(response)
    expect(problem?.expectedBaseString).toBe(expectedOf(asked))
    const difference = problem?.baseStringDifference ?? ''
    expect(difference).toContain('size is "small" instead of "big"')
    expect(difference).toContain('x is missing from the signed string')
    expect(difference).toContain('oauth_nonce is "other" instead of "')
    expect(difference).not.toContain('the method')
    expect(difference).not.toContain('the URL')
  })

  it('is also found for http, with the secrets of a query masked', async () => {
    const shown = (password: string): string =>
      `GET&${encodeURIComponent(`http://api.example/a?x_auth_password=${password}&b=1`)}&a%3D1`
    const body = `oauth_problem=signature_invalid&debug_sbs=${shown('hidden')}`
    const problem = await readProblem(new Response(body))
    expect(problem?.expectedBaseString).toMatch(
      /^GET&http%3A%2F%2Fapi\.example%2Fa%3Fx_auth_password%3D[^&]+%26b%3D1&a%3D1$/,
    )
    expect(problem?.expectedBaseString).not.toContain('hidden')
    expect(problem?.baseStringDifference).toBeUndefined()
  })

  it('has no description if there is no difference', async () => {
    const { fetch } = await standIn(() => ({}))
    const client = createClient({
      provider: { origins: ['https://api.example'] },
      consumer: CONSUMER,
      fetch: async (input, init) => {
        await fetch(input, init)
        return new Response('oauth_problem=signature_invalid', { status: 401 })
      },
      nonce: () => 'n',
      now: () => 1_780_000_000_000,
    })
    const first = await client.fetch('https://api.example/')
    const signed = readBaseString(first) ?? ''
    const again = createClient({
      provider: { origins: ['https://api.example'] },
      consumer: CONSUMER,
      fetch: () =>
        Promise.resolve(
          new Response(`oauth_problem=signature_invalid&debug_sbs=${signed}`, { status: 401 }),
        ),
      nonce: () => 'n',
      now: () => 1_780_000_000_000,
    })
    const problem = await readProblem(await again.fetch('https://api.example/'))
    expect(problem).toMatchObject({ code: 'signature_invalid', expectedBaseString: signed })
    expect(problem?.baseStringDifference).toBeUndefined()
  })

  describe('the base string of a malicious provider', () => {
    async function ask(expected: string) {
      const body = `oauth_problem=signature_invalid&debug=${encodeURIComponent(expected)}`
      const parameter = `oauth_problem=signature_invalid&oauth_signature_base_string=${encodeURIComponent(expected)}`
      const provider = { origins: ['https://api.example'] }
      const responses = [body, parameter].map(async (text) => {
        const response = await call(provider, () => ({ status: 401, body: text }))
        expect(response.status).toBe(401)
        return readProblem(response)
      })
      return (await Promise.all(responses))[1]
    }

    it.each([
      'GET&https%3A%2F%2Fa&%ZZ',
      'GET&https%3A%2F%2Fa&a%3D%25ZZ',
      'GET&https%3A%2F%2Fa&%FF',
    ])('does not change the response or the problem if it is malformed: %s', async (expected) => {
      expect(await ask(expected)).toMatchObject({ code: 'signature_invalid' })
      expect(await ask(expected)).not.toHaveProperty('expectedBaseString')
    })

    it('is shown without characters that change the text direction', async () => {
      const problem = await ask('GET&https%3A%2F%2Fa%1B%E2%80%AE%C2%9B&a%3Db')
      expect(problem?.baseStringDifference).toMatch(/\\u\{202e\}\\u\{9b\}/)
      expect(JSON.stringify(problem)).not.toMatch(/[\u202e\u009b]/)
    })

    it('is described in a few hundred characters', async () => {
      const names = ['a', 'b', 'c', 'd', 'e'].map((letter) => `${letter.repeat(10_000)}%3D1`)
      const problem = await ask(`GET&https%3A%2F%2Fa&${names.join('%26')}`)
      expect(problem?.baseStringDifference?.length).toBeLessThan(600)
    })

    it('is shown without secrets in the query of the URL', async () => {
      const query = encodeURIComponent('?oauth_verifier=hunter2&x_auth_password=hunter2&size=big')
      const problem = await ask(`GET&https%3A%2F%2Fapi.example%2Fa${query}&a%3Db`)
      expect(problem?.expectedBaseString).toContain('size%3Dbig')
      expect(JSON.stringify(problem)).not.toContain('hunter2')
    })
  })

  it('appears in a token error, without secrets', async () => {
    const { fetch } = await standIn(() => ({
      status: 401,
      body: 'oauth_problem=signature_invalid&debug_sbs=POST&https%3A%2F%2Fphotos.example%2Faccess&x_auth_password%3Dhunter2%26x_auth_username%3Dann',
    }))
    const client = createClient({
      provider: { accessTokenUrl: 'https://photos.example/token' },
      consumer: CONSUMER,
      fetch,
    })
    const failure = client.xauth({ username: 'ann', password: 'other' })
    await expect(failure).rejects.toMatchObject({
      name: 'OAuthResponseError',
      message: expect.stringContaining(
        'the URL is "https://photos.example/access" instead of "https://photos.example/token"',
      ) as string,
    })
    await expect(failure).rejects.not.toMatchObject({
      message: expect.stringContaining('hunter2') as string,
    })
  })

  it('is omitted if it contains a secret', async () => {
    const { fetch } = await standIn(() => ({
      status: 401,
      body: `oauth_problem=signature_invalid&debug_sbs=POST&https%3A%2F%2Fphotos.example%2Ftoken&a%3D${encodeURIComponent(encodeURIComponent(CONSUMER.secret))}`,
    }))
    const client = createClient({
      provider: { accessTokenUrl: 'https://photos.example/token' },
      consumer: CONSUMER,
      fetch,
    })
    const error = await client
      .xauth({ username: 'ann', password: 'other' })
      .catch((e: unknown) => e)
    expect(error).toMatchObject({ problem: { code: 'signature_invalid' } })
    expect(JSON.stringify(error)).not.toContain('expectedBaseString')
  })
})
