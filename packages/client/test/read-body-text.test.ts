import { describe, expect, it } from 'vitest'

import { discardBody, readBodyText } from '../src/errors/read-body-text.js'

/** A body of chunks that reports why it was canceled. */
function bodyOf(...chunks: readonly string[]): {
  readonly body: ReadableStream<Uint8Array<ArrayBuffer>>
  readonly isCanceled: () => boolean
} {
  let isCanceled = false
  const left = [...chunks]
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      pull(controller) {
        const chunk = left.shift()
        if (chunk === undefined) controller.close()
        else controller.enqueue(Uint8Array.from(Buffer.from(chunk, 'latin1')))
      },
      cancel() {
        isCanceled = true
        return Promise.reject(new Error('lost'))
      },
    },
    { highWaterMark: 0 },
  )
  return { body, isCanceled: () => isCanceled }
}

describe('readBodyText', () => {
  it('returns an empty string for no body', async () => {
    expect(await readBodyText({ body: null }, 0)).toBe('')
  })

  it('decodes characters that are split between chunks, and invalid bytes', async () => {
    const { body } = bodyOf('a\xe2', '\x98', '\x83b', '\xff', '\xe2')
    expect(await readBodyText({ body }, 100)).toBe('a☃b\ufffd\ufffd')
  })

  it('reads up to the limit, and cancels a longer body', async () => {
    const whole = bodyOf('123', '45')
    expect(await readBodyText(whole, 5)).toBe('12345')
    expect(whole.isCanceled()).toBe(false)
    const longer = bodyOf('123', '456', '7')
    expect(await readBodyText(longer, 5)).toBeUndefined()
    expect(longer.isCanceled()).toBe(true)
  })
})

describe('discardBody', () => {
  it('cancels a body, and ignores the result', async () => {
    const { body, isCanceled } = bodyOf('1')
    await expect(discardBody(new Response(body))).resolves.toBeUndefined()
    expect(isCanceled()).toBe(true)
  })

  it('accepts a response without a body', async () => {
    await expect(discardBody(new Response(null))).resolves.toBeUndefined()
  })
})
