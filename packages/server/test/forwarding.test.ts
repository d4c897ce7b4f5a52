import { signRequest } from '@oauthplus/core'
import type { HeaderList } from '@oauthplus/core'
import { describe, expect, it } from 'vitest'

import type { ProviderOptions } from '../src/index.js'
import { codeOf, CONSUMER, raw, START_SECONDS, testProvider } from './neutral-requests.js'
import type { TestUser } from './neutral-requests.js'

const PROXY = '10.0.0.1'
const OUTER_PROXY = '10.0.0.2'
const BEHIND: Partial<ProviderOptions<TestUser>> = {
  publicUrl: undefined,
  trustedProxies: ['10.0.0.0/24'],
  allowForwardedPrefix: true,
  allowedHosts: ['photos.example', 'photos.example:8443'],
}

/** Signs for a public URL, and gives what comes of a request that reaches the provider otherwise. */
async function ask(
  arrival: {
    readonly signedUrl: string
    readonly headers: HeaderList
    readonly target?: string
    readonly address?: string
    readonly secure?: boolean
  },
  options = BEHIND,
) {
  const app = await testProvider(options)
  const { signedUrl, target = '/oauth/request_token', address = PROXY, secure = false } = arrival
  const { headers } = await signRequest(
    { method: 'POST', url: signedUrl },
    { consumer: CONSUMER },
    { callback: 'oob', timestampSeconds: START_SECONDS },
  )
  const result = await app.provider.requestToken(
    raw({
      method: 'POST',
      url: target,
      headers: [...arrival.headers, ...headers],
      peer: { address, secure },
    }),
  )
  return codeOf(result)
}

