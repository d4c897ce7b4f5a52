import { assertCallbackPattern } from '../src/callback/assert-callback-pattern.js'
import { describe, expect, it } from 'vitest'

import {
  getCallbackOrigin,
  explainCallbackRefusal,
  createCallbackUrl,
  isCallbackAllowed,
  isExactHttpsCallback,
} from '../src/callback/callback.js'
import { findDangerousScheme } from '../src/callback/dangerous-scheme.js'
import { assertNativeSchemes } from '../src/callback/native-schemes.js'

const NO_RULES = { blockedCallbackHosts: [], nativeSchemes: [] }
const patterns = [
  'https://printer.example/ready',
  'https://printer.example/app/*',
  'https://query.example/cb?tenant=1',
  'http://127.0.0.1:*',
  'http://localhost:*/cb',
  'com.example.printer:/oauth',
  'oob',
]

describe('isCallbackAllowed', () => {
  it.each([
    'https://printer.example/ready',
    'HTTPS://PRINTER.EXAMPLE:443/ready',
    'https://printer.example/app/',
    'https://printer.example/app/a/b?c=d',
    'https://query.example/cb?tenant=1',
    'http://127.0.0.1:5000',
    'http://127.0.0.1/any/path?x=1',
    'https://printer.example/app/a//b:*/c',
    'COM.EXAMPLE.PRINTER:/oauth',
    'http://localhost:1/cb',
    'com.example.printer:/oauth',
    'oob',
  ])('allows %s', (callback) => {
    expect(isCallbackAllowed(callback, patterns, NO_RULES)).toBe(true)
  })

  it.each([
    'https://printer.example/ready/',
    'https://printer.example/ready?x=1',
    'https://printer.example/readyx',
    'https://printer.example:444/ready',
    'http://printer.example/ready',
    'https://printer.example.evil.example/ready',
    'https://evil.example/ready',
    'https://printer.example@evil.example/ready',
    'https://user:pw@printer.example/ready',
    'https://printer.example/ready#x',
    'https://printer.example\\@evil.example/ready',
    'https:\\\\printer.example/ready',
    'https:///printer.example/ready',
    'https:/printer.example/ready',
    '//printer.example/ready',
    '/ready',
    'https://printer.example/app/../admin',
    'https://printer.example/app/%2e%2e/admin',
    'https://printer.example/app/.%2E/admin',
    'https://printer.example/app/%2e%2e%2fadmin',
    'https://printer.example/app/..%2Fadmin',
    'https://printer.example/app/..%5cadmin',
    'https://printer.example/app/..;/admin',
    'https://printer.example/app/.;/x',
    'https://printer.example/app',
    'https://printer.example/applepie',
    'https://prınter.example/ready',
    'https://printer%2eexample/ready',
    'https://printer.example/ready\r\nX: y',
    'https://query.example/cb?tenant=2',
    'https://query.example/cb',
    'http://127.0.0.1.evil.example/',
    'http://127.0.0.2:5000/',
    'http://0x7f.1/',
    'http://2130706433/',
    'http://127.0.0.1:*',
    'http://localhost:1/other',
    'https://127.0.0.1:5000/',
    'com.example.printer:/oauth2',
    'com.example.other:/oauth',
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    'data:text/html,x',
    'OOB',
    '',
  ])('refuses %j', (callback) => {
    expect(isCallbackAllowed(callback, patterns, NO_RULES)).toBe(false)
  })

  it('refuses out of band if it is not registered', () => {
    expect(isCallbackAllowed('oob', ['https://printer.example/ready'], NO_RULES)).toBe(false)
  })
})

