import type { HeaderList } from '@oauthplus/core'
import { describe, expect, it } from 'vitest'

import {
  toCountedAddress,
  toCountedRange,
  isAddressWithin,
  isLocalAddress,
  assertAddressRange,
} from '../src/public-url/address-range.js'
import { listForwardingHeaders, isForwarded } from '../src/public-url/forwarding-header.js'
import { readForwarding } from '../src/public-url/forwarding.js'
import { isLoopbackAddress, isLoopbackHost } from '../src/public-url/loopback.js'
import { createPublicRequestReader, assertSecureTransport } from '../src/public-url/public-url.js'
import type { PublicUrlOptions } from '../src/public-url/public-url.js'
import { createSenderReader } from '../src/public-url/sender-address.js'
import { raw } from './neutral-requests.js'

const PROXY = '10.0.0.1'

/** Gives what a function throws; an error with a code and a message is expected. */
function failureOf(run: () => unknown): unknown {
  try {
    run()
  } catch (error) {
    return error
  }
  return undefined
}

function problem(code: string, message: string): unknown {
  return expect.objectContaining({ code, message: expect.stringContaining(message) as unknown })
}

function from(address: string | undefined, headers: HeaderList = [], url = '/') {
  return raw({ method: 'GET', url, headers, peer: { address, secure: false } })
}

describe('countedAddress', () => {
  it.each(['203.0.113.7', '0.0.0.0', '255.255.255.255', '250.249.199.10', '1.2.3.4'])(
    'counts %s as it is',
    (address) => {
      expect(toCountedAddress(address)).toBe(address)
    },
  )

  it.each([
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:7:8:9::1', '32.1.13.184.0.7.0.8/64'],
    ['::1', '0.0.0.0.0.0.0.0/64'],
  ])('counts %s as %s', (address, counted) => {
    expect(toCountedAddress(address)).toBe(counted)
  })

  it.each(
    // prettier-ignore
    [
      undefined, '', 'x', '5', '1.2.3', '1.2.3.4.5', '1.2.3.4.', '.1.2.3.4', '256.1.1.1',
      'x1.2.3.4', '1.2.3.4x', '1x1.2.3.4', '11x.2.3.4', '24x.2.3.4', '2x5.2.3.4', '25x.2.3.4',
      'x.x.x.x', '1x.2.3.4', '01.2.3.4', '1..2.3', 'localhost',
    ],
  )('takes %j for no address', (address) => {
    expect(toCountedAddress(address)).toBe('')
  })
})

it('counts wider ranges by the first 48 bits of an IPv6 address', () => {
  expect(toCountedRange('32.1.13.184.0.7.0.8/64')).toBe('32.1.13.184.0.7/48')
  expect(toCountedRange('203.0.113.7')).toBe('203.0.113.7')
})

describe('assertAddressRange', () => {
  it.each(['10.0.0.1', '10.0.0.0/0', '10.0.0.0/32', '::1', '2001:db8::/32', '::/128', '::/0'])(
    'takes %s',
    (range) => {
      expect(() => {
        assertAddressRange('trustedProxies', range)
      }).not.toThrow()
    },
  )

  it.each([
    '',
    'x',
    '10.0.0.0/',
    '10.0.0.0/33',
    '10.0.0.0/x',
    '10.0.0.0/1x',
    '10.0.0.0/x1',
    '::/129',
    '10.0.0.0/8/8',
    '10.0.0.0/-1',
    '10.0.0.0/0008',
    '/8',
    '10.0.0/8',
    '10.0.0.0/1.5',
  ])('refuses %j', (range) => {
    const received = range === '' ? 'an empty string' : `a string of ${range.length} characters`
    expect(() => {
      assertAddressRange('trustedProxies', range)
    }).toThrow(
      `trustedProxies must contain IP addresses or CIDR ranges such as 192.0.2.0/24, received ${received}`,
    )
  })
})

