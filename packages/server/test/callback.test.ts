import { describe, expect, it } from 'vitest'

import {
  callbackOrigin,
  callbackUrl,
  isCallbackAllowed,
  isExactHttpsCallback,
  requireCallbackPattern,
} from '../src/callback/callback.js'

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
    'http://localhost:1/cb',
    'com.example.printer:/oauth',
    'oob',
  ])('allows %s', (callback) => {
    expect(isCallbackAllowed(callback, patterns)).toBe(true)
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
    expect(isCallbackAllowed(callback, patterns)).toBe(false)
  })

  it('refuses out of band where it is not registered', () => {
    expect(isCallbackAllowed('oob', ['https://printer.example/ready'])).toBe(false)
  })
})

describe('requireCallbackPattern', () => {
  it.each(patterns)('takes %s', (pattern) => {
    expect(() => {
      requireCallbackPattern(pattern)
    }).not.toThrow()
  })

  it.each([
    'http://printer.example:*',
    'https://*.example/cb',
    'javascript:alert(1)',
    'data:text/html,x',
    'https://user@printer.example/',
    'https://printer.example/#x',
    'printer.example/ready',
    'vbscript:x',
    'https://printer.example/cb*',
    'https://printer.example/*/cb',
    'https://printer.example/cb/*?tenant=1',
    'https://printer.example/cb?tenant=*',
    '*',
    '',
  ])('refuses %j', (pattern) => {
    expect(() => {
      requireCallbackPattern(pattern)
    }).toThrow(TypeError)
  })
})

it.each([
  ['https://evil.example../cb', 'evil.example'],
  ['https://sub.evil.example./cb', 'evil.example'],
  ['https://evil.example/cb', 'evil.example.'],
])('leads %s nowhere where %s is blocked, however many dots end either', (callback, blocked) => {
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
  'https://127.0.0.1/cb',
  'http://printer.example/cb',
  'com.example.printer:/cb',
])('takes %s for no exact https callback, so that consent is asked for', (callback) => {
  expect(isCallbackAllowed(callback, [callback])).toBe(true)
  expect(isExactHttpsCallback(callback, [callback])).toBe(false)
})

it('adds parameters behind the query that a callback has', () => {
  const parameters = [['oauth_token', 'a b']] as const
  expect(callbackUrl('http://h.example/cb', parameters)).toBe(
    'http://h.example/cb?oauth_token=a%20b',
  )
  expect(callbackUrl('http://h.example/cb?x=+1', parameters)).toBe(
    'http://h.example/cb?x=+1&oauth_token=a%20b',
  )
  expect(callbackUrl('app:/cb', parameters)).toBe('app:/cb?oauth_token=a%20b')
  expect(callbackUrl('app:/cb?next=/a?', parameters)).toBe('app:/cb?next=/a?&oauth_token=a%20b')
  expect(callbackUrl('http://h.example/cb?next=/a?', parameters)).toBe(
    'http://h.example/cb?next=/a?&oauth_token=a%20b',
  )
})

it('tells where a callback leads', () => {
  expect(callbackOrigin('http://h.example:8080/cb?x')).toBe('http://h.example:8080')
  expect(callbackOrigin('app:/cb')).toBe('app:')
  expect(callbackOrigin('oob')).toBeUndefined()
})

it.each([
  ...['ms-msdt:/id', 'ms-officecmd:x', 'ms-word:ofe|u|x', 'MS-Settings:x', 'search-ms:query=x'],
  ...['search:x', 'jar:https://a.example/x!/y', 'feed:x', 'livescript:x', 'chrome://settings'],
  ...['chrome-extension://x', 'moz-extension://x', 'res://x.dll/y', 'mhtml:x', 'mk:@MSITStore:x'],
  ...['shell:startup', 'view-source:x', 'x-apple.systempreferences:x', 'x-apple-helpbasic:x'],
  ...['com.apple.tips:x', 'smb://evil.example/x', 'ldap://evil.example', 'itms-services://x'],
  ...['ssh://evil.example', 'intent:x', 'microsoft-edge:x', 'facetime://x', 'jnlp:x', 'webcal:x'],
  ...[
    'feed:javascript:alert(1)',
    'com.example.printer:javascript:alert(1)',
    'myapp://javascript:x',
  ],
  ...['com.example.app://javascript:1/alert(1)', 'com.example.app://data:8080,x', 'ms-appx:x'],
  ...[
    'com.example.app://x:1/javascript:y',
    'x.example://data:123456/x',
    'microsoft.windows.camera:x',
  ],
  ...['myapp:JavaScript:x', 'myapp:%6aavascript:x', 'myapp:%6A%61vascript%3Ax', 'myapp:x:data:y'],
])('neither registers nor follows %s', (callback) => {
  expect(() => {
    requireCallbackPattern(callback)
  }).toThrow(/must not have or hold the scheme [a-z.-]+, which/)
  expect(isCallbackAllowed(callback, [callback])).toBe(false)
})

it.each([
  ['ms-word:x', 'ms-word'],
  ['com.apple.tips:x', 'com.apple.tips'],
  ['com.example.app:JavaScript:x', 'javascript'],
])('names the scheme for which %s is refused', (callback, scheme) => {
  expect(() => {
    requireCallbackPattern(callback)
  }).toThrow(`must not have or hold the scheme ${scheme}, which`)
})

it.each([
  ...['com.example.printer:/cb', 'org.example.photos:/cb?next=https://a'],
  ...['windowsphoto.example:/cb', 'ms-photo.example:/cb', 'ldap.example:/cb', 'search-x.example:/'],
  ...['chrome-photo.example:/cb', 'com.example.app://data:8080/x', 'com.example.app://file:1?x=y'],
  ...[
    'com.example.app://ms-word:65535',
    'org.example.search:/cb',
    'com.example.jar:/x:y',
    'example.shellfish://cb',
  ],
])('registers and follows %s', (callback) => {
  requireCallbackPattern(callback)
  expect(isCallbackAllowed(callback, [callback])).toBe(true)
})

it.each([
  ...['myapp:/cb', 'myapp://callback', 'photos:/cb?next=https://a', 'x-printer:/cb', 'myapp.:/cb'],
  ...['MYAPP:/com.example', 'a..b:/cb', 'ms-app://s-1-15-2-1234/', 'myapp://data:8080/x'],
])('neither registers nor follows %s unless its scheme is allowed', (callback) => {
  expect(() => {
    requireCallbackPattern(callback)
  }).toThrow(/reversed domain name.*nativeSchemes/)
  expect(isCallbackAllowed(callback, [callback])).toBe(false)
  const [scheme = ''] = callback.toLowerCase().split(':')
  const rules = { blockedCallbackHosts: [], nativeSchemes: [scheme] }
  requireCallbackPattern(callback, rules)
  expect(isCallbackAllowed(callback, [callback], rules)).toBe(true)
})

it('neither registers nor follows a dangerous scheme though it is allowed', () => {
  const rules = { blockedCallbackHosts: [], nativeSchemes: ['javascript', 'myapp', 'ms-word'] }
  for (const callback of ['javascript:alert(1)', 'myapp:javascript:alert(1)', 'ms-word:x']) {
    expect(() => {
      requireCallbackPattern(callback, rules)
    }).toThrow(TypeError)
    expect(isCallbackAllowed(callback, [callback], rules)).toBe(false)
  }
})
