import { createServer } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { runInNewContext } from 'node:vm'

import { describe, expect, it } from 'vitest'

import {
  baseStringUri,
  bodyHash,
  collectRequest,
  formatAuthorizationHeader,
  formatForm,
  headerValues,
  normalizeParameters,
  parameterValue,
  signatureBaseString,
  signRequest,
  verifySignature,
} from '../src/index.js'
import type {
  BodyInput,
  HeadersInput,
  ParametersInput,
  ReceivedRequestInput,
  SignedRequest,
  SignRequestOptions,
  UnsignedRequest,
} from '../src/index.js'
import { hasFormContentType, parseProblem, toWireUrl } from '../src/internal.js'

const URL_TEXT = 'https://photos.example/photos?size=original'
const FORM_TYPE = 'application/x-www-form-urlencoded'
const FORM = 'a=1&a=0&status=it%27s%205%25&empty='
const CREDENTIALS = {
  consumer: { key: 'printer', secret: 'consumer-secret' },
  token: { key: 'token', secret: 'token-secret' },
}
const KNOWN = { secrets: ['consumer-secret'], tokenSecrets: ['token-secret'] }
const METHODS = { signatureMethods: ['HMAC-SHA1'] }
const FIXED: SignRequestOptions = { nonce: 'n', timestampSeconds: 1 }
const FORM_PARAMETERS = [
  ['a', '1'],
  ['a', '0'],
  ['status', "it's 5%"],
  ['empty', ''],
] as const

function sign(request: UnsignedRequest, options: SignRequestOptions = {}): Promise<SignedRequest> {
  return signRequest(request, CREDENTIALS, { ...FIXED, ...options })
}

async function isVerified(request: ReceivedRequestInput): Promise<boolean> {
  return (await verifySignature(request, KNOWN, METHODS)).ok
}

async function toProblem(request: ReceivedRequestInput): Promise<string> {
  const result = await verifySignature(request, KNOWN, METHODS)
  return result.ok ? 'accepted' : `${result.problem.code}: ${result.problem.advice ?? ''}`
}

function* generated<Value>(values: Iterable<Value>): Generator<Value> {
  yield* values
}

function record(pairs: Iterable<readonly [string, string]>): Record<string, string[]> {
  const found: Record<string, string[]> = {}
  for (const [name, value] of pairs) found[name] = [...(found[name] ?? []), value]
  return found
}

type Pairs = readonly (readonly [string, string])[]

const HEADER_SHAPES: Readonly<Record<string, (pairs: Pairs) => HeadersInput>> = {
  'an array of pairs': (pairs) => pairs,
  Headers: (pairs) => new Headers(pairs.map(([name, value]): [string, string] => [name, value])),
  'Headers that are no iterable': (pairs) => ({
    forEach(callback: (value: string, name: string) => void) {
      for (const [name, value] of pairs) callback(value, name)
    },
  }),
  'a Map': (pairs) => new Map(pairs),
  'a generator': (pairs) => generated(pairs),
  'a plain object': (pairs) => Object.fromEntries(pairs),
  'a plain object with arrays': record,
  'a plain object with members that are undefined': (pairs) => ({
    ...Object.fromEntries(pairs),
    'x-none': undefined,
  }),
  'an object without a prototype': (pairs) =>
    Object.assign(Object.create(null) as object, Object.fromEntries(pairs)),
}

const FORM_SHAPES: Readonly<Record<string, () => BodyInput>> = {
  'a string': () => FORM,
  'a Uint8Array': () => new TextEncoder().encode(FORM),
  'a Buffer': () => Buffer.from(FORM),
  'an ArrayBuffer': () => new TextEncoder().encode(FORM).buffer,
  'a DataView': () => {
    const padded = new TextEncoder().encode(`xx${FORM}yy`)
    return new DataView(padded.buffer, 2, padded.length - 4)
  },
  'an ArrayBuffer of another realm': () =>
    runInNewContext('Uint8Array.from(bytes).buffer', {
      bytes: [...new TextEncoder().encode(FORM)],
    }) as ArrayBuffer,
  'a Uint8Array of another realm': () =>
    runInNewContext('Uint8Array.from(bytes)', {
      bytes: [...new TextEncoder().encode(FORM)],
    }) as Uint8Array,
  URLSearchParams: () => new URLSearchParams(FORM),
}