describe('assertCallbackPattern', () => {
  it.each(patterns)('takes %s', (pattern) => {
    expect(() => {
      assertCallbackPattern(pattern, NO_RULES, 'callbacks')
    }).not.toThrow()
  })

  it.each(
    // prettier-ignore
    [
      'https://user@printer.example/', 'https://printer.example/#x', 'printer.example/ready',
      'https://printer.example:/cb', 'https://printer.example:99999/cb', 'https://[:]/cb',
      'https://*.example/cb', 'https://printer.example/a/../cb', 'https://prınter.example/cb',
      'https://printer.example/cb?x= y', 'https://printer.example/cb?x=ü', '1com.example.app:/cb',
      'https://printer.example/cb?x=<y>', 'https://printer.example/cb?x="', 'https:/cb', '*', '',
      'com.example.app:', 'com.example.app:/*', 'com.example.app:/a@b', 'https://h.example\\@i',
    ],
  )('refuses %j, which is not such a URL', (pattern) => {
    expect(() => {
      assertCallbackPattern(pattern, NO_RULES, 'callbacks')
    }).toThrow(
      'callbacks must be "oob" or an absolute URL without user, fragment, dot segments, backslash or characters beyond ASCII',
    )
    expect(isCallbackAllowed(pattern, [pattern], NO_RULES)).toBe(false)
  })

  it.each(['http://printer.example:*', 'https://printer.example:*/cb'])(
    'refuses any port of a host that is not a loopback host: %s',
    (pattern) => {
      expect(() => {
        assertCallbackPattern(pattern, NO_RULES, 'defaultCallback')
      }).toThrow(
        'defaultCallback must not have any port ("*"), but for that of a loopback host (127.0.0.1, [::1], localhost)',
      )
    },
  )

  it.each([
    'https://printer.example/cb*',
    'https://printer.example/*/cb',
    'https://h.example/a*b/*',
    'https://printer.example/cb/*?tenant=1',
    'https://printer.example/cb?tenant=*',
    'http://127.0.0.1:*/a*b',
    'https://printer.example/**',
  ])('refuses a star that stands for anything else: %s', (pattern) => {
    expect(() => {
      assertCallbackPattern(pattern, NO_RULES, 'callbacks')
    }).toThrow(
      'callbacks must contain "*" only as the port of a loopback host, or at the end of a path without query',
    )
  })

  it('refuses a host that is blocked, and a scheme that is not a domain name', () => {
    const rules = { blockedCallbackHosts: ['evil.example'], nativeSchemes: [] }
    expect(() => {
      assertCallbackPattern('https://www.evil.example/cb', rules, 'callbacks')
    }).toThrow('callbacks must not lead to a host of blockedCallbackHosts')
    assertCallbackPattern('https://notevil.example/cb', rules, 'callbacks')
    expect(() => {
      assertCallbackPattern('MyApp:/cb', rules, 'callbacks')
    }).toThrow(
      'callbacks must have http, https or a scheme that is a reversed domain name, such as com.example.app, received myapp; use such a scheme, or allow this one by nativeSchemes',
    )
  })
})

it.each([
  ['https://evil.example../cb', 'evil.example'],
  ['https://sub.evil.example./cb', 'evil.example'],
  ['https://evil.example/cb', 'evil.example.'],
])('refuses %s if %s is blocked, with any number of final dots', (callback, blocked) => {
  expect(
    isCallbackAllowed(callback, [callback], { blockedCallbackHosts: [blocked], nativeSchemes: [] }),
  ).toBe(false)
})

it.each([
  'https://localhost/cb',
  'https://localhost./cb',
  'https://app.localhost/cb',
  'https://0.0.0.0/cb',
  'https://[::]/cb',
  'https://[::1]/cb',
  'https://[::ffff:7f00:1]/cb',
  'https://[::ffff:7fab:cdef]/cb',
  'https://127.0.0.1/cb',
  'http://printer.example/cb',
  'com.example.printer:/cb',
])('takes %s for no exact https callback, so that consent is asked for', (callback) => {
  expect(isCallbackAllowed(callback, [callback], NO_RULES)).toBe(true)
  expect(isExactHttpsCallback(callback, [callback])).toBe(false)
})

it.each([
  'https://localhost.example/cb',
  'https://notlocalhost/cb',
  'https://10.0.0.0/cb',
  'https://0.0.0.0.example/cb',
  'https://printer.example/cb?x=1',
  'https://[::ffff:8000:1]/cb',
])('accepts %s as an exact https callback if it is registered', (callback) => {
  expect(isExactHttpsCallback(callback, ['oob', 'https://other.example/*', callback])).toBe(true)
  expect(isExactHttpsCallback(callback, ['oob', 'https://other.example/*'])).toBe(false)
})

it.each(['https://printer.example/x/*', 'http://127.0.0.1:*', 'oob', 'not a URL'])(
  'takes nothing for an exact https callback by the pattern %s',
  (pattern) => {
    for (const callback of ['https://printer.example/x/y', 'https://printer.example/x/*', 'oob']) {
      expect(isExactHttpsCallback(callback, [pattern])).toBe(false)
    }
  },
)

