import { afterEach, expect, it, vi } from 'vitest'

import { createRandomSource } from '../src/settings/create-random-source.js'

const POOL_BYTES = 2048

afterEach(() => {
  vi.restoreAllMocks()
})

/** Fills arrays with consecutive numbers, of which each byte is the last, in place of random bytes. */
function countInsteadOfRandom() {
  let next = 0
  return vi.spyOn(globalThis.crypto, 'getRandomValues').mockImplementation((array) => {
    const bytes = array as unknown as Uint8Array
    for (let index = 0; index < bytes.length; index++) bytes[index] = next++
    return array
  })
}

function count(first: number, last: number): Uint8Array {
  return Uint8Array.from({ length: last - first }, (_, index) => first + index)
}

it('gives out each byte of the platform once, and asks for 2,048 at a time', () => {
  const fill = countInsteadOfRandom()
  const draw = createRandomSource()
  let offset = 0
  for (; offset + 22 <= POOL_BYTES; offset += 22) {
    expect(draw(22)).toEqual(count(offset, offset + 22))
  }
  expect(fill).toHaveBeenCalledTimes(1)
  expect(draw(22)).toEqual(count(POOL_BYTES, POOL_BYTES + 22))
  expect(fill).toHaveBeenCalledTimes(2)
})

it('keeps none of the returned bytes, and returns separate arrays', () => {
  const fill = countInsteadOfRandom()
  const draw = createRandomSource()
  const first = draw(10)
  const pool = fill.mock.calls[0]?.[0] as unknown as Uint8Array
  expect(pool.subarray(0, 11)).toEqual(Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 10))
  draw(10)
  expect(first).toEqual(count(0, 10))
})

it('asks for more than 2,048 bytes at once', () => {
  countInsteadOfRandom()
  expect(createRandomSource()(POOL_BYTES + 1)).toEqual(count(0, POOL_BYTES + 1))
  expect(createRandomSource()(POOL_BYTES)).toHaveLength(POOL_BYTES)
})
