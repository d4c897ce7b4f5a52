import type { HeaderList } from '@oauthplus/core'
import { describe, expect, it } from 'vitest'

import { keepRawBody, readNodeRequest } from '../src/node.js'
import type { NodeRequest, NodeRequestOptions } from '../src/node.js'

const PARSED_BEFORE =
  'A body parser has read this request before OAuth could: put the routes and protect() before it, or let it keep the raw bytes, as in express.urlencoded({ extended: false, verify: keepRawBody }) and express.json({ verify: keepRawBody }), or as @koa/bodyparser does'
const INCOMPLETE = {
  code: 'parameter_rejected',
  message: 'The body ended before it was complete.',
}
const FORM = ['Content-Type', 'application/x-www-form-urlencoded']
const GZIP = ['Content-Encoding', 'gzip']
const CODED = {
  code: 'parameter_rejected',
  message: 'A body under a content-coding cannot be verified behind a body parser.',
}

function tooLong(limitBytes: number) {
  return {
    ...{ code: 'parameter_rejected', message: `The body is longer than ${limitBytes} bytes.` },
    details: { status: 413 },
  }
}

function bytes(...values: readonly number[]) {
  return Uint8Array.from(values)
}

/** A request of Node whose stream the test drives, and what was done to it. */
function driven(fields: Partial<NodeRequest> = {}) {
  const listeners = new Map<string, () => void>()
  const waiting: unknown[] = []
  const unshifted: Uint8Array[] = []
  const counts = { resumed: 0 }
  const incoming: NodeRequest = {
    rawHeaders: [],
    socket: {},
    on: (event, listener) => listeners.set(event, listener),
    removeListener: (event, listener) =>
      listeners.get(event) === listener && listeners.delete(event),
    read: () => waiting.shift() ?? null,
    unshift: (chunk) => unshifted.push(chunk),
    resume: () => counts.resumed++,
    ...fields,
  }
  const tell = (event: string, ...chunks: readonly unknown[]) => {
    waiting.push(...chunks)
    listeners.get(event)?.()
  }
  return { incoming, listeners, unshifted, counts, tell }
}

/** Gives what a promise rejects with. */
async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    return await promise.then((value) => ({ resolved: value }))
  } catch (error) {
    return error
  }
}