describe('a trusted proxy', () => {
  it.each<[string, string, HeaderList]>([
    [
      'X-Forwarded-Proto beside its Host',
      'https://photos.example/oauth/request_token',
      [
        ['Host', 'photos.example'],
        ['X-Forwarded-Proto', 'https'],
      ],
    ],
    [
      'X-Forwarded-Host',
      'https://photos.example/oauth/request_token',
      [
        ['Host', '127.0.0.1:3000'],
        ['X-Forwarded-Proto', 'HTTPS'],
        ['X-Forwarded-Host', 'Photos.Example'],
      ],
    ],
    [
      'X-Forwarded-Port',
      'https://photos.example:8443/oauth/request_token',
      [
        ['Host', '127.0.0.1:3000'],
        ['X-Forwarded-Proto', 'https'],
        ['X-Forwarded-Host', 'photos.example'],
        ['X-Forwarded-Port', '8443'],
      ],
    ],
    [
      'X-Forwarded-Port for the usual port',
      'https://photos.example/oauth/request_token',
      [
        ['Host', 'photos.example:3000'],
        ['X-Forwarded-Proto', 'https'],
        ['X-Forwarded-Port', '443'],
      ],
    ],
    [
      'X-Forwarded-Prefix',
      'https://photos.example/shop/api/oauth/request_token',
      [
        ['Host', 'photos.example'],
        ['X-Forwarded-Proto', 'https'],
        ['X-Forwarded-Prefix', '/shop/api/'],
      ],
    ],
    [
      'Forwarded',
      'https://photos.example:8443/oauth/request_token',
      [
        ['Host', '127.0.0.1:3000'],
        ['Forwarded', 'For="[2001:db8::7]:4711";Proto=https;Host="photos.example:8443"'],
      ],
    ],
    [
      'both, where they agree',
      'https://photos.example/oauth/request_token',
      [
        ['Host', '127.0.0.1:3000'],
        ['Forwarded', 'for=203.0.113.7;proto=https;host=photos.example'],
        ['X-Forwarded-Proto', 'https, https'],
        ['X-Forwarded-Host', 'photos.example'],
        ['X-Forwarded-For', '203.0.113.7'],
      ],
    ],
    [
      'the usual port of one family beside none of the other',
      'https://photos.example/oauth/request_token',
      [
        ['Host', '127.0.0.1:3000'],
        ['Forwarded', 'proto=https;host=photos.example'],
        ['X-Forwarded-Proto', 'https'],
        ['X-Forwarded-Host', 'photos.example'],
        ['X-Forwarded-Port', '443'],
      ],
    ],
    [
      'the same port, the other way round',
      'https://photos.example/oauth/request_token',
      [
        ['Host', '127.0.0.1:3000'],
        ['Forwarded', 'proto=HTTPS;host="Photos.example:443"'],
        ['X-Forwarded-Proto', 'https, HTTPS'],
        ['X-Forwarded-Host', 'photos.example, PHOTOS.example'],
      ],
    ],
    [
      'the usual port in a host, beside the same port',
      'https://photos.example/oauth/request_token',
      [
        ['Host', '127.0.0.1:3000'],
        ['X-Forwarded-Proto', 'https'],
        ['X-Forwarded-Host', 'photos.example:443'],
        ['X-Forwarded-Port', '0443'],
      ],
    ],
    [
      'the element of the outermost trusted proxy',
      'https://photos.example/oauth/request_token',
      [
        ['Host', '127.0.0.1:3000'],
        [
          'Forwarded',
          `for=1.2.3.4;proto=http;host=evil.example, for=203.0.113.7;proto=https;host=photos.example, for=${OUTER_PROXY};proto=http;host=inner.example`,
        ],
      ],
    ],
  ])('is believed: %s', async (_name, signedUrl, headers) => {
    expect(await ask({ signedUrl, headers })).toBe('ok')
    const stranger = await ask({ signedUrl, headers, address: '203.0.113.9' })
    expect(stranger).not.toBe('ok')
  })

  it.each<[string, HeaderList]>([
    [
      'protocols',
      [
        ['Host', 'photos.example'],
        ['X-Forwarded-Proto', 'https, http'],
      ],
    ],
    [
      'hosts',
      [
        ['X-Forwarded-Proto', 'https'],
        ['X-Forwarded-Host', 'photos.example'],
        ['X-Forwarded-Host', 'other.example'],
      ],
    ],
    [
      'families of headers',
      [
        ['Host', 'photos.example'],
        ['Forwarded', 'proto=https;host=evil.example'],
        ['X-Forwarded-Host', 'photos.example'],
      ],
    ],
    [
      'families of headers, about a port that is not the usual one',
      [
        ['Host', '127.0.0.1:3000'],
        ['Forwarded', 'proto=https;host=photos.example'],
        ['X-Forwarded-Proto', 'https'],
        ['X-Forwarded-Host', 'photos.example'],
        ['X-Forwarded-Port', '80'],
      ],
    ],
    [
      'families of headers, of which one alone tells a host, and not the one of the request',
      [
        ['Host', 'photos.example:8443'],
        ['Forwarded', 'for=203.0.113.7;proto=https;host=photos.example'],
        ['X-Forwarded-For', '203.0.113.7'],
        ['X-Forwarded-Proto', 'https'],
      ],
    ],
    [
      'families of headers, of which one alone tells the scheme',
      [
        ['Host', 'photos.example'],
        ['Forwarded', 'for=203.0.113.7'],
        ['X-Forwarded-For', '203.0.113.7'],
        ['X-Forwarded-Proto', 'https'],
      ],
    ],
    [
      'families of headers, of which one alone tells the address',
      [
        ['Host', 'photos.example'],
        ['Forwarded', 'for=203.0.113.7'],
        ['X-Forwarded-Proto', 'https'],
      ],
    ],
    [
      'addresses',
      [
        ['Host', 'photos.example'],
        ['Forwarded', 'for=203.0.113.7;proto=https'],
        ['X-Forwarded-For', '203.0.113.8'],
      ],
    ],
    [
      'ports',
      [
        ['X-Forwarded-Proto', 'https'],
        ['X-Forwarded-Host', 'photos.example:8443'],
        ['X-Forwarded-Port', '443'],
      ],
    ],
    [
      'Host headers',
      [
        ['Host', 'photos.example'],
        ['Host', 'other.example'],
        ['X-Forwarded-Proto', 'https'],
      ],
    ],
    [
      'prefixes that leave the host',
      [
        ['Host', 'photos.example'],
        ['X-Forwarded-Proto', 'https'],
        ['X-Forwarded-Prefix', '//evil.example'],
      ],
    ],
    [
      'protocols that are none',
      [
        ['Host', 'photos.example'],
        ['X-Forwarded-Proto', 'gopher'],
      ],
    ],
    [
      'a Forwarded that cannot be read',
      [
        ['Host', 'photos.example'],
        ['Forwarded', 'for=203.0.113.7:80;;'],
      ],
    ],
    [
      'a name that stands twice in a Forwarded',
      [
        ['Host', 'photos.example'],
        ['Forwarded', 'for=203.0.113.7;proto=https;host="photos.example";For="10.9.9.9"'],
      ],
    ],
    [
      'a host that is a URL',
      [
        ['X-Forwarded-Proto', 'https'],
        ['X-Forwarded-Host', 'photos.example/x?y'],
      ],
    ],
  ])('is refused if it contradicts itself about %s', async (_name, headers) => {
    const signedUrl = 'https://photos.example/oauth/request_token'
    expect(await ask({ signedUrl, headers })).toBe('parameter_rejected')
  })

  it.each<[string, HeaderList]>([
    [
      'Forwarded with a host, and X-Forwarded-… without one, as AWS and nginx do',
      [
        ['Host', 'photos.example'],
        ['Forwarded', 'by=10.0.0.1;for=203.0.113.7;host=photos.example;proto=https'],
        ['X-Forwarded-For', '203.0.113.7'],
        ['X-Forwarded-Proto', 'https'],
      ],
    ],
    [
      'the usual port, as Spring does',
      [
        ['Host', 'backend:8080'],
        ['Forwarded', 'proto=https;host=photos.example;for="203.0.113.7:4711"'],
        ['X-Forwarded-Host', 'photos.example'],
        ['X-Forwarded-For', '203.0.113.7'],
        ['X-Forwarded-Proto', 'https'],
        ['X-Forwarded-Port', '443'],
      ],
    ],
  ])('may give the same value in two spellings: %s', async (_name, headers) => {
    const signedUrl = 'https://photos.example/oauth/request_token'
    expect(await ask({ signedUrl, headers })).toBe('ok')
  })

  it('may give only the address twice if publicUrl is set, as HAProxy does', async () => {
    const signedUrl = 'https://photos.example/oauth/request_token'
    const headers: HeaderList = [
      ['Host', 'photos.example'],
      ['Forwarded', 'proto=https;for=203.0.113.7'],
      ['X-Forwarded-For', '203.0.113.7'],
    ]
    const configured = { ...BEHIND, publicUrl: 'https://photos.example' }
    expect(await ask({ signedUrl, headers }, configured)).toBe('ok')
    expect(await ask({ signedUrl, headers })).toBe('parameter_rejected')
    const forged: HeaderList = [...headers.slice(0, 2), ['X-Forwarded-For', '198.51.100.1']]
    expect(await ask({ signedUrl, headers: forged }, configured)).toBe('parameter_rejected')
  })

  it('does not set a prefix without allowForwardedPrefix', async () => {
    const signedUrl = 'https://photos.example/oauth/request_token'
    const headers: HeaderList = [
      ['Host', 'photos.example'],
      ['X-Forwarded-Proto', 'https'],
      ['X-Forwarded-Prefix', '/shop'],
    ]
    expect(await ask({ signedUrl, headers }, { ...BEHIND, allowForwardedPrefix: false })).toBe('ok')
  })

  it('cannot make plain http of the outside secure', async () => {
    const signedUrl = 'http://photos.example/oauth/request_token'
    const headers: HeaderList = [['Host', 'photos.example']]
    expect(await ask({ signedUrl, headers })).toBe('insecure_transport')
    const told: HeaderList = [...headers, ['X-Forwarded-Proto', 'http']]
    expect(await ask({ signedUrl, headers: told })).toBe('insecure_transport')
  })
})

