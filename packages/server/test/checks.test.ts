import { describe, expect, it } from 'vitest'

import { collectRequest, OAuthError } from '@oauthplus/core'

import {
  toPageValue,
  assertParameterCount,
  assertLogin,
  assertProtocolValues,
  assertTimestamp,
} from '../src/checks/syntax.js'
import { conceal, toPageProblem, toResponseProblem } from '../src/errors/conceal.js'
import { createFullError } from '../src/errors/full-error.js'
import { createParameterError } from '../src/errors/rejected-errors.js'
import { createDebugReport } from '../src/settings/debug-report.js'
import { createProxyWatch } from '../src/settings/watch-proxy.js'
import {
  isDeeplyStorable,
  isIndexable,
  isIndexableName,
  isStorable,
  isStorableArray,
  isStorableName,
  isStorableString,
} from '../src/store/storable.js'
import { memoryStore } from '../src/index.js'
import type { AccessTokenRecord, RequestTokenRecord } from '../src/index.js'
import { isRenewable, assertUsable } from '../src/tokens/token-state.js'
import type { TokenUse } from '../src/tokens/token-state.js'
import { raw, START_SECONDS, testProvider } from './neutral-requests.js'

/** Gives the code and the message of what a function throws. */
function failureOf(run: () => void): unknown {
  try {
    run()
  } catch (error) {
    const { code, message } = error as { code: string; message: string }
    return [code, message]
  }
  return undefined
}

describe('a string for a store', () => {
  const LONGEST = 'é'.repeat(127) + 'a'
  const STRING = 'must be a string without NUL or unpaired surrogates, received'
  const NAME = 'must be a string that is not empty, without NUL or unpaired surrogates, received'
  const ID =
    'must be a string of 255 bytes at most (UTF-8), without NUL or unpaired surrogates, received'
  const KEY =
    'must be a string of 1 to 255 bytes (UTF-8), without NUL or unpaired surrogates, received'

  it.each([
    ['', true],
    ['a😀é', true],
    ['a\0', false],
    ['\ud83d', false],
    ['a\ude00b', false],
  ])('%j can be stored: %s', (text, expected) => {
    expect(isStorable(text)).toBe(expected)
    for (const value of [
      text,
      [text],
      ['a', text],
      { a: { b: ['x', text] } },
      { a: text, b: 'x' },
    ]) {
      expect(isDeeplyStorable(value)).toBe(expected)
    }
  })

  it('is looked for in nothing but arrays and records', () => {
    for (const value of [undefined, null, 5, true, new Uint8Array([0]), {}, []]) {
      expect(isDeeplyStorable(value)).toBe(true)
    }
    // A view of bytes is not taken apart.
    const bytes = Object.assign(new Uint8Array(1), { note: '\0' })
    expect(isDeeplyStorable(bytes)).toBe(true)
  })

  it.each([
    ...[
      [isStorableString, '', undefined],
      [isStorableString, 'a', undefined],
      [isStorableString, 'a\0', `${STRING} a string of 2 characters`],
      [isStorableString, 5, `${STRING} 5`],
      [isStorableString, undefined, `${STRING} undefined`],
    ],
    ...[
      [isStorableName, 'a', undefined],
      [isStorableName, '', `${NAME} an empty string`],
      [isStorableName, '\0', `${NAME} a string of 1 characters`],
      [isStorableName, 5, `${NAME} 5`],
    ],
    ...[
      [isIndexable, '', undefined],
      [isIndexable, 'a'.repeat(255), undefined],
      [isIndexable, LONGEST, undefined],
      [isIndexable, `${LONGEST}a`, `${ID} a string of 129 characters`],
      [isIndexable, 'a'.repeat(256), `${ID} a string of 256 characters`],
      [isIndexable, '€'.repeat(85), undefined],
      [isIndexable, '€'.repeat(86), `${ID} a string of 86 characters`],
      [isIndexable, '\0', `${ID} a string of 1 characters`],
      [isIndexable, 5, `${ID} 5`],
    ],
    ...[
      [isIndexableName, 'a', undefined],
      [isIndexableName, '', `${KEY} an empty string`],
      [isIndexableName, 'a'.repeat(256), `${KEY} a string of 256 characters`],
      [isIndexableName, 5, `${KEY} 5`],
    ],
    ...[
      [isStorableArray, [], undefined],
      [isStorableArray, ['a'], undefined],
      [isStorableArray, ['a', '\0'], `${STRING} a string of 1 characters`],
      [
        isStorableArray,
        'a',
        'must be an array of strings without NUL or unpaired surrogates, received a string of 1 characters',
      ],
    ],
  ] as [typeof isIndexable, unknown, string | undefined][])(
    'is checked: %#',
    (check, value, text) => {
      expect(check(value)?.message).toBe(text)
    },
  )
})

