import { describe, expect, it } from 'vitest'

import {
  collectRequest,
  formatAuthorizationHeader,
  formatForm,
  HMAC_SHA1,
  PLAINTEXT,
  RSA_SHA256,
  signatureBaseString,
  signRequest,
  verifySignature,
} from '../src/index.js'
import type {
  BaseStringInput,
  CollectedRequest,
  Dialect,
  ReceivedRequest,
  SignatureMethod,
  SignRequestOptions,
  VerificationKeys,
} from '../src/index.js'
import { isBodyHashValid, isSignatureValid } from '../src/internal.js'
import { KEYS } from './vectors.js'

const consumer = {
  key: 'consumer',
  secret: 'consumer secret',
  privateKey: KEYS.generated?.privateKey,
}
const token = { key: 'token', secret: 'token secret' }
const known = {
  secrets: [consumer.secret],
  tokenSecrets: [token.secret],
  publicKeys: [KEYS.generated?.publicKey ?? ''],
}
const all = {
  signatureMethods: [
    'HMAC-SHA1',
    'HMAC-SHA256',
    'HMAC-SHA512',
    'RSA-SHA1',
    'RSA-SHA256',
    'RSA-SHA512',
    'RSA-PSS',
    'PLAINTEXT',
  ],
}
const json = {
  method: 'PUT',
  url: 'https://api.example/items?b=2',
  headers: [['Content-Type', 'application/json']],
  body: '{"a":1}',
} as const
const form = {
  method: 'POST',
  url: 'https://api.example/items?b=2',
  headers: [['Content-Type', 'application/x-www-form-urlencoded; charset=UTF-8']],
  body: 'a=1&a=0&c+d=%2b',
} as const

async function outcome(request: ReceivedRequest | CollectedRequest, keys = known): Promise<string> {
  const result = await verifySignature(request, keys, all)
  return result.ok ? 'ok' : result.problem.code
}