const PARAMETER_SHAPES: Readonly<Record<string, (pairs: Pairs) => ParametersInput>> = {
  'an array of pairs': (pairs) => pairs,
  URLSearchParams: (pairs) => new URLSearchParams(pairs.map(([name, value]) => [name, value])),
  'a generator': (pairs) => generated(pairs),
  'a plain object with arrays': record,
}

describe('headers', () => {
  const given: Pairs = [
    ['accept', 'application/json'],
    ['content-type', FORM_TYPE],
  ]
  describe.each(Object.entries(HEADER_SHAPES))('as %s', (_shape, shapeOf) => {
    it('are signed and sent alike', async () => {
      const request = { method: 'POST', url: URL_TEXT, body: FORM }
      const expected = await sign({ ...request, headers: given })
      expect(await sign({ ...request, headers: shapeOf(given) })).toEqual(expected)
    })

    it('are verified and taken apart alike', async () => {
      const { method, url, body, headers } = await sign({
        method: 'POST',
        url: URL_TEXT,
        headers: given,
        body: FORM,
      })
      const sent = headers.map(([name, value]) => [name.toLowerCase(), value] as const)
      const expected = collectRequest({ method, url, body, headers: sent })
      const { headers: collected, ...rest } = collectRequest({
        method,
        url,
        body,
        headers: shapeOf(sent),
      })
      const { headers: expectedHeaders, ...expectedRest } = expected
      expect(rest).toEqual(expectedRest)
      expect(new Map(collected)).toEqual(new Map(expectedHeaders))
      expect(await isVerified({ method, url, body, headers: shapeOf(sent) })).toBe(true)
    })

    it('are read alike', () => {
      expect(headerValues(shapeOf(given), 'accept')).toEqual(['application/json'])
    })
  })

  it('may contain numbers, as on serverless platforms and in http.request', async () => {
    const { headers } = await sign({
      method: 'GET',
      url: URL_TEXT,
      headers: { 'content-length': 0, accept: 'a' },
    })
    expect(headers.slice(0, 2)).toEqual([
      ['content-length', '0'],
      ['accept', 'a'],
    ])
  })

  it("of Node's own request are verified, whichever of its three shapes is given", async () => {
    const seen: boolean[] = []
    const server = createServer((incoming: IncomingMessage, response) => {
      const { method = '', url = '', headers, headersDistinct, rawHeaders } = incoming
      const pairs = Array.from(
        { length: rawHeaders.length / 2 },
        (_, index) => [rawHeaders[2 * index] ?? '', rawHeaders[2 * index + 1] ?? ''] as const,
      )
      const whole = `http://${headers.host ?? ''}${url}`
      void (async () => {
        const chunks: Buffer[] = []
        for await (const chunk of incoming) chunks.push(chunk as Buffer)
        const body = Buffer.concat(chunks)
        for (const shape of [headers, headersDistinct, pairs]) {
          seen.push(await isVerified({ method, url: whole, headers: shape, body }))
        }
        response.end()
      })()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const signed = await signRequest(
      {
        method: 'POST',
        url: new URL(`http://127.0.0.1:${String(port)}/photos?size=1`),
        body: new URLSearchParams(FORM),
      },
      CREDENTIALS,
    )
    await fetch(signed.url, signed)
    await new Promise((resolve) => server.close(resolve))
    expect(seen).toEqual([true, true, true])
  })

  it('that join two Content-Types are refused if one of them is a form', async () => {
    const headers = new Headers([
      ['content-type', 'text/plain'],
      ['content-type', FORM_TYPE],
    ])
    await expect(sign({ method: 'POST', url: URL_TEXT, headers, body: 'a' })).rejects.toThrow(
      'two Content-Type',
    )
    expect(hasFormContentType([['content-type', `${FORM_TYPE}; c="x, y"`]])).toBe(true)
    expect(hasFormContentType([['content-type', 'text/plain, text/html']])).toBe(false)
  })

  it.each([
    `text/plain;a="\\"" , ${FORM_TYPE};b="`,
    `text/plain;a="\\"", ${FORM_TYPE};b="\\"`,
    `text/plain;a="x, ${FORM_TYPE}`,
    `${FORM_TYPE}, text/plain;a=","`,
  ])('that hide one of two Content-Types behind quotes are refused: %s', (value) => {
    // `formData()` reads the last type that it understands.
    expect(() => hasFormContentType([['content-type', value]])).toThrow('two Content-Type')
  })

  it('with an escaped quote in a parameter are one Content-Type', () => {
    const value = `${FORM_TYPE}; c="\\", ${FORM_TYPE}, \\""`
    expect(hasFormContentType([['content-type', value]])).toBe(true)
  })

  it.each([
    `${FORM_TYPE}+`,
    `${FORM_TYPE}+; charset=utf-8`,
    `${FORM_TYPE} charset=utf-8`,
    `"${FORM_TYPE}"`,
    `text/plain; ${FORM_TYPE}`,
    `a/b; c="x, ${FORM_TYPE}"`,
    'application/URLencoded',
  ])('with a Content-Type that is similar to that of a form are refused: %s', async (value) => {
    const headers = { 'content-type': value }
    const refused = sign({ method: 'POST', url: URL_TEXT, headers, body: 'a' })
    await expect(refused).rejects.toThrow('similar to that of a form')
    await expect(refused).rejects.toMatchObject({ code: 'parameter_rejected' })
  })

  it('that join two Authorizations are refused', async () => {
    const { method, url, headers } = await sign({ method: 'GET', url: URL_TEXT })
    const value = headerValues(headers, 'authorization')[0] ?? ''
    const joined = new Headers([
      ['authorization', value],
      ['authorization', value],
    ])
    expect(await toProblem({ method, url, headers: joined })).toMatch(/^parameter_rejected/)
    expect(await toProblem({ method, url, headers: { authorization: [value, value] } })).toMatch(
      /^parameter_rejected: .*two Authorization/,
    )
  })

  it.each(['Basic eDp5', 'Digest username="x", realm="a \\"b", uri="/"', 'Bearer x,', 'Basic'])(
    'that join the Authorization of another scheme with one of OAuth are refused: %s',
    async (other) => {
      const { method, url, headers } = await sign({ method: 'GET', url: URL_TEXT })
      const value = headerValues(headers, 'authorization')[0] ?? ''
      const joined = new Headers([
        ['authorization', other],
        ['authorization', value],
      ])
      expect(await toProblem({ method, url, headers: joined })).toMatch(
        /^parameter_rejected: .*two Authorization/,
      )
    },
  )

  it('ignore an Authorization of another scheme that mentions OAuth in quotes', () => {
    const authorization = 'Digest username="x", realm="a, OAuth b"'
    const headers = [['authorization', authorization]] as const
    expect(collectRequest({ method: 'GET', url: URL_TEXT, headers }).header).toEqual([])
  })
})

describe('a form', () => {
  describe.each(Object.entries(FORM_SHAPES))('as %s', (_shape, make) => {
    const request = {
      method: 'POST',
      url: URL_TEXT,
      headers: [['Content-Type', FORM_TYPE]],
    } as const

    it.each(['header', 'query', 'body'] as const)(
      'is signed alike with transmission %s',
      async (transmission) => {
        const expected = await sign({ ...request, body: FORM }, { transmission })
        const signed = await sign({ ...request, body: make() }, { transmission })
        expect(signed.signature).toBe(expected.signature)
        expect(signed.headers).toEqual(expected.headers)
        expect(await new Response(signed.body).text()).toBe(expected.body)
      },
    )

    it('is verified alike', async () => {
      const { method, url, headers } = await sign({ ...request, body: FORM })
      expect(await isVerified({ method, url, headers, body: make() })).toBe(true)
      const { form } = collectRequest({ method, url, headers, body: make() })
      expect(form).toEqual(FORM_PARAMETERS)
      expect(await isVerified({ method, url, headers, body: 'a=2' })).toBe(false)
    })
  })

  it('of URLSearchParams brings its Content-Type', async () => {
    const body = new URLSearchParams({ a: 'b c' })
    const signed = await sign({ method: 'POST', url: URL_TEXT, body })
    expect(signed.headers[0]).toEqual(['Content-Type', FORM_TYPE])
    expect(signed.body).toBe('a=b%20c')
    expect(signed.baseString).toContain('a%3Db%2520c')
    expect(await isVerified(signed)).toBe(true)
    expect([...body]).toEqual([['a', 'b c']])
  })

  it('of URLSearchParams is refused with another Content-Type', async () => {
    const headers = { 'content-type': 'application/json' }
    const body = new URLSearchParams('a=b')
    await expect(sign({ method: 'POST', url: URL_TEXT, headers, body })).rejects.toMatchObject({
      name: 'TypeError',
      code: 'ERR_INVALID_ARG_VALUE',
      message: expect.stringMatching(
        /^signRequest: request\.headers must not contain a Content-Type/,
      ) as string,
    })
    const signed = await sign({ method: 'POST', url: URL_TEXT, headers, body: '{}' })
    expect(await toProblem({ ...signed, body })).toMatch(/^parameter_rejected: .*read as a form/)
  })

  it('in bytes keeps a byte order mark, as a form in a string does', () => {
    const request = { method: 'POST', url: URL_TEXT, headers: { 'content-type': FORM_TYPE } }
    const body = '\ufeffa=1'
    const { form } = collectRequest({ ...request, body: new TextEncoder().encode(body) })
    expect(form).toEqual([['\ufeffa', '1']])
    expect(collectRequest({ ...request, body }).form).toEqual(form)
  })

  it('of URLSearchParams with another value is refused, and the error names the place', async () => {
    const body = {
      [Symbol.toStringTag]: 'URLSearchParams',
      forEach(callback: (value: unknown, name: string) => void) {
        callback('1', 'a')
        callback(2, 'b')
      },
    } as unknown as URLSearchParams
    const misfit = 'request.body[1] must be a [name, value] pair of strings, received an array'
    const request = { method: 'POST', url: URL_TEXT, headers: [], body }
    await expect(sign(request)).rejects.toThrow(`signRequest: ${misfit}`)
    await expect(isVerified(request)).rejects.toThrow(`verifySignature: ${misfit}`)
  })
})

describe('a body', () => {
  it.each(Object.entries(FORM_SHAPES).filter(([shape]) => shape !== 'URLSearchParams'))(
    'that is %s has one hash',
    async (_shape, make) => {
      const request = { method: 'PUT', url: URL_TEXT }
      const expected = await sign({ ...request, body: FORM }, { sendBodyHash: true })
      const signed = await sign({ ...request, body: make() }, { sendBodyHash: true })
      expect(signed.signature).toBe(expected.signature)
      expect(await isVerified({ ...expected, body: make() })).toBe(true)
      expect(await bodyHash(make() as string, 'SHA-1')).toBe(await bodyHash(FORM, 'SHA-1'))
    },
  )

  async function* chunks(): AsyncGenerator<Uint8Array> {
    await Promise.resolve()
    yield new TextEncoder().encode('bytes')
  }
  const fields = new FormData()
  fields.append('photo', 'bytes')
  const UNREAD = {
    FormData: fields,
    'a Blob': new Blob(['bytes'], { type: 'image/png' }),
    'a File': new File(['bytes'], 'photo.png', { type: 'image/png' }),
    'a ReadableStream': new Blob(['bytes']).stream(),
    'a stream of Node': chunks(),
  }

  describe.each(Object.entries(UNREAD))('that is %s', (_shape, body) => {
    const request = { method: 'POST', url: URL_TEXT, body }
    const signUnread = (more: Partial<typeof request> & object, options?: SignRequestOptions) =>
      signRequest({ ...request, ...more }, CREDENTIALS, { ...FIXED, ...options })

    it('is sent as it is, and not signed', async () => {
      const signed = await signUnread({})
      expect(signed.body).toBe(body)
      expect(signed.signature).toBe((await sign({ method: 'POST', url: URL_TEXT })).signature)
      expect(new Request(signed.url, signed as RequestInit).body).not.toBeNull()
    })

    it.each<[string, { more?: object; options?: SignRequestOptions }, RegExp]>([
      [
        'its hash',
        { options: { sendBodyHash: true } },
        /^signRequest: sendBodyHash needs a request\.body that is/,
      ],
      [
        'a form',
        { more: { headers: { 'content-type': FORM_TYPE } } },
        /^signRequest: request\.body must be a string, bytes or URLSearchParams if it is a form/,
      ],
      [
        'its parameters',
        { options: { transmission: 'body' } },
        /^signRequest: request\.body must be .* if it is a form/,
      ],
    ])('is refused if %s is to be signed', async (_what, { more = {}, options }, message) => {
      const refused = signUnread(more, options)
      await expect(refused).rejects.toThrow(message)
      await expect(refused).rejects.toMatchObject({
        name: 'TypeError',
        code: 'ERR_INVALID_ARG_VALUE',
      })
    })

    it('is verified unless it is a form or carries a hash', async () => {
      const signed = await sign({ method: 'POST', url: URL_TEXT })
      expect(await isVerified({ ...signed, body })).toBe(true)
      const hashed = await sign(
        { method: 'POST', url: URL_TEXT, body: 'bytes' },
        { sendBodyHash: true },
      )
      expect(await toProblem({ ...hashed, body })).toMatch(
        /^parameter_rejected: .*given as a stream, so its oauth_body_hash/,
      )
      const form = await sign({ method: 'POST', url: URL_TEXT, body: new URLSearchParams(FORM) })
      expect(await toProblem({ ...form, body })).toMatch(
        /^parameter_rejected: The body is a form, and was given as a stream/,
      )
    })
  })

  it.each([
    ['Blob', new Blob(['a=b'], { type: FORM_TYPE })],
    ['File', new File(['a=b'], 'form', { type: FORM_TYPE })],
  ])(
    'that is a %s with the type of a form is refused: fetch would send that type',
    async (name, body) => {
      const request = { method: 'POST', url: URL_TEXT, body }
      await expect(signRequest(request, CREDENTIALS)).rejects.toThrow(
        new RegExp(`if it is a form, .*, received an instance of ${name}$`),
      )
      const headers = { 'content-type': 'image/png' }
      expect((await signRequest({ ...request, headers }, CREDENTIALS)).body).toBe(body)
    },
  )

  it('that is a stream with a member named type has no media type', async () => {
    const body = Object.assign(chunks(), { type: FORM_TYPE })
    const signed = await signRequest({ method: 'POST', url: URL_TEXT, body }, CREDENTIALS)
    expect(signed.body).toBe(body)
  })

  it('that is a stream is not read for a hash that the method ignores', async () => {
    const signed = await sign(
      { method: 'POST', url: URL_TEXT },
      { signatureMethod: 'PLAINTEXT', parameters: { oauth_body_hash: 'any' } },
    )
    const received = { ...signed, body: new Blob(['bytes']) }
    const options = { signatureMethods: ['PLAINTEXT'] }
    expect(await verifySignature(received, KNOWN, options)).toMatchObject({ ok: true })
  })

  it.each<[string, unknown]>([
    ['an object', { a: 1 }],
    ['a number', 5],
    ['an array', [1, 2]],
    ['true', true],
    ['a Response', new Response('a')],
  ])('that is %s is refused with what was received', async (_shape, body) => {
    await expect(
      sign({ method: 'POST', url: URL_TEXT, body: body as string }),
    ).rejects.toMatchObject({
      name: 'TypeError',
      code: 'ERR_INVALID_ARG_TYPE',
      message: expect.stringMatching(
        /^signRequest: request\.body must be a string, bytes, .*, received /,
      ) as string,
    })
    await expect(
      isVerified({ method: 'POST', url: URL_TEXT, headers: [], body: body as string }),
    ).rejects.toMatchObject({ code: 'ERR_INVALID_ARG_TYPE' })
  })
})

describe('a Request', () => {
  it.each<[string, RequestInit, SignRequestOptions]>([
    ['without a body', {}, {}],
    ['with a form', { method: 'POST', body: new URLSearchParams(FORM) }, {}],
    [
      'with a form in bytes',
      { method: 'PUT', headers: { 'content-type': FORM_TYPE }, body: Buffer.from(FORM) },
      {},
    ],
    [
      'with a form that carries the signature',
      { method: 'POST', body: new URLSearchParams(FORM) },
      { transmission: 'body' },
    ],
    ['with a hashed body', { method: 'POST', body: '{"a":1}' }, { sendBodyHash: true }],
    ['with a hash of nothing', { method: 'DELETE' }, { sendBodyHash: true }],
    [
      'with a body that is not signed',
      { method: 'POST', body: '{"a":1}' },
      { transmission: 'query' },
    ],
    ['with fields and files', { method: 'POST', body: multipart() }, {}],
  ])('%s is signed, sent and verified', async (_case, init, options) => {
    const request = new Request(URL_TEXT, init)
    const signed = await signRequest(request, CREDENTIALS, options)
    expect(request.bodyUsed).toBe(false)
    const sent = new Request(signed.url, signed)
    const bytes = new Uint8Array(await sent.clone().arrayBuffer())
    if (options.transmission !== 'body') {
      expect(bytes).toEqual(new Uint8Array(await request.arrayBuffer()))
    }
    const { ok } = await verifySignature(sent, KNOWN, METHODS)
    expect(ok).toBe(true)
    expect(sent.bodyUsed).toBe(false)
  })

  it('has the signature of its parts', async () => {
    const headers = { 'content-type': FORM_TYPE }
    const whole = await signRequest(
      new Request(URL_TEXT, { method: 'POST', headers, body: FORM }),
      CREDENTIALS,
      FIXED,
    )
    const parts = await sign({ method: 'POST', url: new URL(URL_TEXT), headers, body: FORM })
    expect(whole.signature).toBe(parts.signature)
    expect(whole.baseString).toBe(parts.baseString)
  })

  it('is refused if a form or a hashed body was changed', async () => {
    const form = await sign({ method: 'POST', url: URL_TEXT, body: new URLSearchParams(FORM) })
    const hashed = await sign({ method: 'POST', url: URL_TEXT, body: '{}' }, { sendBodyHash: true })
    for (const { method, url, headers } of [form, hashed]) {
      const changed = new Request(url, { method, headers, body: 'a=2' })
      const result = await verifySignature(changed, KNOWN, METHODS)
      expect(result.ok ? 'accepted' : result.problem.code).toBe('signature_invalid')
    }
  })

  it('whose body has been read is refused', async () => {
    const request = new Request(URL_TEXT, { method: 'POST', body: new URLSearchParams('a=b') })
    await request.text()
    await expect(signRequest(request, CREDENTIALS)).rejects.toThrow(
      /^signRequest: request is a Request whose body has been read already\. Sign it before/,
    )
    await expect(verifySignature(request, KNOWN, METHODS)).rejects.toThrow(
      /^verifySignature: request is a Request whose body has been read already\. Verify it before/,
    )
  })

  it('has no more than 1 MiB of its form read', async () => {
    let sent = 0
    const endless = new ReadableStream({
      pull(controller) {
        sent += 65_536
        controller.enqueue(new Uint8Array(65_536).fill(0x61))
      },
    })
    const request = new Request(URL_TEXT, {
      method: 'POST',
      headers: { 'content-type': FORM_TYPE },
      body: endless,
      duplex: 'half',
    } as RequestInit)
    expect(await toProblem(request)).toBe(
      'parameter_rejected: The body is longer than 1048576 bytes.',
    )
    expect(sent).toBeLessThan(2 * 1_048_576)
  })

  it('whose form breaks off is refused', async () => {
    const body = new ReadableStream({
      pull(controller) {
        controller.error(new Error('ECONNRESET'))
      },
    })
    const request = new Request(URL_TEXT, {
      method: 'POST',
      headers: { 'content-type': FORM_TYPE },
      body,
      duplex: 'half',
    } as RequestInit)
    expect(await toProblem(request)).toBe(
      'parameter_rejected: The body ended before it was complete.',
    )
  })

  it('without a valid signature has no other body read', async () => {
    const { headers } = await sign(
      { method: 'POST', url: URL_TEXT, body: 'a' },
      { sendBodyHash: true },
    )
    let reads = 0
    const body = new ReadableStream(
      {
        pull: () => {
          reads++
        },
      },
      { highWaterMark: 0 },
    )
    const request = new Request(`${URL_TEXT}&more=1`, {
      method: 'POST',
      headers,
      body,
      duplex: 'half',
    } as RequestInit)
    expect(await toProblem(request)).toMatch(/^signature_invalid/)
    expect(reads).toBe(0)
  })

  it('is taken apart without its body', async () => {
    const { method, url, headers } = await sign({ method: 'POST', url: URL_TEXT, body: '{}' })
    const collected = collectRequest(new Request(url, { method, headers, body: '{}' }))
    expect(collected).toMatchObject({ source: 'header', body: undefined })
    expect(() =>
      collectRequest(new Request(url, { method, body: new URLSearchParams(FORM) })),
    ).toThrow(/was given as a stream/)
  })

  it.each<[string, () => unknown]>([
    ['an ArrayBuffer', () => new TextEncoder().encode('a=2').buffer],
    ['a string', () => 'a=2'],
    ['nothing', () => undefined],
    ['a Uint16Array', () => new Uint16Array(2)],
  ])('is refused by verifySignature if its stream gives %s', async (_, makeChunk) => {
    const { headers } = await sign({ method: 'POST', url: URL_TEXT, body: new URLSearchParams() })
    const body = new ReadableStream<unknown>({
      start(controller) {
        controller.enqueue(makeChunk())
        controller.close()
      },
    })
    const init = { method: 'POST', headers, body, duplex: 'half' } as RequestInit
    await expect(verifySignature(new Request(URL_TEXT, init), KNOWN, METHODS)).rejects.toThrow(
      /^verifySignature: request must be a Request whose body gives bytes, received /,
    )
  })

  it('is refused if its body is locked', async () => {
    const { headers } = await sign({ method: 'POST', url: URL_TEXT, body: new URLSearchParams() })
    const request = new Request(URL_TEXT, { method: 'POST', headers, body: 'a=b' })
    request.body?.getReader()
    await expect(signRequest(request, CREDENTIALS)).rejects.toThrow(
      /^signRequest: request is a Request whose body has been read already\. Sign it before/,
    )
    await expect(verifySignature(request, KNOWN, METHODS)).rejects.toThrow(
      /^verifySignature: request is a Request whose body has been read already\. Verify it before/,
    )
  })

  it('that has no body is signed without one', async () => {
    const signed = await signRequest(new Request(URL_TEXT, { method: 'POST' }), CREDENTIALS)
    expect(signed.body).toBeNull()
  })

  it.each(['GET', 'HEAD'])('of method %s is not cloned to read its body', async (method) => {
    const request = Object.assign(new Request(URL_TEXT, { method }), {
      clone() {
        throw new Error('cloned')
      },
    })
    expect((await signRequest(request, CREDENTIALS)).body).toBeNull()
  })

  it('whose headers contain another value is refused, and the error names the place', async () => {
    const request = {
      method: 'GET',
      url: URL_TEXT,
      headers: {
        forEach(callback: (value: string, name: string) => void) {
          callback(1 as never, 'accept')
        },
      },
      bodyUsed: false,
      clone: () => request,
      arrayBuffer: () => Promise.resolve(new ArrayBuffer(0)),
    } as unknown as Request
    const misfit = 'request.headers[0] must be a [name, value] pair of strings, received an array'
    await expect(signRequest(request, CREDENTIALS)).rejects.toThrow(`signRequest: ${misfit}`)
    await expect(verifySignature(request, KNOWN, METHODS)).rejects.toThrow(
      `verifySignature: ${misfit}`,
    )
  })

  it('is a Request, not a Response', async () => {
    await expect(signRequest(new Response('a') as unknown as Request, CREDENTIALS)).rejects.toThrow(
      /^signRequest: request\.method must be/,
    )
  })
})

function multipart(): FormData {
  const fields = new FormData()
  fields.append('title', 'Vacation')
  fields.append('photo', new Blob(['bytes'], { type: 'image/png' }), 'photo.png')
  return fields
}

describe('a URL object', () => {
  const url = new URL('https://photos.example/photos?size=1&b=%20')
  it('is signed, verified and read as its text', async () => {
    const expected = await sign({ method: 'GET', url: url.href })
    expect(await sign({ method: 'GET', url })).toEqual(expected)
    expect(await isVerified({ ...expected, url })).toBe(true)
    expect(baseStringUri(url)).toBe(baseStringUri(url.href))
    expect(toWireUrl(url)).toBe(url.href)
    const input = { method: 'GET', parameters: [] }
    expect(signatureBaseString({ ...input, url })).toBe(
      signatureBaseString({ ...input, url: url.href }),
    )
  })
})

describe('parameters', () => {
  const given: Pairs = [
    ['oauth_session_handle', 'h&1'],
    ['xoauth_b', '2'],
    ['xoauth_b', '1'],
  ]
  describe.each(Object.entries(PARAMETER_SHAPES))('as %s', (_shape, shapeOf) => {
    it('are signed alike', async () => {
      const request = { method: 'GET', url: URL_TEXT }
      const expected = await sign(request, { parameters: given })
      expect(await sign(request, { parameters: shapeOf(given) })).toEqual(expected)
      expect(await isVerified(expected)).toBe(true)
    })

    it('are written and read alike', () => {
      const input = { method: 'GET', url: URL_TEXT }
      expect(normalizeParameters(shapeOf(given))).toBe(normalizeParameters(given))
      expect(formatForm(shapeOf(given))).toBe(formatForm(given))
      expect(formatAuthorizationHeader(shapeOf(given))).toBe(formatAuthorizationHeader(given))
      expect(parameterValue(shapeOf(given), 'xoauth_b')).toBe('2')
      expect(signatureBaseString({ ...input, parameters: shapeOf(given) })).toBe(
        signatureBaseString({ ...input, parameters: given }),
      )
      expect(parseProblem(shapeOf([['oauth_problem', 'token_expired']]))?.code).toBe(
        'token_expired',
      )
    })
  })

  it('may be numbers in a plain object', () => {
    expect(formatForm({ page: 2, ids: [1, '2'], none: undefined })).toBe('page=2&ids=1&ids=2')
  })
})

describe('a value in an unknown shape', () => {
  const HOSTILE: [string, unknown, RegExp][] = [
    ['a string', 'accept: a', /, received a string of 9 characters$/],
    ['a number', 5, /, received 5$/],
    ['null', null, /, received null$/],
    ['an instance of a class', new Date(0), /, received an instance of Date$/],
    ['a function', () => undefined, /, received a function$/],
    [
      "Node's rawHeaders",
      ['Accept', 'a'],
      /\[0\] must be a \[name, value\] pair of strings, received a string of 6 characters$/,
    ],
    [
      'bytes',
      Buffer.alloc(1_000_000),
      /\[0\] must be a \[name, value\] pair of strings, received 0$/,
    ],
    ['a Set of strings', new Set(['accept']), /\[0\] must be a \[name, value\] pair/],
    ['arrays of arrays', [[['accept'], 'a']], /\[0\] must be a \[name, value\] pair/],
    [
      'a record of records',
      { accept: { a: 1 } },
      /\.accept must be a string, a number or an array of those, received an object$/,
    ],
    [
      'a record of arrays of arrays',
      { accept: [['a']] },
      /\.accept must be .*, received an array$/,
    ],
    ['a record of null', { accept: null }, /\.accept must be .*, received null$/],
    ['a record of NaN', { accept: NaN }, /\.accept must be .*, received NaN$/],
    ['fields with a file', multipart(), /\[1\] must be a \[name, value\] pair of strings/],
  ]
  it.each(HOSTILE)('is refused as headers: %s', async (_shape, headers, message) => {
    const request = { method: 'GET', url: URL_TEXT, headers: headers as Pairs }
    for (const refused of [sign(request), isVerified(request)]) {
      await expect(refused).rejects.toMatchObject({
        name: 'TypeError',
        code: 'ERR_INVALID_ARG_TYPE',
      })
      await expect(refused).rejects.toThrow(message)
      await expect(refused).rejects.toThrow(/^(?:signRequest|verifySignature): request\.headers/)
    }
  })

  it.each(HOSTILE)('is refused as parameters: %s', (_shape, parameters, message) => {
    expect(() => formatForm(parameters as Pairs)).toThrow(message)
    expect(() => formatForm(parameters as Pairs)).toThrow(/^formatForm: parameters/)
  })

  it('is asked for each member once', async () => {
    let reads = 0
    const headers = {
      get accept() {
        return reads++ === 0 ? 'a' : ({} as string)
      },
    }
    const signed = await sign({ method: 'GET', url: URL_TEXT, headers })
    expect(signed.headers[0]).toEqual(['accept', 'a'])
  })

  it('costs no more than in proportion to its size', { timeout: 10_000 }, async () => {
    const headers: Record<string, string[]> = {}
    for (let index = 0; index < 100_000; index++) headers[`x-${String(index)}`] = ['a', 'b']
    const signed = await sign({ method: 'GET', url: URL_TEXT, headers })
    expect(signed.headers).toHaveLength(200_001)
  })
})
