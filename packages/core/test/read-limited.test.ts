import { describe, expect, it } from 'vitest'

import { readLimited } from '../src/internal.js'

const BYTES = Uint8Array.of(1, 2, 3, 4, 5)
const INCOMPLETE = {
  name: 'OAuthError',
  code: 'parameter_rejected',
  message: 'The body ended before it was complete.',
}
const TOO_LONG = {
  name: 'OAuthError',
  code: 'parameter_rejected',
  message: 'The body is longer than 4 bytes.',
  details: { status: 413 },
}

type WebRequest = Parameters<typeof readLimited>[1]

/** A Request whose clone has the members given. */
function requestOf(members: object, bodyUsed = false): WebRequest {
  const request = { method: 'POST', url: 'https://photos.example/', headers: new Headers() }
  const clone = () => ({ ...request, ...members })
  return { ...request, bodyUsed, clone } as unknown as WebRequest
}

function streamed(chunks: readonly unknown[], cancelled: () => Promise<void>): WebRequest {
  const left = [...chunks]
  const read = () => Promise.resolve({ done: left.length === 0, value: left.shift() })
  return requestOf({ body: { getReader: () => ({ read, cancel: cancelled }) } })
}

const SHAPES: Readonly<Record<string, (bytes: Uint8Array) => WebRequest>> = {
  'in one chunk': (bytes) => streamed([bytes], () => Promise.resolve()),
  'in three chunks': (bytes) =>
    streamed([bytes.slice(0, 2), bytes.slice(2, 3), bytes.slice(3)], () => Promise.resolve()),
  'from a platform without streams': (bytes) =>
    requestOf({ arrayBuffer: () => Promise.resolve(bytes.slice().buffer) }),
  'from a body without a reader': (bytes) =>
    requestOf({ body: {}, arrayBuffer: () => Promise.resolve(bytes.slice().buffer) }),
}

describe.each(Object.entries(SHAPES))('A body %s', (_shape, make) => {
  it('is read up to the limit', async () => {
    expect(await readLimited('verify', make(BYTES), BYTES.length)).toEqual(BYTES)
    expect(await readLimited('verify', make(BYTES))).toEqual(BYTES)
  })

  it('is refused beyond the limit', async () => {
    const refused = readLimited('verify', make(BYTES), BYTES.length - 1)
    await expect(refused).rejects.toMatchObject(TOO_LONG)
  })
})

it('has a limit of 1 MiB by default', async () => {
  const bytes = new Uint8Array(1_048_576)
  for (const make of Object.values(SHAPES)) {
    expect((await readLimited('verify', make(bytes))).length).toBe(bytes.length)
    await expect(readLimited('verify', make(new Uint8Array(1_048_577)))).rejects.toMatchObject({
      message: 'The body is longer than 1048576 bytes.',
    })
  }
})

it.each<[what: string, chunks: readonly unknown[], refusal: object]>([
  ['is too long', [BYTES, BYTES], TOO_LONG],
  [
    'holds anything but bytes',
    [BYTES.slice(0, 1), 'a string'],
    {
      name: 'TypeError',
      code: 'ERR_INVALID_ARG_TYPE',
      message:
        'verify: request must be a Request whose body gives bytes, received a string of 8 characters',
    },
  ],
])('cancels a stream that %s, whether or not that succeeds', async (_what, chunks, refusal) => {
  let cancellations = 0
  const cancel = () => {
    cancellations++
    return Promise.reject(new Error('cannot be cancelled'))
  }
  await expect(readLimited('verify', streamed(chunks, cancel), 4)).rejects.toMatchObject(refusal)
  expect(cancellations).toBe(1)
})

it('refuses a body that ends early, and shows nothing of the platform', async () => {
  const failing = () => Promise.reject(new Error('ECONNRESET'))
  const stream = requestOf({ body: { getReader: () => ({ read: failing }) } })
  await expect(readLimited('verify', stream)).rejects.toMatchObject(INCOMPLETE)
  const whole = requestOf({ arrayBuffer: failing })
  await expect(readLimited('verify', whole)).rejects.toMatchObject(INCOMPLETE)
})

it('refuses a Request whose body was read before as the caller’s mistake', async () => {
  await expect(readLimited('verify', requestOf({}, true))).rejects.toMatchObject({
    name: 'TypeError',
    code: 'ERR_INVALID_ARG_VALUE',
    message: expect.stringMatching(
      /^verify: request is a Request whose body has been read already/,
    ) as string,
  })
})