describe('a request from signRequest', () => {
  const transmissions = ['header', 'body', 'query'] as const
  it.each(
    all.signatureMethods.flatMap((signatureMethod) =>
      transmissions.map((transmission) => ({ signatureMethod, transmission })),
    ),
  )('verifies by $signatureMethod in the $transmission', async (options) => {
    const allowed = { ...options, allowPlaintextInQuery: true }
    const signed = await signRequest(form, { consumer, token }, allowed)
    expect(await outcome(signed)).toBe('ok')
    expect(String(signed.body).slice(0, form.body.length)).toBe(form.body)
  })

  it('verifies with an empty token, and without one', async () => {
    const bare = await signRequest(json, { consumer })
    const empty = await signRequest(json, { consumer, token: { key: '', secret: '' } })
    expect(bare.parameters.map(([name]) => name)).not.toContain('oauth_token')
    expect(empty.parameters).toContainEqual(['oauth_token', ''])
    expect([await outcome(bare), await outcome(empty)]).toEqual(['ok', 'ok'])
  })

  it('does not change its inputs, though they be frozen', async () => {
    const frozen = Object.freeze({
      ...form,
      headers: Object.freeze(form.headers.map((pair) => Object.freeze([...pair] as const))),
    })
    const signed = await signRequest(
      frozen,
      Object.freeze({ consumer: Object.freeze(consumer), token: Object.freeze(token) }),
      Object.freeze({ parameters: Object.freeze([]) }),
    )
    expect(await outcome(signed)).toBe('ok')
    expect(frozen.headers).toEqual(form.headers)
  })

  it('can be passed to fetch', async () => {
    const signed = await signRequest(form, { consumer, token })
    const request = new Request(signed.url, signed)
    expect(request.headers.get('authorization')).toMatch(/^OAuth oauth_consumer_key="consumer"/)
    expect(await request.text()).toBe(form.body)
  })

  it('keeps a fragment behind the parameters of the query', async () => {
    const { url } = await signRequest(
      { method: 'GET', url: 'https://api.example/items?#top' },
      { consumer },
      { transmission: 'query' },
    )
    expect(url).toMatch(/^https:\/\/api\.example\/items\?oauth_consumer_key=.*#top$/)
  })

  it.each(['?q=what?', '?', '?a=1&', '??', '?a=1&?#top?', '#top?'])(
    'verifies in a URL that ends in %s',
    async (end) => {
      const request = { method: 'GET', url: `https://api.example/search${end}` }
      const signed = await signRequest(request, { consumer, token }, { transmission: 'query' })
      expect(await outcome({ ...signed, url: new Request(signed.url).url })).toBe('ok')
    },
  )

  it('takes nonces that no two requests share', async () => {
    const requests = await Promise.all(
      Array.from({ length: 1000 }, () => signRequest(json, { consumer })),
    )
    const nonces = new Set(
      requests.map(({ parameters }) => parameters.find(([name]) => name === 'oauth_nonce')?.[1]),
    )
    expect(nonces.size).toBe(1000)
  })

  it.each<[string, SignRequestOptions, Parameters<typeof signRequest>[0]]>([
    ['a second Authorization', {}, { ...json, headers: [['authorization', 'Basic x']] }],
    ['parameters in the body of a GET', { transmission: 'body' }, { ...form, method: 'get' }],
    ['parameters in a JSON body', { transmission: 'body' }, json],
    ['a hash beside a form', { sendBodyHash: true }, form],
    ['an unknown method', { signatureMethod: 'HMAC-MD5' }, json],
    ['an unwritable realm', { realm: 'a\nb' }, json],
  ])('refuses %s as the caller’s mistake', async (_what, options, request) => {
    await expect(signRequest(request, { consumer, token }, options)).rejects.toThrow(TypeError)
  })

  it('refuses to sign by secret without one, but signs with an empty one', async () => {
    await expect(signRequest(json, { consumer: { key: 'c' } })).rejects.toThrow(/consumer\.secret/)
    const signed = await signRequest(json, { consumer: { key: 'c', secret: '' } })
    expect(await outcome(signed, { ...known, secrets: [''] })).toBe('ok')
    expect(await outcome(signed, { ...known, secrets: [] })).toBe('signature_invalid')
  })

  it('refuses a URL that carries a protocol parameter already', async () => {
    await expect(
      signRequest({ ...json, url: 'https://api.example/?oauth_nonce=1' }, { consumer }),
    ).rejects.toMatchObject({ code: 'parameter_rejected' })
  })
})

describe('verifySignature', () => {
  it('refuses whatever was changed under way', async () => {
    const signed = await signRequest(form, { consumer, token }, { realm: 'r' })
    const changes: Partial<ReceivedRequest>[] = [
      { method: 'PUT' },
      { url: 'https://api.example/items?b=3' },
      { url: 'https://api.example/items?b=2&b=2' },
      { url: 'https://api.example/items/?b=2' },
      { url: 'http://api.example/items?b=2' },
      { url: 'https://api.example/items?b=2&realm=evil' },
      { body: 'a=0&a=1&c+d=%2b&e' },
      { body: '' },
    ]
    for (const change of changes) {
      expect(await outcome({ ...signed, ...change })).toBe('signature_invalid')
    }
  })

  it('accepts lists of secrets and of keys, so that they can be rotated', async () => {
    const signed = await signRequest(json, { consumer, token })
    const rotated = {
      ...known,
      secrets: ['new', consumer.secret],
      tokenSecrets: ['new', token.secret],
    }
    expect(await outcome(signed, rotated)).toBe('ok')
    expect(await outcome(signed, { ...known, secrets: ['new'] })).toBe('signature_invalid')
    const bySeal = await signRequest(json, { consumer, token }, { signatureMethod: 'RSA-SHA256' })
    const keys = [KEYS['mastercard-tests']?.publicKey ?? '', ...known.publicKeys]
    expect(await outcome(bySeal, { ...known, publicKeys: keys })).toBe('ok')
  })

  it('does not take an absent token secret for an empty one', async () => {
    const signed = await signRequest(json, { consumer, token: { key: 'token', secret: '' } })
    const verified = await verifySignature(signed, { secrets: known.secrets }, all)
    expect(verified).toMatchObject({ ok: false, problem: { code: 'signature_invalid' } })
  })

  it('never verifies an RSA signature with a secret', async () => {
    const signed = await signRequest(json, { consumer: { key: 'c', secret: '' } })
    const result = await verifySignature(
      signed,
      { publicKeys: known.publicKeys },
      { signatureMethods: ['HMAC-SHA1', 'RSA-SHA1'] },
    )
    expect(result.ok).toBe(false)
  })

  it('demands the list of allowed methods and keeps to it', async () => {
    const signed = await signRequest(json, { consumer, token }, { signatureMethod: 'PLAINTEXT' })
    const result = await verifySignature(signed, known, { signatureMethods: ['HMAC-SHA1'] })
    expect(result).toMatchObject({ ok: false, problem: { code: 'signature_method_rejected' } })
    await expect(verifySignature(signed, known, {} as never)).rejects.toThrow(/signatureMethods/)
    await expect(verifySignature(signed, known, { signatureMethods: [] })).rejects.toThrow(
      TypeError,
    )
  })

  it('names the missing parts', async () => {
    const result = await verifySignature(
      { method: 'GET', url: json.url, headers: [['authorization', 'OAuth oauth_token="x"']] },
      known,
      all,
    )
    expect(result).toMatchObject({
      problem: {
        code: 'parameter_absent',
        parametersAbsent: [
          'oauth_consumer_key',
          'oauth_signature_method',
          'oauth_signature',
          'oauth_timestamp',
          'oauth_nonce',
        ],
      },
    })
  })

  it.each([
    ['oauth_timestamp="1"', ['oauth_nonce'], 'Missing: oauth_nonce.'],
    [
      'oauth_nonce="", oauth_timestamp=""',
      ['oauth_timestamp', 'oauth_nonce'],
      'Missing: oauth_timestamp, oauth_nonce.',
    ],
  ])('names only the missing parameter next to %s', async (given, absent, advice) => {
    const value = `OAuth oauth_consumer_key="c", oauth_signature_method="HMAC-SHA1", oauth_signature="s", ${given}`
    const request = { method: 'GET', url: json.url, headers: [['authorization', value]] } as const
    expect(await verifySignature(request, known, all)).toEqual({
      ok: false,
      problem: { code: 'parameter_absent', advice, parametersAbsent: absent },
    })
  })

  it('rejects with the error of a method that fails', async () => {
    const signed = await signRequest(json, { consumer, token })
    const failure = new Error('The key service is down')
    const failing = { ...HMAC_SHA1, verify: () => Promise.reject(failure) }
    const options = { signatureMethods: [failing] }
    await expect(verifySignature(signed, known, options)).rejects.toBe(failure)
  })

  it('names itself in the error of a method or key that it cannot use', async () => {
    const signed = await signRequest(json, { consumer, token }, { signatureMethod: 'RSA-SHA1' })
    await expect(verifySignature(signed, { publicKeys: ['x'] }, all)).rejects.toThrow(
      /^verifySignature: each of keys\.publicKeys must be an RSA public key/,
    )
    const options = { signatureMethods: ['HMAC-MD5'] }
    await expect(verifySignature(signed, known, options)).rejects.toThrow(
      /^verifySignature: signatureMethods must be one of HMAC-SHA1, .*, received "HMAC-MD5"$/,
    )
  })

  it('finds no credentials in a request without any', async () => {
    expect(await outcome({ method: 'GET', url: json.url, headers: [] })).toBe('credentials_absent')
    expect(
      await outcome({ method: 'GET', url: json.url, headers: [['authorization', 'Bearer x']] }),
    ).toBe('credentials_absent')
  })

  it.each<[string, (signed: ReceivedRequest) => Partial<ReceivedRequest>]>([
    ['a second place', ({ url }) => ({ url: `${url}&oauth_token=token` })],
    [
      'a second Authorization',
      ({ headers }) => ({ headers: [...headers, ['authorization', 'OAuth a="b"']] }),
    ],
    [
      'a second Content-Type',
      ({ headers }) => ({ headers: [...headers, ['content-type', 'text/plain']] }),
    ],
    ['a body that is not UTF-8', () => ({ body: Uint8Array.of(0x61, 0x3d, 0xe9) })],
    ['an escape that is not UTF-8', () => ({ body: 'a=%E9' })],
    [
      'a content-coding',
      ({ headers }) => ({ headers: [...headers, ['content-encoding', 'gzip']] }),
    ],
  ])('refuses %s', async (_what, change) => {
    const signed = await signRequest(form, { consumer, token })
    expect(await outcome({ ...signed, ...change(signed) })).toBe('parameter_rejected')
  })

  it('refuses a repeated protocol parameter', async () => {
    const signed = await signRequest(json, { consumer, token })
    const headers = signed.headers.map(
      ([name, value]) => [name, `${value}, oauth_nonce="x"`] as const,
    )
    expect(await outcome({ ...signed, headers })).toBe('parameter_rejected')
  })

  it('refuses another version', async () => {
    const signed = await signRequest(json, { consumer, token })
    const headers = signed.headers.map(
      ([name, value]) =>
        [name, value.replace('oauth_version="1.0"', 'oauth_version="2.0"')] as const,
    )
    expect(await verifySignature({ ...signed, headers }, known, all)).toEqual({
      ok: false,
      problem: {
        code: 'version_rejected',
        advice: 'The only oauth_version is 1.0.',
        acceptableVersions: ['1.0', '1.0'],
      },
    })
  })
})

describe('oauth_body_hash', () => {
  it('covers a body other than a form, as it is on the wire', async () => {
    const signed = await signRequest(json, { consumer, token }, { sendBodyHash: true })
    expect(await outcome(signed)).toBe('ok')
    expect(await outcome({ ...signed, body: new TextEncoder().encode(json.body) })).toBe('ok')
    expect(await outcome({ ...signed, body: '{"a":2}' })).toBe('signature_invalid')
    expect(await outcome({ ...signed, body: undefined })).toBe('signature_invalid')
  })

  it('is refused with a form', async () => {
    const signed = await signRequest(
      form,
      { consumer, token },
      {
        // Signs any hash, as signRequest refuses to.
        signatureMethod: { ...HMAC_SHA1, bodyHash: undefined },
        parameters: [['oauth_body_hash', '2jmj7l5rSw0yVb/vlWAYkK/YBwk=']],
      },
    )
    expect(await outcome(signed)).toBe('parameter_rejected')
  })

  it('is not created or checked with PLAINTEXT', async () => {
    const options = { signatureMethod: 'PLAINTEXT', sendBodyHash: true }
    const signed = await signRequest(json, { consumer, token }, options)
    expect(signed.parameters.map(([name]) => name)).not.toContain('oauth_body_hash')
    const wrong = await signRequest(
      json,
      { consumer, token },
      {
        signatureMethod: 'PLAINTEXT',
        parameters: [['oauth_body_hash', 'wrong']],
      },
    )
    expect(await outcome(wrong)).toBe('ok')
  })
})

it('lets PLAINTEXT come without timestamp and nonce, but not with one of them', async () => {
  const plain = (more: string): ReceivedRequest => ({
    method: 'GET',
    url: 'https://api.example/',
    headers: [
      [
        'authorization',
        `OAuth oauth_consumer_key="consumer", oauth_signature_method="PLAINTEXT", oauth_signature="consumer%2520secret%26"${more}`,
      ],
    ],
  })
  expect(await outcome(plain(''))).toBe('ok')
  expect(await outcome(plain(', oauth_nonce="a"'))).toBe('parameter_absent')
})

describe('a method of the user’s own', () => {
  const reversed: SignatureMethod = {
    name: 'X-REVERSED',
    family: 'shared-secret',
    sign: async (baseString, { signingKey }) =>
      Promise.resolve(`${baseString}${signingKey}`.split('&').reverse().join('&')),
    async verify({ baseString, signature }, keys) {
      return signature === (await reversed.sign(baseString, { ...keys }))
    },
  }

  it('signs and verifies if it returns a promise', async () => {
    const signed = await signRequest(json, { consumer, token }, { signatureMethod: reversed })
    const options = { signatureMethods: [reversed] }
    expect((await verifySignature(signed, known, options)).ok).toBe(true)
    expect((await verifySignature({ ...signed, method: 'GET' }, known, options)).ok).toBe(false)
  })
})

describe('parameters of the Authorization header', () => {
  it('are all signed, also the ones that are not of the protocol', async () => {
    const signed = await signRequest(json, { consumer, token })
    const headers = signed.headers.map(([name, value]): [string, string] =>
      name === 'Authorization' ? [name, `${value}, x="1"`] : [name, value],
    )
    expect(await outcome({ ...signed, headers })).toBe('signature_invalid')
  })

  it.each([1, 20])(
    'are refused if one of the protocol is repeated among %i others',
    async (count) => {
      const signed = await signRequest(json, { consumer, token })
      const others = Array.from({ length: count }, (_, index) => `, oauth_x${String(index)}="1"`)
      const headers = signed.headers.map(([name, value]): [string, string] =>
        name === 'Authorization'
          ? [name, `${value}${others.join('')}, oauth_x0="1"`]
          : [name, value],
      )
      expect(await outcome({ ...signed, headers })).toBe('parameter_rejected')
    },
  )
})

describe('verifySignature with what a framework has', () => {
  it('verifies a request whose protocol member is a string, as in Express', async () => {
    const signed = await signRequest(form, { consumer, token })
    const incoming = { ...signed, protocol: 'https' }
    expect(await outcome(incoming)).toBe('ok')
  })

  it('verifies a request that has a function named clone, but is not a Request', async () => {
    const signed = await signRequest(form, { consumer, token })
    const headers = Object.fromEntries(signed.headers)
    const incoming = { ...signed, headers, clone: () => signed }
    expect(await verifySignature(incoming, known, all)).toMatchObject({ ok: true })
  })

  it('verifies a collected request that no longer contains its form', async () => {
    const collected = collectRequest(await signRequest(form, { consumer, token }))
    expect(await outcome({ ...collected, body: undefined })).toBe('ok')
    expect(await outcome({ ...collected, form: [], body: undefined })).toBe('signature_invalid')
  })
})

describe('isSignatureValid', () => {
  /** Accepts everything, and keeps what it was asked. */
  function acceptingMethod(family: SignatureMethod['family'] = 'shared-secret') {
    const asked: { signature: string; keys: VerificationKeys }[] = []
    const method: SignatureMethod = {
      name: 'X-ACCEPTING',
      family,
      sign: () => 'signature',
      verify({ signature }, keys) {
        asked.push({ signature, keys })
        return true
      },
    }
    return { asked, method }
  }

  it('verifies with each secret of the consumer and each secret of the token', async () => {
    const signed = collectRequest(await signRequest(form, { consumer, token }))
    const { asked, method } = acceptingMethod()
    const keys = { method, secrets: ['a&', 'b'], tokenSecrets: ['c', 'd'], publicKeys: ['e'] }
    expect(await isSignatureValid(signed, keys)).toBe(true)
    expect(asked.map((each) => each.keys)).toEqual([
      { consumerSecret: 'a&', tokenSecret: 'c', signingKey: 'a%26&c' },
      { consumerSecret: 'a&', tokenSecret: 'd', signingKey: 'a%26&d' },
      { consumerSecret: 'b', tokenSecret: 'c', signingKey: 'b&c' },
      { consumerSecret: 'b', tokenSecret: 'd', signingKey: 'b&d' },
    ])
  })

  it('verifies with each public key, without any secret', async () => {
    const signed = collectRequest(await signRequest(form, { consumer, token }))
    const { asked, method } = acceptingMethod('public-key')
    const cryptoKey = {
      type: 'public',
      algorithm: { name: 'RSASSA-PKCS1-v1_5' },
      extractable: false,
      usages: [],
    }
    const keys = { method, secrets: ['a'], tokenSecrets: ['b'], publicKeys: ['c', cryptoKey] }
    expect(await isSignatureValid(signed, keys)).toBe(true)
    const noSecrets = { consumerSecret: '', tokenSecret: '', signingKey: '' }
    expect(asked.map((each) => each.keys)).toEqual([
      { publicKey: 'c', ...noSecrets },
      { publicKey: cryptoKey, ...noSecrets },
    ])
  })

  it.each([
    ['no secret of the consumer', 'shared-secret', { tokenSecrets: ['b'], publicKeys: ['c'] }],
    ['no secret of the token', 'shared-secret', { secrets: ['a'], publicKeys: ['c'] }],
    ['no public key', 'public-key', { secrets: ['a'], tokenSecrets: ['b'] }],
  ] as const)('is false if %s is known', async (_what, family, keys) => {
    const signed = collectRequest(await signRequest(form, { consumer, token }))
    const { asked, method } = acceptingMethod(family)
    expect(await isSignatureValid(signed, { method, ...keys })).toBe(false)
    expect(asked).toEqual([])
  })

  it('treats an absent signature as an empty one', async () => {
    const collected = collectRequest({ method: 'GET', url: json.url, headers: [] })
    const { asked, method } = acceptingMethod()
    expect(await isSignatureValid(collected, { method, secrets: ['a'] })).toBe(true)
    expect(asked.map(({ signature }) => signature)).toEqual([''])
    expect(await isSignatureValid(collected, { method: PLAINTEXT, secrets: [''] })).toBe(false)
    expect(await isSignatureValid(collected, { method: HMAC_SHA1, secrets: [''] })).toBe(false)
  })

  it.each([
    ['the first', [true, false]],
    ['the last', [false, true]],
  ])('waits for every verdict: %s key matches', async (_which, verdicts) => {
    const signed = collectRequest(await signRequest(form, { consumer }))
    const judgedBy = (later: boolean): SignatureMethod => ({
      ...acceptingMethod().method,
      verify(_signed, { consumerSecret }) {
        const verdict = consumerSecret === 'right'
        return later ? Promise.resolve(verdict) : verdict
      },
    })
    const secrets = verdicts.map((verdict) => (verdict ? 'right' : 'wrong'))
    expect(await isSignatureValid(signed, { method: judgedBy(true), secrets })).toBe(true)
    expect(await isSignatureValid(signed, { method: judgedBy(false), secrets })).toBe(true)
    const wrong = { method: judgedBy(true), secrets: ['wrong', 'wrong'] }
    expect(await isSignatureValid(signed, wrong)).toBe(false)
  })

  it('verifies what a dialect makes of the request', async () => {
    const inputs: BaseStringInput[] = []
    const dialect: Dialect = {
      baseString(input) {
        inputs.push(input)
        return 'base string'
      },
    }
    const signed = await signRequest(form, { consumer, token }, { dialect })
    expect(inputs).toEqual([
      {
        method: 'POST',
        url: form.url,
        parameters: [['a', '1'], ['a', '0'], ['c d', '+'], ...signed.parameters.slice(0, -1)],
      },
    ])
    const collected = collectRequest({ ...signed, method: 'post' })
    const keys = { ...known, method: HMAC_SHA1 }
    expect(await isSignatureValid(collected, { ...keys, dialect })).toBe(true)
    expect(inputs.at(-1)).toEqual({
      method: 'post',
      url: form.url,
      parameters: [...collected.header, ...collected.form],
    })
    expect(await isSignatureValid(collected, keys)).toBe(false)
  })

  it('covers the other parameters of the header if the protocol is in the body', async () => {
    const protocol = [
      ['oauth_consumer_key', 'consumer'] as const,
      ['oauth_nonce', 'n'] as const,
      ['oauth_signature_method', 'HMAC-SHA1'] as const,
      ['oauth_timestamp', '1'] as const,
      ['oauth_version', '1.0'] as const,
    ]
    // As many as there are of the protocol.
    const others = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => [name, '1'] as const)
    const { method, url } = form
    const parameters = [...protocol, ...others]
    const baseString = signatureBaseString({ method, url, parameters })
    const keys = { consumerSecret: 's', tokenSecret: '', signingKey: 's&' }
    const signature = await HMAC_SHA1.sign(baseString, keys)
    const received = {
      method,
      url,
      headers: [...form.headers, ['Authorization', formatAuthorizationHeader(others)] as const],
      body: formatForm([...protocol, ['oauth_signature', signature]]),
    }
    expect(collectRequest(received)).toMatchObject({ source: 'body', header: others })
    expect(await outcome(received, { ...known, secrets: ['s'] })).toBe('ok')
  })

  it('names itself in the error of a key that cannot be read', async () => {
    const collected = collectRequest(await signRequest(form, { consumer, token }))
    await expect(
      isSignatureValid(collected, { method: RSA_SHA256, publicKeys: ['x'] }),
    ).rejects.toThrow(/^isSignatureValid: each of keys\.publicKeys must be an RSA public key/)
  })
})