describe('the syntax of a request', () => {
  it.each([
    ['', undefined],
    ['a'.repeat(255), undefined],
    ['a'.repeat(256), 'The parameter csrf is too long.'],
    ['a\0', 'The parameter csrf contains a control character.'],
    ['a\n', 'The parameter csrf contains a control character.'],
    ['\ud83d', 'The parameter csrf contains a control character.'],
    [undefined, 'This page needs the parameter csrf once.'],
    [['a', 'b'], 'This page needs the parameter csrf once.'],
  ])('refuses %j as a parameter of a page: %s', (value, message) => {
    const failure = failureOf(() => {
      expect(toPageValue('csrf', value)).toBe(value)
    })
    expect(failure).toEqual(message && ['parameter_rejected', message])
  })

  it('limits the parameters of strings and bytes', () => {
    const tooMany = ['parameter_rejected', 'There are more than 2 parameters.']
    for (const read of [(text: string) => text, (text: string) => new TextEncoder().encode(text)]) {
      const refused = (text: string) =>
        failureOf(() => {
          assertParameterCount(read(text), 2)
        })
      expect([refused(''), refused('a&b'), refused('a&b&c'), refused('&&')]).toEqual([
        ...[undefined, undefined],
        ...[tooMany, tooMany],
      ])
    }
  })

  it.each([
    ['jane', 'x', undefined],
    ['j'.repeat(2083), 'x'.repeat(5000), undefined],
    ['j'.repeat(2084), 'x', 'x_auth_username is too long.'],
    ['ja\u0085ne', 'x', 'An xAuth parameter contains a control character.'],
    ['\ud83d', 'x', 'An xAuth parameter contains a control character.'],
    ['jane', 'x\0', 'An xAuth parameter contains a control character.'],
    ['jane', 'x\n', undefined],
  ])(
    'refuses a username and a password that no database can store: %#',
    (username, password, message) => {
      const failure = failureOf(() => {
        assertLogin(username, password)
      })
      expect(failure).toEqual(message === undefined ? undefined : ['parameter_rejected', message])
    },
  )

  it.each([
    [[], undefined],
    [[['oauth_timestamp', '90']], undefined],
    [[['oauth_timestamp', '110']], undefined],
    [[['oauth_timestamp', '000000000000100']], undefined],
    ...[
      [[['oauth_timestamp', '89']], 'timestamp_refused'],
      [[['oauth_timestamp', '111']], 'timestamp_refused'],
      [[['oauth_timestamp', '1e2']], 'parameter_rejected'],
      [[['oauth_timestamp', 'x100']], 'parameter_rejected'],
      [[['oauth_timestamp', '100x']], 'parameter_rejected'],
      [[['oauth_timestamp', '']], 'parameter_rejected'],
      [[['oauth_timestamp', '0000000000000100']], 'parameter_rejected'],
    ],
  ] as [[string, string][], string | undefined][])('refuses %j: %s', (protocol, code) => {
    const failure = failureOf(() => {
      assertTimestamp(protocol, { nowSeconds: 100, windowSeconds: 10 })
    })
    const message =
      code === 'timestamp_refused'
        ? 'The timestamp is too far from the server time.'
        : 'oauth_timestamp must be the seconds since 1970, in digits.'
    expect(failure).toEqual(code && [code, message])
  })
})