it('compares the query of a pattern with any port unchanged', () => {
  const registered = ['http://127.0.0.1:*/?x=1']
  expect(isCallbackAllowed('http://127.0.0.1:5000/?x=1', registered, NO_RULES)).toBe(true)
  expect(isCallbackAllowed('http://127.0.0.1:5000/?x=2', registered, NO_RULES)).toBe(false)
  expect(isCallbackAllowed('http://127.0.0.1:5000/other', registered, NO_RULES)).toBe(false)
})

it.each([
  [
    'MYAPP:/cb',
    "This callback is registered for the consumer, but its scheme myapp is not in the provider's nativeSchemes.",
  ],
  [
    'https://evil.example/cb',
    "This callback is registered for the consumer, but its host is in the provider's blockedCallbackHosts.",
  ],
  ['https://printer.example/other', 'This callback is not registered for the consumer.'],
  ['other:/cb', 'This callback is not registered for the consumer.'],
  ['oob', 'This callback is not registered for the consumer.'],
  ['', 'This callback is not registered for the consumer.'],
])('says why %j is not allowed', (callback, reason) => {
  const registered = ['myapp:/cb', 'https://evil.example/cb', 'https://printer.example/cb']
  const rules = { blockedCallbackHosts: ['evil.example'], nativeSchemes: ['photos'] }
  expect(isCallbackAllowed(callback, registered, rules)).toBe(false)
  expect(explainCallbackRefusal(callback, registered, rules)).toBe(reason)
})

it('adds parameters behind the query that a callback has', () => {
  const parameters = [['oauth_token', 'a b']] as const
  expect(createCallbackUrl('http://h.example/cb', parameters)).toBe(
    'http://h.example/cb?oauth_token=a%20b',
  )
  expect(createCallbackUrl('http://h.example/cb?x=+1', parameters)).toBe(
    'http://h.example/cb?x=+1&oauth_token=a%20b',
  )
  expect(createCallbackUrl('app:/cb', parameters)).toBe('app:/cb?oauth_token=a%20b')
  expect(createCallbackUrl('app:/cb?next=/a?', parameters)).toBe(
    'app:/cb?next=/a?&oauth_token=a%20b',
  )
  expect(createCallbackUrl('http://h.example/cb?next=/a?', parameters)).toBe(
    'http://h.example/cb?next=/a?&oauth_token=a%20b',
  )
})

it('returns the origin or scheme of a callback', () => {
  expect(getCallbackOrigin('http://h.example:8080/cb?x')).toBe('http://h.example:8080')
  expect(getCallbackOrigin('http://h.example:80/cb')).toBe('http://h.example')
  expect(getCallbackOrigin('app:/cb')).toBe('app:')
  expect(getCallbackOrigin('oob')).toBeUndefined()
})

it.each(
  // prettier-ignore
  [
    'ms-msdt:/id', 'ms-officecmd:x', 'ms-word:ofe|u|x', 'MS-Settings:x', 'search-ms:query=x',
    'search:x', 'jar:https://a.example/x!/y', 'feed:x', 'livescript:x', 'chrome://settings',
    'chrome-extension://x', 'moz-extension://x', 'res://x.dll/y', 'mhtml:x', 'mk:@MSITStore:x',
    'shell:startup', 'view-source:x', 'x-apple.systempreferences:x', 'x-apple-helpbasic:x',
    'com.apple.tips:x', 'smb://evil.example/x', 'ldap://evil.example', 'itms-services://x',
    'ssh://evil.example', 'intent:x', 'microsoft-edge:x', 'facetime://x', 'jnlp:x', 'webcal:x',
    'feed:javascript:alert(1)', 'com.example.printer:javascript:alert(1)', 'myapp://javascript:x',
    'com.example.app://javascript:1/alert(1)', 'com.example.app://data:8080,x', 'ms-appx:x',
    'com.example.app://x:1/javascript:y', 'x.example://data:123456/x', 'microsoft.windows.camera:x',
    'myapp:JavaScript:x', 'myapp:%6aavascript:x', 'myapp:%6A%61vascript%3Ax', 'myapp:x:data:y',
  ],
)('neither registers nor follows %s', (callback) => {
  expect(() => {
    assertCallbackPattern(callback, NO_RULES, 'callbacks')
  }).toThrow(/must not have or contain the scheme [a-z.-]+, which/)
  expect(isCallbackAllowed(callback, [callback], NO_RULES)).toBe(false)
})