describe('isBodyHashValid', () => {
  const hashed = { signatureMethod: { ...HMAC_SHA1, bodyHash: undefined } }

  it('is true without a hash, also for a form', async () => {
    for (const request of [json, form]) {
      const collected = collectRequest(await signRequest(request, { consumer }))
      expect(await isBodyHashValid(collected, HMAC_SHA1)).toBe(true)
    }
  })

  it('treats an absent body as an empty one', async () => {
    const request = { method: 'DELETE', url: json.url }
    const signed = await signRequest(request, { consumer }, { sendBodyHash: true })
    const collected = collectRequest({ ...signed, body: undefined })
    expect(await isBodyHashValid(collected, HMAC_SHA1)).toBe(true)
    expect(await isBodyHashValid({ ...collected, body: 'x' }, HMAC_SHA1)).toBe(false)
  })

  it('refuses the hash of a form by name', async () => {
    const parameters = [['oauth_body_hash', 'any']] as const
    const signed = await signRequest(form, { consumer }, { ...hashed, parameters })
    const collected = collectRequest(signed)
    await expect(isBodyHashValid(collected, HMAC_SHA1)).rejects.toMatchObject({
      name: 'OAuthError',
      code: 'parameter_rejected',
      details: { parametersRejected: [['oauth_body_hash', 'any']] },
    })
    expect(await isBodyHashValid(collected, PLAINTEXT)).toBe(true)
  })
})