describe('a host', () => {
  it.each(['evil.example', 'photos.example.evil.example', 'photos.example:444', 'localhost', ''])(
    'that is not allowed is refused: %s',
    async (host) => {
      const signedUrl = 'https://evil.example/oauth/request_token'
      expect(await ask({ signedUrl, headers: [['Host', host]], secure: true })).toBe(
        'parameter_rejected',
      )
    },
  )

  it('that is allowed is believed of anyone', async () => {
    const signedUrl = 'https://photos.example/oauth/request_token'
    const arrival = { signedUrl, secure: true, address: '203.0.113.9' }
    const options = { publicUrl: undefined, allowedHosts: ['PHOTOS.example'] }
    expect(await ask({ ...arrival, headers: [['Host', 'photos.example:443']] }, options)).toBe('ok')
    const forged: HeaderList = [
      ['Host', 'photos.example'],
      ['X-Forwarded-Host', 'evil.example'],
      ['X-Forwarded-Prefix', '/x'],
    ]
    expect(await ask({ ...arrival, headers: forged }, options)).toBe('ok')
  })

  it('of an absolute target is the public one', async () => {
    const signedUrl = 'https://photos.example/oauth/request_token'
    const headers: HeaderList = [
      ['Host', 'photos.example'],
      ['X-Forwarded-Proto', 'https'],
    ]
    expect(await ask({ signedUrl, headers, target: signedUrl })).toBe('ok')
    const target = 'https://evil.example/oauth/request_token'
    expect(await ask({ signedUrl: target, headers, target })).toBe('parameter_rejected')
  })
})

