import { vi } from 'vitest'

import type * as api from '../src/index.js'
import type * as internal from '../src/internal.js'

/** The cryptography that core runs on: that of Node.js, and that of browsers and other runtimes. */
export const PLATFORMS = ['crypto-node', 'crypto-web'] as const

/** Loads core on one of them. */
export async function coreOn(
  platform: (typeof PLATFORMS)[number],
): Promise<typeof api & typeof internal> {
  vi.resetModules()
  vi.doMock('#crypto', () =>
    platform === 'crypto-web' ? import('../src/crypto-web.js') : import('../src/crypto-node.js'),
  )
  vi.doMock('#rsa', () =>
    platform === 'crypto-web' ? import('../src/rsa-web.js') : import('../src/rsa-node.js'),
  )
  return { ...(await import('../src/index.js')), ...(await import('../src/internal.js')) }
}