describe('readNodeRequest', () => {
  it('translates method, target, headers and connection', () => {
    const { incoming } = driven({
      ...{ method: 'PUT', url: '/photos?a=b' },
      rawHeaders: ['A', 'b', 'Content-Length', 5 as unknown as string],
      headers: { other: 'x' },
      socket: { remoteAddress: '203.0.113.7', encrypted: true },
    })
    expect(readNodeRequest(incoming)).toEqual({
      ...{ method: 'PUT', url: '/photos?a=b' },
      headers: [
        ['A', 'b'],
        ['Content-Length', '5'],
      ],
      peer: { address: '203.0.113.7', secure: true },
      readBody: expect.any(Function) as unknown,
    })
    expect(readNodeRequest(incoming, { url: '/other' }).url).toBe('/other')
  })

  it('takes what is missing for a GET of the root over plain http', () => {
    const { incoming } = driven({ socket: { encrypted: 'yes' } })
    expect(readNodeRequest(incoming)).toMatchObject({
      ...{ method: 'GET', url: '/', headers: [] },
      peer: { address: undefined, secure: false },
    })
  })

  it('reads the object of headers if there are no raw headers', () => {
    const { incoming } = driven({ headers: { host: 'a.example', accept: ['b', 'c'] } })
    expect(readNodeRequest(incoming).headers).toEqual([
      ['host', 'a.example'],
      ['accept', 'b'],
      ['accept', 'c'],
    ])
  })

  it.each<[string[], HeaderList]>([
    [[':path', '/', 'a', 'b'], [['a', 'b']]],
    [
      [':authority', 'a.example', 'x', 'y'],
      [
        ['Host', 'a.example'],
        ['x', 'y'],
      ],
    ],
    [[':authority', 'a.example', 'host', 'a.example'], [['host', 'a.example']]],
    [
      [':authority', 'a.example', 'host', 'b.example'],
      [
        ['Host', 'a.example'],
        ['host', 'b.example'],
      ],
    ],
    [
      [':authority', 'a.example', 'host', 'a.example', 'host', 'a.example'],
      [
        ['Host', 'a.example'],
        ['host', 'a.example'],
        ['host', 'a.example'],
      ],
    ],
    [['x:', 'y'], [['x:', 'y']]],
  ])('makes of the headers %j a Host', (rawHeaders, headers) => {
    expect(readNodeRequest(driven({ rawHeaders }).incoming).headers).toEqual(headers)
  })

  it.each([
    [[undefined], "incoming must be a request of Node's own, received undefined"],
    [
      [driven({ rawHeaders: 'x' as never }).incoming],
      'incoming.rawHeaders must be an array, received a string of 1 characters',
    ],
    [
      [driven({ socket: null as never }).incoming],
      'incoming.socket must be a connection, received null',
    ],
    ...(['on', 'removeListener', 'read', 'unshift', 'resume'] as const).map(
      (name) =>
        [
          [driven({ [name]: undefined as never }).incoming],
          `incoming.${name} must be a function, received undefined`,
        ] as const,
    ),
    [[driven({ headers: 5 as never }).incoming], 'incoming.headers must be'],
    [[driven().incoming, { url: 5 }], 'url must be a string, received 5'],
    [[driven().incoming, { keptBody: 5 }], 'keptBody must be'],
    [[driven().incoming, { response: 5 }], 'response must be a response of Node, received 5'],
    [[driven().incoming, { response: {} }], 'response.once must be a function, received undefined'],
    [
      [driven().incoming, { zzz: 1 }],
      'zzz is not an option (received 1). The options are url, payload, keptBody, response',
    ],
  ] as const)('refuses %#', (values, message) => {
    const call = readNodeRequest as (...given: readonly unknown[]) => unknown
    expect(() => call(...values)).toThrow(`readNodeRequest: ${message}`)
  })
})

it('keeps the bytes of a body for a request', () => {
  const keep = keepRawBody as (...given: readonly unknown[]) => void
  for (const request of [undefined, null, 5]) {
    expect(() => {
      keep(request, undefined, bytes())
    }).toThrow(`keepRawBody: request must be a request, received ${String(request)}`)
  }
  expect(() => {
    keep({}, undefined, 'x')
  }).toThrow('keepRawBody: bytes must be a Uint8Array, received a string of 1 characters')
})

describe('a body that was kept', () => {
  const kept = bytes(1, 2)
  const read = (
    fields: Partial<NodeRequest>,
    { limitBytes = 9, ...options }: NodeRequestOptions & { limitBytes?: number } = {},
  ) => {
    const { incoming } = driven({ readableDidRead: true, ...fields })
    return failureOf(readNodeRequest(incoming, options).readBody(limitBytes))
  }

  it('is read wherever it was kept', async () => {
    const found = { resolved: kept }
    expect(await read({}, { keptBody: kept })).toEqual(found)
    expect(await read({ rawBody: kept })).toEqual(found)
    expect(await read({ rawBody: '\u0001\u0002' })).toEqual(found)
    const { incoming } = driven({ readableDidRead: true })
    keepRawBody(incoming, undefined, kept)
    expect(await readNodeRequest(incoming).readBody(9)).toBe(kept)
    expect(await read({ rawBody: { 0: 1 } })).toMatchObject({ message: PARSED_BEFORE })
  })

  it('may be as long as the limit, and no longer', async () => {
    expect(await read({}, { keptBody: kept, limitBytes: 2 })).toEqual({ resolved: kept })
    expect(await read({}, { keptBody: kept, limitBytes: 1 })).toMatchObject(tooLong(1))
  })

  it('is refused if it came under a content-coding', async () => {
    expect(await read({ rawHeaders: GZIP }, { keptBody: kept })).toMatchObject(CODED)
    const payload = driven().incoming
    expect(await read({ rawHeaders: GZIP }, { payload })).toMatchObject(CODED)
    expect(await read({ rawHeaders: GZIP })).toMatchObject({ message: PARSED_BEFORE })
  })
})