describe('assertUsable', () => {
  const request: RequestTokenRecord = {
    ...{ kind: 'request', key: 'k', secret: 's', consumerKey: 'c', callback: 'oob', scopes: [] },
    ...{ state: 'approved', wrongVerifiers: 0, consentKey: 'x' },
    ...{ createdAtSeconds: 1, expiresAtSeconds: 100 },
  }
  const access: AccessTokenRecord = {
    ...{ kind: 'access', key: 'k', secret: 's', consumerKey: 'c', userId: 'u', scopes: [] },
    ...{ grantedBy: 'consent', state: 'valid', createdAtSeconds: 1 },
  }
  const session = { sessionHandleDigest: 'd', expiresAtSeconds: 99, keepUntilSeconds: 100 }
  const EXCHANGE = { endpoint: 'access-token', isRenewal: false } as const
  const RENEWAL = { endpoint: 'access-token', isRenewal: true } as const
  const RESOURCE = { endpoint: 'resource', isRenewal: false } as const
  const INVALIDATION = { endpoint: 'invalidation', isRenewal: false } as const

  it.each<[RequestTokenRecord | AccessTokenRecord, Omit<TokenUse, 'nowSeconds'>, string?, string?]>(
    [
      [request, EXCHANGE],
      [{ ...request, expiresAtSeconds: 99 }, EXCHANGE, 'token_expired', 'The token has expired.'],
      [
        { ...request, state: 'pending' },
        EXCHANGE,
        'permission_unknown',
        'The user has not decided yet.',
      ],
      [
        { ...request, state: 'denied' },
        EXCHANGE,
        'permission_denied',
        'The user has refused access.',
      ],
      [
        { ...request, state: 'used' },
        EXCHANGE,
        'token_used',
        'The request token was exchanged before.',
      ],
      [
        { ...request, state: 'locked' },
        EXCHANGE,
        'token_rejected',
        'Too many wrong verifiers were sent for this token.',
      ],
      [
        { ...request, state: 'revoked' },
        EXCHANGE,
        'token_revoked',
        'The request token was revoked.',
      ],
      [
        request,
        RENEWAL,
        'parameter_rejected',
        'A request token is exchanged without a session handle (no upgrade, Session extension 6.2).',
      ],
      [request, RESOURCE, 'token_rejected', 'The token is not accepted here.'],
      [
        request,
        { ...RESOURCE, isRenewal: true },
        'token_rejected',
        'The token is not accepted here.',
      ],
      [request, INVALIDATION, 'token_rejected', 'The token is not accepted here.'],
      [access, RESOURCE],
      [access, { ...RESOURCE, isRenewal: true }],
      [access, RENEWAL],
      [access, INVALIDATION],
      [access, EXCHANGE, 'token_rejected', 'The token is not accepted here.'],
      [{ ...access, expiresAtSeconds: 100 }, RESOURCE],
      [{ ...access, expiresAtSeconds: 99 }, RESOURCE, 'token_expired', 'The token has expired.'],
      [{ ...access, expiresAtSeconds: 99 }, RENEWAL, 'token_expired', 'The token has expired.'],
      [
        { ...access, ...session },
        RESOURCE,
        'access_token_expired',
        'The access token has expired; renew it.',
      ],
      [{ ...access, ...session }, RENEWAL],
      [{ ...access, ...session }, INVALIDATION],
      [
        { ...access, ...session, keepUntilSeconds: 99 },
        RENEWAL,
        'token_expired',
        'The token has expired.',
      ],
      [{ ...access, state: 'revoked' }, RESOURCE, 'token_revoked', 'The access token was revoked.'],
      [
        { ...access, state: 'replaced' },
        RESOURCE,
        'token_used',
        'The access token was renewed; use the new one.',
      ],
    ],
  )('accepts or refuses by kind, state and time: %#', (...[token, use, code, message]) => {
    const failure = failureOf(() => {
      assertUsable(token, { ...use, nowSeconds: 100 })
    })
    expect(failure).toEqual(code && [code, message])
  })

  it('names the session handle that does not belong to a request token', () => {
    expect(() => {
      assertUsable(request, { ...RENEWAL, nowSeconds: 100 })
    }).toThrow(
      expect.objectContaining({ details: { parametersRejected: [['oauth_session_handle', '']] } }),
    )
  })

  it('lets a session be renewed until its last second', () => {
    expect(isRenewable({ ...access, ...session }, 100)).toBe(true)
    expect(isRenewable({ ...access, ...session }, 101)).toBe(false)
    expect(isRenewable({ ...access, ...session, keepUntilSeconds: undefined }, 101)).toBe(true)
    expect(isRenewable({ ...access, keepUntilSeconds: 100 }, 100)).toBe(false)
  })
})