describe('isAddressWithin', () => {
  it.each([
    ['10.0.0.1', ['10.0.0.1'], true],
    ['10.0.0.2', ['10.0.0.1'], false],
    ['10.0.0.2', ['192.0.2.0/24', '10.0.0.0/8'], true],
    ['10.0.0.255', ['10.0.0.254/32'], false],
    ['::ffff:10.0.0.2', ['10.0.0.0/8'], true],
    ['2001:db8::1', ['2001:db8::1'], true],
    ['2001:db8::2', ['2001:db8::1'], false],
    ['2001:db8::2', ['2001:db8::/64'], true],
    ['2001:db8:0:1::2', ['2001:db8::/64'], false],
    ['10.0.0.1', ['::/0'], false],
    ['2001:db8::1', ['0.0.0.0/0'], false],
    ['10.0.0.1', [], false],
    ['10.0.0.1', ['x'], false],
    ['x', ['10.0.0.0/8'], false],
    [undefined, ['10.0.0.0/8'], false],
  ] as const)('finds %s within %j: %s', (address, ranges, isWithin) => {
    expect(isAddressWithin(address, ranges)).toBe(isWithin)
  })
})

describe('isLocalAddress', () => {
  it.each([
    '127.0.0.1',
    '10.0.0.1',
    '192.168.1.1',
    '172.16.0.1',
    '169.254.1.1',
    '100.64.0.1',
    '::1',
    'fc00::1',
    'fe80::1',
    '::ffff:10.0.0.1',
  ])('takes %s for local', (address) => {
    expect(isLocalAddress(address)).toBe(true)
  })

  it.each([undefined, '', 'x', '8.8.8.8', '203.0.113.7', '2001:4860::1', '0.0.0.0'])(
    'takes %s for no local address',
    (address) => {
      expect(isLocalAddress(address)).toBe(false)
    },
  )
})

describe('isLoopbackHost', () => {
  it.each([
    'localhost',
    'LOCALHOST:80',
    '127.0.0.1',
    '127.255.255.255:65535',
    '[::1]',
    '[::1]:8080',
  ])('takes %s', (host) => {
    expect(isLoopbackHost(host)).toBe(true)
  })

  it.each([
    'xlocalhost',
    'localhost.',
    'localhost:',
    'localhost:123456',
    '127.0.0',
    '127.0.0.1.1',
    '127.0.0.1x',
    '[::1]x',
    'x[::1]',
    '',
    '128.0.0.1',
    'localhost:x',
  ])('refuses %j', (host) => {
    expect(isLoopbackHost(host)).toBe(false)
  })
})

describe('isLoopbackAddress', () => {
  it.each(['127.0.0.1', '127.12.123.1', '::ffff:127.0.0.1', '::FFFF:127.0.0.1', '::1'])(
    'takes %s',
    (address) => {
      expect(isLoopbackAddress(address)).toBe(true)
    },
  )

  it.each([
    undefined,
    '',
    'x127.0.0.1',
    '127.0.0.1x',
    '127.0.0',
    '127.x.0.1',
    '::1x',
    'x::1',
    '1::1',
  ])('refuses %j', (address) => {
    expect(isLoopbackAddress(address)).toBe(false)
  })
})

it('recognises the headers of proxies in any case', () => {
  const added = [
    'Forwarded',
    'via',
    'X-Real-IP',
    'x-forwarded-for',
    'X-Forwarded-Client-Cert',
    'X-Client-IP',
    'X-Cluster-Client-IP',
    'True-Client-IP',
    'CF-Connecting-IP',
    'Fly-Client-IP',
  ]
  const others = ['Not-Forwarded', 'Via-X', 'X-Forwarded', 'Accept', 'X-Real-IPs', 'Host']
  const headersOf = (names: readonly string[]) => names.map((name) => [name, 'x'] as const)
  const request = { headers: headersOf([...added, ...others, ...added]) }
  expect(listForwardingHeaders(request)).toEqual(added)
  for (const name of added)
    expect([name, isForwarded({ headers: headersOf([name]) })]).toEqual([name, true])
  expect(isForwarded({ headers: headersOf(others) })).toBe(false)
})

