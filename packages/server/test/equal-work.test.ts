import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'

import { afterEach, expect, it, vi } from 'vitest'

import { memoryStore } from '../src/index.js'
import type { Store } from '../src/index.js'
import { accessToken, codeOf, CONSUMER, neutral, testProvider } from './neutral-requests.js'

afterEach(() => {
  vi.restoreAllMocks()
  syncBuiltinESMExports()
})

/** Notes the name of every operation that is asked of a store. */
function noting(store: Store, calls: string[]): Store {
  return new Proxy(store, {
    get(target, name, receiver) {
      const found: unknown = Reflect.get(target, name, receiver)
      if (typeof found !== 'function') return found
      return (...given: unknown[]): unknown => {
        calls.push(String(name))
        return Reflect.apply(found, target, given)
      }
    },
  })
}

it('does the same for an unknown Consumer, an unknown token and a wrong signature', async () => {
  const calls: string[] = []
  const app = await testProvider({ store: noting(memoryStore(), calls) })
  const token = await accessToken(app)
  const cases = [
    ['signature_invalid', CONSUMER, { ...token, secret: 'wrong' }],
    ['token_rejected', CONSUMER, { ...token, key: 'unknown' }],
    ['consumer_key_unknown', { ...CONSUMER, key: 'unknown' }, token],
    ['consumer_key_unknown', { ...CONSUMER, key: 'unknown' }, { ...token, key: 'unknown' }],
  ] as const
  for (const [code, consumer, used] of cases) {
    const request = await neutral({ method: 'GET', url: '/photos' }, { consumer, token: used })
    calls.length = 0
    const hashed = vi.spyOn(crypto, 'createHmac')
    syncBuiltinESMExports()
    expect(codeOf(await app.provider.authenticate(request))).toBe(code)
    expect([code, calls, hashed.mock.calls.length]).toEqual([code, ['findCredentials'], 1])
    hashed.mockRestore()
    syncBuiltinESMExports()
  }
})