describe('debugReport', () => {
  function report(method: string, query = '') {
    const header = `OAuth realm="x", oauth_consumer_key="k", oauth_signature_method="${method}", oauth_signature="secret"`
    return createDebugReport(
      collectRequest({
        ...{ method: 'POST', url: `https://photos.example/a${query}` },
        headers: [
          ['Authorization', header],
          ['Content-Type', 'application/x-www-form-urlencoded'],
        ],
        body: new TextEncoder().encode('f=1'),
      }),
    )
  }

  it('shows the correct base string, without secrets', () => {
    const { parameters, baseString, ...others } = report('HMAC-SHA1', '?b=2&c=d?e')
    expect(others).toEqual({ method: 'POST', url: 'https://photos.example/a' })
    expect(parameters.map(([name]) => name)).toEqual([
      ...['oauth_consumer_key', 'oauth_signature_method', 'oauth_signature', 'b', 'c', 'f'],
    ])
    expect(JSON.stringify(parameters)).not.toContain('secret')
    expect(baseString).toBe(
      'POST&https%3A%2F%2Fphotos.example%2Fa&b%3D2%26c%3Dd%253Fe%26f%3D1%26oauth_consumer_key%3Dk%26oauth_signature_method%3DHMAC-SHA1',
    )
    expect(report('HMAC-SHA1').baseString).toBe(
      'POST&https%3A%2F%2Fphotos.example%2Fa&f%3D1%26oauth_consumer_key%3Dk%26oauth_signature_method%3DHMAC-SHA1',
    )
  })

  it('has no base string for PLAINTEXT', () => {
    expect(report('PLAINTEXT')).toMatchObject({ method: 'POST', baseString: undefined })
  })
})

it('reports the first proxy on this machine that is not trusted', () => {
  const events: unknown[] = []
  const watch = createProxyWatch((event) => events.push(event), ['127.0.0.2'])
  const ask = (address: string, name = 'Via') => {
    const peer = { address, secure: true }
    watch(raw({ method: 'GET', url: '/', headers: [[name, 'x']], peer }))
  }
  ask('127.0.0.1', 'Accept')
  ask('203.0.113.7')
  ask('127.0.0.2')
  expect(events).toEqual([])
  ask('127.0.0.1')
  ask('127.0.0.1')
  expect(events).toEqual([{ type: 'proxy_untrusted', address: '127.0.0.1', headerNames: ['Via'] }])
})

it('looks for such a proxy in the first 100 requests', () => {
  const events: unknown[] = []
  const watch = createProxyWatch((event) => events.push(event))
  const peer = { address: '127.0.0.1', secure: true }
  for (let count = 0; count < 100; count++) watch(raw({ method: 'GET', url: '/', peer }))
  watch(raw({ method: 'GET', url: '/', peer, headers: [['Via', 'x']] }))
  expect(events).toEqual([])
})