describe('createSenderReader', () => {
  const told = [['Via', '1.1 proxy']] as const
  it.each([
    ['a direct request', '203.0.113.7', '203.0.113.7', [], '203.0.113.7'],
    ['a direct request of a private network', PROXY, PROXY, [], PROXY],
    ['a local proxy that names nobody', PROXY, PROXY, told, ''],
    ['the same in two spellings', PROXY, `::ffff:${PROXY}`, told, ''],
    ['a trusted proxy that names nobody', '192.0.2.1', '192.0.2.1', told, ''],
    ['a stranger with such headers', '203.0.113.7', '203.0.113.7', told, '203.0.113.7'],
    ['a proxy that names its client', '203.0.113.7', PROXY, told, '203.0.113.7'],
    ['a request without an address', undefined, undefined, told, ''],
  ] as const)('counts %s', (...row) => {
    const [, address, peer, headers, counted] = row
    expect(createSenderReader(['192.0.2.1'])(from(peer, headers), address)).toBe(counted)
  })

  it('trusts no proxy by default', () => {
    expect(createSenderReader()(from('192.0.2.1', told), '192.0.2.1')).toBe('192.0.2.1')
  })
})

describe('forwardingOf', () => {
  function read(
    headers: HeaderList,
    { address = PROXY, isUrlConfigured = false, allowForwardedPrefix = true } = {},
  ) {
    const options = { trustedProxies: ['10.0.0.0/24'], allowForwardedPrefix, isUrlConfigured }
    return readForwarding(from(address, headers), options)
  }
  const direct = { scheme: 'http', host: 'photos.example', prefix: '', address: PROXY }
  const host = ['Host', 'photos.example'] as const

  it.each<[HeaderList, object]>([
    [[], { host: undefined }],
    [[host], {}],
    [[['Host', '']], { host: '' }],
    [[host, ['X-Forwarded-Proto', 'HTTPS']], { scheme: 'https' }],
    [[host, ['X-Forwarded-Proto', ' , https ,']], { scheme: 'https' }],
    [[host, ['X-Forwarded-Proto', 'https, HTTPS']], { scheme: 'https' }],
    [[host, ['X-Forwarded-Host', 'A.example, a.EXAMPLE']], { host: 'a.example' }],
    [[host, ['X-Forwarded-Host', '[2001:DB8::1]']], { host: '[2001:db8::1]' }],
    [[host, ['X-Forwarded-Host', '[::ffff:1.2.3.4]:8443']], { host: '[::ffff:1.2.3.4]:8443' }],
    [[host, ['X-Forwarded-Host', 'a.example:80']], { host: 'a.example' }],
    [[host, ['X-Forwarded-Host', 'a.example:0080']], { host: 'a.example' }],
    [[host, ['X-Forwarded-Host', 'a.example:08443']], { host: 'a.example:8443' }],
    [
      [
        ['Host', 'Photos.Example:80'],
        ['X-Forwarded-Proto', 'http'],
      ],
      {},
    ],
    [[host, ['X-Forwarded-Port', '8443']], { host: 'photos.example:8443' }],
    [
      [
        ['Host', 'photos.example:3000'],
        ['X-Forwarded-Port', '80'],
      ],
      {},
    ],
    [
      [
        ['Host', '[::1]:3000'],
        ['X-Forwarded-Port', '8443'],
      ],
      { host: '[::1]:8443' },
    ],
    [[['X-Forwarded-Port', '8443']], { host: undefined }],
    [
      [
        ['Host', 'a b'],
        ['X-Forwarded-Port', '8443'],
      ],
      { host: 'a b' },
    ],
    [
      [
        ['Host', 'a.example:1'],
        ['X-Forwarded-Host', 'b.example'],
        ['X-Forwarded-Port', '443'],
      ],
      { host: 'b.example:443' },
    ],
    [
      [host, ['X-Forwarded-Host', 'a.example:443'], ['X-Forwarded-Port', '0443']],
      { host: 'a.example:443' },
    ],
    [[host, ['X-Forwarded-For', '1.2.3.4, 203.0.113.7, 10.0.0.2']], { address: '203.0.113.7' }],
    [[host, ['X-Forwarded-For', '10.0.0.3, 10.0.0.2']], { address: '10.0.0.3' }],
    [[host, ['X-Forwarded-For', '203.0.113.7:4711']], { address: '203.0.113.7' }],
    [[host, ['X-Forwarded-For', '203.0.113.7:123456']], {}],
    [[host, ['X-Forwarded-For', '203.0.113.7x']], {}],
    [[host, ['X-Forwarded-For', 'x203.0.113.7']], {}],
    [[host, ['X-Forwarded-For', '[2001:DB8::7]']], { address: '2001:db8::7' }],
    [[host, ['X-Forwarded-For', '[2001:db8::7]:80']], { address: '2001:db8::7' }],
    [[host, ['X-Forwarded-For', '2001:db8::7']], { address: '2001:db8::7' }],
    [[host, ['X-Forwarded-For', '[::ffff:203.0.113.7]:80']], { address: '203.0.113.7' }],
    [[host, ['X-Forwarded-For', 'unknown']], {}],
    [[host, ['X-Forwarded-For', ' , ']], {}],
    [
      [host, ['Forwarded', 'for=203.0.113.7;proto=HTTPS;host="A.example:8443"']],
      { scheme: 'https', host: 'a.example:8443', address: '203.0.113.7' },
    ],
    [
      [
        host,
        ['Forwarded', 'for=1.2.3.4;proto=https, for=203.0.113.7;host=a.example, for=10.0.0.2'],
      ],
      { host: 'a.example', address: '203.0.113.7' },
    ],
    [
      [host, ['Forwarded', 'for=10.0.0.3;proto=https'], ['Forwarded', 'for=10.0.0.2;proto=http']],
      { scheme: 'https', address: '10.0.0.3' },
    ],
    [[host, ['Forwarded', 'by=x']], {}],
    [[host, ['Forwarded', 'for="203.0.113.7";by="a\\"=b=c"']], { address: '203.0.113.7' }],
    [
      [host, ['Forwarded', 'for=203.0.113.7;by="a=b";proto=https;host="c=d"']],
      { scheme: 'https', host: 'c=d', address: '203.0.113.7' },
    ],
    [
      [host, ['Forwarded', 'for=203.0.113.7'], ['X-Forwarded-For', '203.0.113.7:80']],
      { address: '203.0.113.7' },
    ],
    [[host, ['X-Forwarded-Prefix', '/shop/api/']], { prefix: '/shop/api' }],
    [[host, ['X-Forwarded-Prefix', '/']], {}],
    [
      [host, ['X-Forwarded-Prefix', "/~a.b!$&'()*+;=:@%20-_/c"]],
      { prefix: "/~a.b!$&'()*+;=:@%20-_/c" },
    ],
  ])('reads %j', (headers, expected) => {
    expect(read(headers)).toEqual({ ...direct, ...expected })
  })

  it.each<[HeaderList, string]>([
    [[host, ['Host', 'other.example']], 'The values of Host contradict each other.'],
    [
      [host, ['Host', 'other.example'], ['X-Forwarded-Port', '80']],
      'The values of Host contradict each other.',
    ],
    [
      [host, ['X-Forwarded-Proto', 'https, http']],
      'The values of X-Forwarded-Proto contradict each other.',
    ],
    [
      [host, ['X-Forwarded-Host', 'a.example, b.example']],
      'The values of X-Forwarded-Host contradict each other.',
    ],
    [
      [host, ['X-Forwarded-Port', '80, 443']],
      'The values of X-Forwarded-Port contradict each other.',
    ],
    [
      [host, ['X-Forwarded-Prefix', '/a, /b']],
      'The values of X-Forwarded-Prefix contradict each other.',
    ],
    [[host, ['X-Forwarded-Proto', 'gopher']], 'The protocol that a proxy sent cannot be read.'],
    [[host, ['X-Forwarded-Host', 'a.example/x']], 'The host that a proxy sent cannot be read.'],
    [[host, ['X-Forwarded-Host', 'u@a.example']], 'The host that a proxy sent cannot be read.'],
    [[host, ['X-Forwarded-Host', 'a.example:x']], 'The host that a proxy sent cannot be read.'],
    [[host, ['X-Forwarded-Host', ':80']], 'The host that a proxy sent cannot be read.'],
    [
      [host, ['X-Forwarded-Host', '[2001:db8::z]:80']],
      'The host that a proxy sent cannot be read.',
    ],
    [[host, ['X-Forwarded-Port', 'x']], 'The X-Forwarded-Port that a proxy sent cannot be read.'],
    [[host, ['X-Forwarded-Port', '1x']], 'The X-Forwarded-Port that a proxy sent cannot be read.'],
    [[host, ['X-Forwarded-Port', 'x1']], 'The X-Forwarded-Port that a proxy sent cannot be read.'],
    [
      [host, ['X-Forwarded-Port', '123456']],
      'The X-Forwarded-Port that a proxy sent cannot be read.',
    ],
    [
      [host, ['X-Forwarded-Prefix', '//evil.example']],
      'The X-Forwarded-Prefix that a proxy sent cannot be read.',
    ],
    [
      [host, ['X-Forwarded-Prefix', 'shop']],
      'The X-Forwarded-Prefix that a proxy sent cannot be read.',
    ],
    [
      [host, ['X-Forwarded-Prefix', '/a?b']],
      'The X-Forwarded-Prefix that a proxy sent cannot be read.',
    ],
    [
      [host, ['X-Forwarded-Prefix', 'x/a']],
      'The X-Forwarded-Prefix that a proxy sent cannot be read.',
    ],
    [
      [host, ['Forwarded', 'for=203.0.113.7:80;;']],
      'The Forwarded that a proxy sent cannot be read.',
    ],
    [
      [host, ['Forwarded', 'for=203.0.113.7;For=10.9.9.9']],
      'The Forwarded that a proxy sent cannot be read.',
    ],
    [
      [host, ['X-Forwarded-Host', 'a.example:443'], ['X-Forwarded-Port', '80']],
      'The headers of the proxies contradict each other about the port.',
    ],
    ...['scheme', 'host', 'address'].map((what): [HeaderList, string] => [
      [
        host,
        ['Forwarded', 'for=203.0.113.7;proto=https;host=a.example'],
        ['X-Forwarded-For', what === 'address' ? '203.0.113.8' : '203.0.113.7'],
        ['X-Forwarded-Proto', what === 'scheme' ? 'http' : 'https'],
        ['X-Forwarded-Host', what === 'host' ? 'b.example' : 'a.example'],
      ],
      `The headers of the proxies contradict each other about the ${what}: Forwarded and X-Forwarded-… must agree, or one must be removed.`,
    ]),
  ])('refuses %j: %s', (headers, message) => {
    expect(failureOf(() => read(headers))).toEqual(problem('parameter_rejected', message))
  })

  it('compares only addresses if the URL is configured', () => {
    const headers: HeaderList = [host, ['Forwarded', 'for=203.0.113.7;proto=https']]
    const same: HeaderList = [...headers, ['X-Forwarded-For', '203.0.113.7']]
    expect(read(same, { isUrlConfigured: true })).toMatchObject({ address: '203.0.113.7' })
    const other: HeaderList = [...headers, ['X-Forwarded-For', '203.0.113.8']]
    expect(() => read(other, { isUrlConfigured: true })).toThrow('about the address')
  })

  it('takes the scheme of the connection if no proxy names one', () => {
    const request = raw({ method: 'GET', url: '/', peer: { address: PROXY, secure: true } })
    for (const trustedProxies of [[], [PROXY]]) {
      const options = { trustedProxies, allowForwardedPrefix: false, isUrlConfigured: false }
      expect(readForwarding(request, options)).toMatchObject({ scheme: 'https', address: PROXY })
    }
  })

  it('uses no header of an untrusted peer, and no prefix unless that is allowed', () => {
    const headers: HeaderList = [
      host,
      ['X-Forwarded-Host', 'a.example'],
      ['X-Forwarded-Prefix', '/x'],
    ]
    const stranger = '203.0.113.9'
    expect(read(headers, { address: stranger })).toEqual({ ...direct, address: stranger })
    expect(read(headers, { allowForwardedPrefix: false })).toEqual({ ...direct, host: 'a.example' })
  })
})