describe('the address', () => {
  async function addressOf(headers: HeaderList, address = PROXY) {
    const seen: (string | undefined)[] = []
    const app = await testProvider({
      trustedProxies: ['10.0.0.0/24', '::1'],
      on: (event) => {
        if (event.type === 'request_refused') seen.push(event.address)
      },
    })
    await app.provider.authenticate(
      raw({ method: 'GET', url: '/', headers, peer: { address, secure: true } }),
    )
    return seen[0]
  }

  it('is what the outermost trusted proxy saw, and never what its client claims', async () => {
    const claimed: HeaderList = [['X-Forwarded-For', `1.2.3.4, 203.0.113.7, ${OUTER_PROXY}`]]
    expect(await addressOf(claimed)).toBe('203.0.113.7')
    expect(await addressOf(claimed, '203.0.113.9')).toBe('203.0.113.9')
    expect(await addressOf([])).toBe(PROXY)
    expect(await addressOf([['X-Forwarded-For', '203.0.113.7:4711']])).toBe('203.0.113.7')
    expect(await addressOf([['Forwarded', 'for="[2001:DB8::7]:80"']])).toBe('2001:db8::7')
    expect(await addressOf([['Forwarded', 'for=_hidden']])).toBe(PROXY)
    expect(await addressOf([['Forwarded', 'for="203.0.113.7";by="a\\"=b=c"']])).toBe('203.0.113.7')
  })
})

it.each([
  [{ trustedProxies: ['10.0.0.1'], publicUrl: undefined }, 'needs allowedHosts'],
  [{ trustedProxies: ['everyone'] }, 'CIDR'],
  [{ trustedProxies: ['10.0.0.0/8/8'] }, 'CIDR'],
  [{ allowedHosts: ['https://photos.example'] }, 'allowedHosts must be hosts'],
  [{ allowedHosts: ['*.example'] }, 'allowedHosts must be hosts'],
  [{ allowedHosts: [''] }, 'allowedHosts must be hosts'],
])('refuses %j at once', async (options, message) => {
  await expect(testProvider(options)).rejects.toThrow(message)
})

describe('the event proxy_untrusted', () => {
  async function eventsAfter(
    requests: readonly [address: string | undefined, headers: HeaderList][],
    options: Partial<ProviderOptions<TestUser>> = {},
  ) {
    const events: unknown[] = []
    const app = await testProvider({
      ...options,
      on: (event) => {
        if (event.type === 'proxy_untrusted') events.push(event)
      },
    })
    for (const [address, headers] of requests) {
      const request = raw({ method: 'GET', url: '/', headers, peer: { address, secure: true } })
      await app.provider.authenticate(request)
    }
    return events
  }
  const told: HeaderList = [
    ['X-Forwarded-For', '203.0.113.7'],
    ['X-Real-IP', '203.0.113.7'],
  ]

  it('is reported once, with only the names of the headers', async () => {
    expect(
      await eventsAfter([
        ['127.0.0.1', told],
        ['::1', told],
      ]),
    ).toEqual([
      {
        type: 'proxy_untrusted',
        address: '127.0.0.1',
        headerNames: ['X-Forwarded-For', 'X-Real-IP'],
      },
    ])
  })

  it('is also reported if the first requests are direct, such as those of a health check', async () => {
    const direct = Array<[string, HeaderList]>(99).fill(['127.0.0.1', []])
    const event = { type: 'proxy_untrusted', address: '::1', headerNames: ['X-Forwarded-For'] }
    const forwarded: [string, HeaderList] = ['::1', told.slice(0, 1)]
    expect(await eventsAfter([...direct.slice(0, 1), forwarded, forwarded])).toEqual([event])
    expect(await eventsAfter([...direct, forwarded, forwarded])).toEqual([event])
    expect(await eventsAfter([...direct, ['127.0.0.1', []], forwarded])).toEqual([])
  })

  it('does not come for a trusted proxy, a direct request, or a stranger', async () => {
    expect(await eventsAfter([['127.0.0.1', told]], { trustedProxies: ['127.0.0.1'] })).toEqual([])
    expect(
      await eventsAfter([
        ['127.0.0.1', []],
        ['203.0.113.9', told],
      ]),
    ).toEqual([])
    expect(await eventsAfter([['203.0.113.9', told]])).toEqual([])
  })
})
