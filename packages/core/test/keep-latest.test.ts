import { describe, expect, it, vi } from 'vitest'

import { freezeDeeply, keepLatest } from '../src/internal.js'

describe('keepLatest', () => {
  it('creates a result once, and forgets the oldest at its limit', () => {
    const create = vi.fn((text: string) => ({ text }))
    const get = keepLatest(create, 2)

    expect(get('first')).toBe(get('first'))
    expect(get('second')).toEqual({ text: 'second' })
    expect(create).toHaveBeenCalledTimes(2)
    get('third')
    get('second')
    expect(create).toHaveBeenCalledTimes(3)
    expect(get('first')).toEqual({ text: 'first' })
    expect(create).toHaveBeenCalledTimes(4)
  })

  it('does not keep what could not be created', () => {
    const create = vi.fn((text: string) => JSON.parse(text) as unknown)
    const get = keepLatest(create, 2)

    expect(() => get('{')).toThrow(SyntaxError)
    expect(() => get('{')).toThrow(SyntaxError)
    expect(create).toHaveBeenCalledTimes(2)
  })
})

it('freezeDeeply freezes arrays and objects in each other, and returns the same value', () => {
  const value = { list: [{ name: 'a' }], nothing: null, count: 1 }

  expect(freezeDeeply(value)).toBe(value)
  for (const part of [value, value.list, value.list[0]]) expect(Object.isFrozen(part)).toBe(true)
})
