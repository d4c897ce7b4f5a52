import { describe, expect, it, onTestFinished, vi } from 'vitest'

import { limitSignal } from '../src/fetch/limit-signal.js'

describe('limitSignal', () => {
  const stubTimeout = (): { readonly controller: AbortController; readonly delays: number[] } => {
    const controller = new AbortController()
    const delays: number[] = []
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockImplementation((milliseconds) => {
      delays.push(milliseconds)
      return controller.signal
    })
    onTestFinished(() => {
      timeout.mockRestore()
    })
    return { controller, delays }
  }

  it.each([undefined, null])(
    'returns undefined without a time limit and with the signal %s',
    (signal) => {
      expect(limitSignal({ timeoutSeconds: undefined }, signal)).toBeUndefined()
    },
  )

  it("returns the caller's signal if there is no time limit", () => {
    const { signal } = new AbortController()
    expect(limitSignal({ timeoutSeconds: undefined }, signal)).toBe(signal)
  })

  it('aborts after the time limit, in seconds', () => {
    const { controller, delays } = stubTimeout()
    expect(limitSignal({ timeoutSeconds: 1.5 }, null)).toBe(controller.signal)
    expect(delays).toEqual([1500])
  })

  it.each(['time', 'caller'])('aborts with the %s if there are both', (first) => {
    const { controller } = stubTimeout()
    const caller = new AbortController()
    const signal = limitSignal({ timeoutSeconds: 60 }, caller.signal)
    expect(signal?.aborted).toBe(false)
    ;(first === 'time' ? controller : caller).abort(new Error(first))
    expect(signal?.reason).toMatchObject({ message: first })
  })
})