it.each([
  ['ms-word:x', 'ms-word'],
  ['com.apple.tips:x', 'com.apple.tips'],
  ['com.example.app:JavaScript:x', 'javascript'],
])('names the scheme for which %s is refused', (callback, scheme) => {
  expect(() => {
    assertCallbackPattern(callback, NO_RULES, 'callbacks')
  }).toThrow(`must not have or contain the scheme ${scheme}, which`)
})

it.each([
  'com.example.printer:/cb',
  'org.example.photos:/cb?next=https://a',
  'windowsphoto.example:/cb',
  'ms-photo.example:/cb',
  'ldap.example:/cb',
  'search-x.example:/',
  'chrome-photo.example:/cb',
  'com.example.app://data:8080/x',
  'com.example.app://file:1?x=y',
  'com.example.app://ms-word:65535',
  'org.example.search:/cb',
  'com.example.jar:/x:y',
  'example.shellfish://cb',
])('registers and follows %s', (callback) => {
  assertCallbackPattern(callback, NO_RULES, 'callbacks')
  expect(isCallbackAllowed(callback, [callback], NO_RULES)).toBe(true)
})

it.each([
  'myapp:/cb',
  'myapp://callback',
  'photos:/cb?next=https://a',
  'x-printer:/cb',
  'myapp.:/cb',
  'MYAPP:/com.example',
  'a..b:/cb',
  'ms-app://s-1-15-2-1234/',
  'myapp://data:8080/x',
])('neither registers nor redirects to %s unless its scheme is allowed', (callback) => {
  expect(() => {
    assertCallbackPattern(callback, NO_RULES, 'callbacks')
  }).toThrow(/reversed domain name.*nativeSchemes/)
  expect(isCallbackAllowed(callback, [callback], NO_RULES)).toBe(false)
  const [scheme = ''] = callback.toLowerCase().split(':')
  const rules = { blockedCallbackHosts: [], nativeSchemes: [scheme] }
  assertCallbackPattern(callback, rules, 'callbacks')
  expect(isCallbackAllowed(callback, [callback], rules)).toBe(true)
})

it('neither registers nor follows a dangerous scheme though it is allowed', () => {
  const rules = { blockedCallbackHosts: [], nativeSchemes: ['javascript', 'myapp', 'ms-word'] }
  for (const callback of ['javascript:alert(1)', 'myapp:javascript:alert(1)', 'ms-word:x']) {
    expect(() => {
      assertCallbackPattern(callback, rules, 'callbacks')
    }).toThrow(TypeError)
    expect(isCallbackAllowed(callback, [callback], rules)).toBe(false)
  }
})

it.each([
  ['feed:x', 'feed'],
  ['jnlp:x', 'jnlp'],
  ['jnlps:x', 'jnlps'],
  ['photo-extension:x', 'photo-extension'],
  ['com.example.app:javascript:alert(1)//h:80/', 'javascript'],
  ['com.example.app://vbs:80/x', 'vbs'],
  ['com.example.app:1//data:80/x', 'data'],
  ['photo-extensions:x', undefined],
  ['forms-photo:x', undefined],
  ['jnlpx:x', undefined],
  ['ms-app:x', undefined],
  ['example.microsoft.app:x', undefined],
  ['com.example.app://ms-vbs:80/x', undefined],
  ['com.example.app://vbs-extension:80/x', undefined],
  ['com.example.app://data:80', undefined],
  [':', undefined],
])('finds in %s the dangerous scheme %s', (url, scheme) => {
  expect(findDangerousScheme(url)).toBe(scheme)
})

describe('assertNativeSchemes', () => {
  it.each(['myapp', 'MyApp', 'x', 'com.example.app', 'a1+b-c'])('takes %s', (scheme) => {
    expect(() => {
      assertNativeSchemes([scheme])
    }).not.toThrow()
  })

  it.each(['myapp:', 'my app', '1app', '', '.app'])(
    'refuses %j, which is not a scheme',
    (scheme) => {
      expect(() => {
        assertNativeSchemes(['photos', scheme])
      }).toThrow(
        `createProvider: nativeSchemes must name schemes without a colon, such as myapp, received ${JSON.stringify(scheme)}`,
      )
    },
  )

  it('refuses a scheme that browsers or operating systems act upon', () => {
    expect(() => {
      assertNativeSchemes(['photos', 'javascript'])
    }).toThrow(
      'createProvider: nativeSchemes must not name javascript, which browsers or operating systems act upon; give the application a scheme of its own',
    )
  })
})