describe('a refusal', () => {
  it('is concealed only from the sender', () => {
    const error = new OAuthError('consumer_key_unknown', 'Unknown.')
    expect(toResponseProblem(error)).toEqual({ code: 'consumer_key_unknown', advice: 'Unknown.' })
    expect(toPageProblem(error)).toMatchObject({
      code: 'consumer_key_unknown',
      message: 'Unknown.',
    })
    expect(conceal(error)).toBe(error)
    expect(toResponseProblem(error)).toEqual({
      code: 'signature_invalid',
      advice:
        'The signature does not match the request, or the consumer key, the token or a secret is wrong.',
    })
    expect(toPageProblem(error)).toEqual({
      code: 'token_rejected',
      message:
        'This request for access is unknown, has expired, or was decided before; start again.',
    })
  })

  it('says when a consumer whose share is used up may try again', () => {
    expect(createFullError('consumer_full')).toMatchObject({
      code: 'consumer_key_refused',
      details: { retryAfterSeconds: 60 },
    })
    expect(createFullError('full')).toMatchObject({ code: 'service_unavailable' })
  })

  it('repeats a value of 255 characters, and none that is longer', () => {
    const repeated = (value?: string) =>
      createParameterError('scope', 'No.', value).details?.parametersRejected
    expect(repeated('a'.repeat(255))).toEqual([['scope', 'a'.repeat(255)]])
    expect(repeated('a'.repeat(256))).toEqual([['scope', '']])
    expect(repeated()).toEqual([['scope', '']])
  })
})

it('remembers a revoked token for 30 days', async () => {
  const store = memoryStore()
  const until: number[] = []
  const { revokeTokens } = store
  store.revokeTokens = (target, keepUntilSeconds) => {
    until.push(keepUntilSeconds)
    return revokeTokens(target, keepUntilSeconds)
  }
  await (await testProvider({ store })).provider.tokens.revoke({ userId: 'jane' })
  expect(until).toEqual([START_SECONDS + 30 * 86_400])
})

describe('assertProtocolValues', () => {
  const LIMITS = [
    ['oauth_consumer_key', 255],
    ['oauth_token', 255],
    ['oauth_nonce', 255],
    ['oauth_verifier', 255],
    ['oauth_signature_method', 64],
    ['oauth_version', 16],
    ['oauth_signature', 2083],
    ['oauth_own', 2083],
  ] as const

  it.each(LIMITS)('accepts %s with %i characters and no more', (name, length) => {
    const value = 'x'.repeat(length)
    expect(
      failureOf(() => {
        assertProtocolValues([[name, value]])
      }),
    ).toBeUndefined()
    expect(
      failureOf(() => {
        assertProtocolValues([
          ['oauth_a', ''],
          [name, `${value}x`],
        ])
      }),
    ).toEqual(['parameter_rejected', 'A protocol parameter is too long.'])
  })

  it('accepts names of 64 characters and no more', () => {
    const name = `oauth_${'x'.repeat(58)}`
    expect(
      failureOf(() => {
        assertProtocolValues([[name, '']])
      }),
    ).toBeUndefined()
    expect(
      failureOf(() => {
        assertProtocolValues([[`${name}x`, '']])
      }),
    ).toEqual(['parameter_rejected', 'A protocol parameter is too long.'])
  })

  it.each([
    ['oauth_token', 'a\0'],
    ['oauth_token', '\x1fa'],
    ['oauth_nonce', 'a\x7fb'],
    ['oauth_own', '\x9f'],
    ['oauth_own\n', 'a'],
    ['oauth_\x80', ''],
  ])('refuses the control character in %j=%j', (name, value) => {
    expect(
      failureOf(() => {
        assertProtocolValues([[name, value]])
      }),
    ).toEqual(['parameter_rejected', 'A protocol parameter contains a control character.'])
  })

  it('accepts characters that are not control characters', () => {
    expect(
      failureOf(() => {
        assertProtocolValues([['oauth_own', ' ~\u00a0é😀']])
      }),
    ).toBeUndefined()
  })
})