describe('createPublicRequestReader', () => {
  function urlOf(options: PublicUrlOptions, target: string, headers: HeaderList = []) {
    const found = createPublicRequestReader(options)(from('203.0.113.7', headers, target))
    if (found instanceof Promise) throw new Error('not at once')
    return found
  }

  it.each([
    ['https://photos.example', '/a?b', 'https://photos.example/a?b'],
    ['HTTPS://PHOTOS.example:443/', '/a', 'https://photos.example/a'],
    ['http://photos.example/v1/', '/a', 'http://photos.example/v1/a'],
    ['https://photos.example/v1', 'https://photos.example/v1?x', 'https://photos.example/v1?x'],
    ['https://photos.example/v1', 'HTTPS://photos.example/v1/a', 'HTTPS://photos.example/v1/a'],
    ['http://photos.example', 'http://photos.example/a', 'http://photos.example/a'],
  ])('puts %s before %s', (publicUrl, target, url) => {
    expect(urlOf({ publicUrl }, target)).toEqual({ url, address: '203.0.113.7' })
  })

  it.each([
    ['/a#b', 'The request target contains a "#".'],
    ['/ä', 'The request target contains characters that a URL must percent-encode.'],
    ['/a b', 'The request target contains characters that a URL must percent-encode.'],
    ['*', 'The request target is neither a path nor a URL of this server.'],
    ['x/https://photos.example/v1/', 'The request target is neither a path nor a URL of this'],
    ['https://evil.example/v1', 'The request target is neither a path nor a URL of this server.'],
    [
      'https://photos.example/v12',
      'The request target is neither a path nor a URL of this server.',
    ],
  ])('refuses the target %s', (target, message) => {
    const options = { publicUrl: 'https://photos.example/v1' }
    expect(failureOf(() => urlOf(options, target))).toEqual(problem('parameter_rejected', message))
  })

  it('calls a function for the URL, and is unavailable if that fails', async () => {
    const request = from('203.0.113.7', [], '/a')
    const asked = createPublicRequestReader({
      publicUrl: ({ url }) => `https://photos.example${url}/v1`,
    })
    await expect(asked(request)).resolves.toEqual({
      url: 'https://photos.example/a/v1/a',
      address: '203.0.113.7',
    })
    const failing = createPublicRequestReader({
      publicUrl: () => {
        throw new Error('no tenant')
      },
    })
    await expect(failing(request)).rejects.toMatchObject({ code: 'service_unavailable' })
    const wrong = createPublicRequestReader({ publicUrl: () => 'photos.example' })
    await expect(wrong(request)).rejects.toThrow('publicUrl must be an http or https URL without')
  })

  it.each([
    [undefined, 'localhost:3000', true],
    [undefined, '127.0.0.1', true],
    [undefined, 'photos.example', false],
    [['photos.example'], 'PHOTOS.example:80', true],
    [['other.example', 'photos.example:8080'], 'photos.example:8080', true],
    [['photos.example:8080'], 'photos.example', false],
    [['photos.example'], 'localhost', false],
    [['photos.example'], 'photos.example/x?y', false],
    [['photos.example'], 'a b', false],
    [[], 'localhost', false],
  ])('believes with allowedHosts %j the host %s: %s', (allowedHosts, host, isBelieved) => {
    const read = () => urlOf({ allowedHosts }, '/a', [['Host', host]]).url
    if (isBelieved) expect(read()).toBe(`http://${host.toLowerCase().replace(/:80$/, '')}/a`)
    else {
      expect(failureOf(read)).toEqual(
        problem(
          'parameter_rejected',
          'This server does not serve this host; its owner sets publicUrl or allowedHosts.',
        ),
      )
    }
  })

  it('accepts no host without the option', () => {
    expect(() => urlOf({}, '/a')).toThrow('This server does not serve this host;')
    expect(() => urlOf({ allowedHosts: ['undefined'] }, '/a')).toThrow('This server does not')
  })

  it('checks the host of each request, whatever the host of the last one', () => {
    const allowedHosts = ['photos.example', 'localhost:8443']
    const read = createPublicRequestReader({ allowedHosts })
    const urlFor = (host: string | undefined, secure = true): unknown => {
      const headers: HeaderList = host === undefined ? [] : [['Host', host]]
      const request = raw({ method: 'GET', url: '/a', headers, peer: { address: PROXY, secure } })
      return (read(request) as { readonly url: string }).url
    }
    expect(urlFor('photos.example')).toBe('https://photos.example/a')
    expect(urlFor('photos.example')).toBe('https://photos.example/a')
    expect(() => urlFor('evil.example')).toThrow('This server does not serve this host')
    expect(() => urlFor(undefined)).toThrow('This server does not serve this host')
    expect(urlFor('localhost:8443')).toBe('https://localhost:8443/a')
    expect(urlFor('photos.example')).toBe('https://photos.example/a')
    expect(urlFor('photos.example', false)).toBe('http://photos.example/a')
    expect(urlFor('PHOTOS.example')).toBe('https://photos.example/a')
  })

  it('lets two families of headers differ about the URL only if publicUrl decides it', () => {
    const headers = [
      ['Host', 'photos.example'],
      ['Forwarded', 'for=203.0.113.7;proto=https'],
      ['X-Forwarded-For', '203.0.113.7'],
    ] as const
    const options = { trustedProxies: [PROXY], allowedHosts: ['photos.example'] }
    const request = from(PROXY, headers)
    expect(() => createPublicRequestReader(options)(request)).toThrow('about the scheme')
    const publicUrl = 'https://photos.example'
    expect(createPublicRequestReader({ ...options, publicUrl })(request)).toEqual({
      url: 'https://photos.example/',
      address: '203.0.113.7',
    })
  })

  it('uses a prefix only if that is allowed', () => {
    const options = { trustedProxies: [PROXY], allowedHosts: ['photos.example'] }
    const request = from(PROXY, [
      ['Host', 'photos.example'],
      ['X-Forwarded-Prefix', '/shop'],
    ])
    expect(createPublicRequestReader(options)(request)).toMatchObject({
      url: 'http://photos.example/',
    })
    const allowing = { ...options, allowForwardedPrefix: true }
    expect(createPublicRequestReader(allowing)(request)).toMatchObject({
      url: 'http://photos.example/shop/',
    })
  })

  const PUBLIC_URL = 'publicUrl must be an http or https URL without query, fragment or user'
  const HOSTS = 'allowedHosts must be hosts such as photos.example or localhost:8443'
  it.each<[PublicUrlOptions, string]>([
    [{ publicUrl: 'photos.example' }, PUBLIC_URL],
    [{ publicUrl: 'ftp://photos.example' }, PUBLIC_URL],
    [{ publicUrl: 'x https://photos.example' }, PUBLIC_URL],
    [{ publicUrl: 'https://photos.example?x' }, PUBLIC_URL],
    [{ publicUrl: 'https://photos.example#x' }, PUBLIC_URL],
    [{ publicUrl: 'https://user@photos.example' }, PUBLIC_URL],
    [{ allowedHosts: ['https://photos.example'] }, HOSTS],
    [{ allowedHosts: ['photos.example', '*.example'] }, HOSTS],
    [{ allowedHosts: [''] }, HOSTS],
    [{ allowedHosts: ['photos.example:x'] }, HOSTS],
    [{ allowedHosts: ['photos example'] }, HOSTS],
    [{ trustedProxies: ['x'] }, 'trustedProxies must contain IP addresses or CIDR ranges such as'],
    [{ trustedProxies: [PROXY] }, 'trustedProxies needs allowedHosts or publicUrl'],
  ])('refuses %j at once', (options, message) => {
    expect(() => createPublicRequestReader(options)).toThrow(message)
  })

  it('accepts proxies with allowedHosts or publicUrl', () => {
    for (const options of [
      { allowedHosts: ['a.example'] },
      { publicUrl: 'https://a.example' },
      {},
    ]) {
      const trustedProxies = Object.keys(options).length === 0 ? [] : [PROXY]
      expect(() => createPublicRequestReader({ ...options, trustedProxies })).not.toThrow()
    }
  })
})