describe('a body that can be read no more', () => {
  it.each<[string, Partial<NodeRequest>, object]>([
    ['was read by somebody', { readableDidRead: true }, { message: PARSED_BEFORE }],
    ['has ended, read or not', { readableEnded: true }, { message: PARSED_BEFORE }],
    ['broke off', { aborted: true, readableDidRead: true }, INCOMPLETE],
    ['was destroyed', { destroyed: true, readableDidRead: false }, INCOMPLETE],
    ['was empty', { readableEnded: true, readableDidRead: false }, { resolved: bytes() }],
    [
      'was empty and destroyed',
      { readableEnded: true, readableDidRead: false, destroyed: true },
      { resolved: bytes() },
    ],
  ])('%s', async (_name, fields, expected) => {
    const { incoming, listeners } = driven(fields)
    expect(await failureOf(readNodeRequest(incoming).readBody(9))).toMatchObject(expected)
    expect(listeners.size).toBe(0)
  })

  it('has another stream, which parsers read', async () => {
    const payload = driven().incoming
    const { incoming } = driven()
    expect(await failureOf(readNodeRequest(incoming, { payload }).readBody(9))).toMatchObject({
      message: PARSED_BEFORE,
    })
  })

  it('says in its Content-Length that it is too long', async () => {
    const { incoming } = driven({ rawHeaders: ['Content-Length', '10'] })
    expect(await failureOf(readNodeRequest(incoming).readBody(9))).toMatchObject(tooLong(9))
    const fitting = driven({ rawHeaders: ['Content-Length', '9'] })
    const reading = readNodeRequest(fitting.incoming).readBody(9)
    fitting.tell('end')
    expect(await reading).toEqual(bytes())
  })
})

