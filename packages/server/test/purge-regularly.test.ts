import { expect, it, vi } from 'vitest'

import { purgeRegularly } from '../src/index.js'

it('purges as of a minute ago, again and again, until it is stopped', async () => {
  const told: number[] = []
  let waiting = 3
  const thrice = new Promise<void>((resolve) => {
    const stop = purgeRegularly(
      {
        purge: async (nowSeconds) => {
          told.push(nowSeconds)
          if (--waiting === 0) {
            stop()
            resolve()
          }
          return 0
        },
      },
      { everySeconds: 0.001, now: () => 1_800_000_000_999 },
    )
  })
  await thrice
  expect(told).toEqual([1_799_999_940, 1_799_999_940, 1_799_999_940])
})

it('starts no purge before the last one has ended, and continues after a failure', async () => {
  let running = 0
  const errors: unknown[] = []
  await new Promise<void>((resolve) => {
    const stop = purgeRegularly(
      {
        purge: async () => {
          expect(++running).toBe(1)
          await new Promise((done) => setImmediate(done))
          running--
          throw new Error('down')
        },
      },
      {
        everySeconds: 0.001,
        onError: (error) => {
          if (errors.push(error) < 3) throw new Error('whoever listens fails, too')
          stop()
          resolve()
        },
      },
    )
  })
  expect(errors).toEqual(Array(3).fill(new Error('down')))
})

it('purges nothing once it was stopped', () => {
  vi.useFakeTimers()
  try {
    const purge = vi.fn(async () => 0)
    purgeRegularly({ purge })()
    vi.advanceTimersByTime(3_600_000)
    expect(purge).not.toHaveBeenCalled()
    purgeRegularly({ purge })
    vi.advanceTimersByTime(60_000)
    expect(purge).toHaveBeenCalledTimes(1)
  } finally {
    vi.useRealTimers()
  }
})

it.each([0, -1, Number.NaN, 86_401])('refuses an interval of %s seconds', (everySeconds) => {
  expect(() => purgeRegularly({ purge: async () => 0 }, { everySeconds })).toThrow(TypeError)
})