describe('assertSecureTransport', () => {
  const LOCAL = '127.0.0.1'
  it.each([
    ['https://photos.example/', '203.0.113.7', [], undefined],
    ['HTTPS://photos.example/', '203.0.113.7', [], undefined],
    ['http://photos.example/', '203.0.113.7', [], { plainHttpAllowed: true }],
    ['http://localhost:3000/a/b', LOCAL, [], undefined],
    ['http://[::1]/', '::1', [], { plainHttpAllowed: false }],
  ] as const)('takes %s from %s', (...row) => {
    const [url, address, headers, options] = row
    expect(() => {
      assertSecureTransport(from(address, headers), url, options)
    }).not.toThrow()
  })

  it.each([
    ['http://photos.example/', '203.0.113.7', [], undefined],
    ['http://photos.example/', LOCAL, [], { plainHttpAllowed: false }],
    ['http://localhost/', '203.0.113.7', [], undefined],
    ['http://localhost/', undefined, [], undefined],
    ['http://localhost/', LOCAL, [['Via', '1.1 proxy']], undefined],
  ] as const)('refuses %s from %s', (...row) => {
    const [url, address, headers, options] = row
    const run = () => {
      assertSecureTransport(from(address, headers), url, options)
    }
    expect(failureOf(run)).toEqual(problem('insecure_transport', 'Send this request over HTTPS.'))
  })
})