describe('a body in the stream', () => {
  it('is put together of its chunks, once', async () => {
    const { incoming, listeners, unshifted, counts, tell } = driven({ rawHeaders: FORM })
    const { readBody } = readNodeRequest(incoming)
    const reading = readBody(3)
    expect([...listeners.keys()].sort()).toEqual(['aborted', 'close', 'end', 'error', 'readable'])
    tell('readable', bytes(1, 2), bytes(3))
    tell('readable')
    tell('end')
    expect(await reading).toEqual(bytes(1, 2, 3))
    expect(readBody(3)).toBe(reading)
    expect([listeners.size, unshifted, counts.resumed]).toEqual([0, [], 0])
  })

  it.each(['error', 'aborted', 'close'])('is incomplete after %s', async (event) => {
    const { incoming, listeners, counts, tell } = driven()
    const reading = readNodeRequest(incoming).readBody(9)
    tell('readable', bytes(1))
    tell(event)
    expect(await failureOf(reading)).toMatchObject(INCOMPLETE)
    expect([listeners.size, counts.resumed]).toEqual([0, 1])
  })

  it('is put back if the source says so late that it has ended', async () => {
    const state = { ended: false, length: 1 }
    const { incoming, unshifted, tell } = driven({ aborted: false, _readableState: state })
    const reading = readNodeRequest(incoming).readBody(9)
    tell('readable', bytes(1))
    Object.assign(state, { ended: true, length: 0 })
    tell('readable')
    expect(await reading).toEqual(bytes(1))
    expect(unshifted).toEqual([bytes(1)])
  })

  it('may be under a content-coding if parsers read the same stream', async () => {
    const { incoming, tell } = driven({ rawHeaders: GZIP })
    const reading = readNodeRequest(incoming, { payload: incoming }).readBody(9)
    tell('readable', bytes(1))
    tell('end')
    expect(await reading).toEqual(bytes(1))
  })

  it('is incomplete if the request was aborted before its end', async () => {
    const fields: { aborted?: boolean } & Partial<NodeRequest> = {}
    const { incoming, tell } = driven(fields)
    const reading = readNodeRequest(incoming).readBody(9)
    Object.assign(incoming, { aborted: true })
    tell('end')
    expect(await failureOf(reading)).toMatchObject(INCOMPLETE)
  })

  it('is refused as soon as it is longer than the limit', async () => {
    const { incoming, listeners, counts, tell } = driven()
    const reading = readNodeRequest(incoming).readBody(2)
    tell('readable', bytes(1), bytes(2, 3))
    expect(await failureOf(reading)).toMatchObject(tooLong(2))
    expect([listeners.size, counts.resumed]).toEqual([0, 1])
  })

  it('is refused if it comes as strings', async () => {
    const { incoming, counts, tell } = driven()
    const reading = readNodeRequest(incoming).readBody(2)
    tell('readable', 'abc')
    expect(await failureOf(reading)).toMatchObject({
      name: 'TypeError',
      message: 'The request has an encoding set, so its body cannot be verified',
    })
    expect(counts.resumed).toBe(1)
  })

  it('is put back for a handler once the source has ended, unless it is a form', async () => {
    const state = { ended: false, length: 0 }
    for (const rawHeaders of [[], FORM]) {
      const { incoming, listeners, unshifted, tell } = driven({
        rawHeaders,
        _readableState: state,
      })
      Object.assign(state, { ended: false, length: 2 })
      const reading = readNodeRequest(incoming).readBody(9)
      tell('readable', bytes(1))
      expect([listeners.size, unshifted]).toEqual([5, []])
      state.ended = true
      tell('readable', bytes(2))
      if (rawHeaders === FORM) {
        expect(listeners.size).toBe(5)
        tell('end')
      }
      expect(await reading).toEqual(bytes(1, 2))
      expect(unshifted).toEqual(rawHeaders === FORM ? [] : [bytes(1, 2)])
    }
  })

  it('is not put back if the request was aborted meanwhile', async () => {
    const { incoming, unshifted, tell } = driven({ _readableState: { ended: true, length: 1 } })
    const reading = readNodeRequest(incoming).readBody(9)
    Object.assign(incoming, { aborted: true })
    tell('readable', bytes(1))
    expect(await failureOf(reading)).toMatchObject(INCOMPLETE)
    expect(unshifted).toEqual([])
  })

  it('leaves the end of an empty stream to the next reader', async () => {
    const at = { ended: true, length: 0 }
    const empty = driven({ aborted: false, _readableState: at })
    expect(await readNodeRequest(empty.incoming).readBody(9)).toEqual(bytes())
    expect(empty.listeners.size).toBe(0)
    const state = { ended: false, length: 0 }
    const later = driven({ _readableState: state })
    const reading = readNodeRequest(later.incoming).readBody(9)
    expect(later.listeners.size).toBe(5)
    state.ended = true
    later.tell('readable')
    expect(await reading).toEqual(bytes())
    expect([later.listeners.size, later.unshifted]).toEqual([0, []])
  })

  it.each<[string, Partial<NodeRequest>]>([
    ['a form', { rawHeaders: FORM, _readableState: { ended: true, length: 0 } }],
    ['what is still waiting', { _readableState: { ended: true, length: 1 } }],
    ['what has not ended', { _readableState: { ended: false, length: 0 } }],
    ['a stream without a state', {}],
  ])('waits for the end of %s', async (_name, fields) => {
    const { incoming, listeners, tell } = driven(fields)
    const reading = readNodeRequest(incoming).readBody(9)
    tell('readable')
    expect(listeners.size).toBe(5)
    tell('end')
    expect(await reading).toEqual(bytes())
  })

  it('is dropped after the response if nothing has read the restored body', async () => {
    for (const [rawHeaders, withPayload, isDropped] of [
      [[], false, true],
      [FORM, false, false],
      [FORM, true, true],
    ] as const) {
      const { incoming, counts, tell } = driven({ rawHeaders })
      const finished: (() => void)[] = []
      const events: string[] = []
      const response = {
        once: (event: string, listener: () => void) => {
          events.push(event)
          finished.push(listener)
        },
      }
      const options = withPayload ? { response, payload: incoming } : { response }
      const reading = readNodeRequest(incoming, options).readBody(9)
      tell('end')
      await reading
      for (const listener of finished) listener()
      expect([events, counts.resumed]).toEqual(isDropped ? [['finish'], 1] : [[], 0])
    }
  })
})
