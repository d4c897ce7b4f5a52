import { expect, it } from 'vitest'

import { checkLaunches } from '../../examples/lti-launch/src/check-launches.js'
import { createNonceMemory } from '../../examples/lti-launch/src/create-nonce-memory.js'
import { startSites } from '../../examples/lti-launch/src/start-sites.js'
import type { Tool } from '../../examples/lti-launch/src/verify-launch.js'
import { runExample } from './run-example.js'

const CONSUMER = { key: 'platform', secret: 'shared & secret' }

it('checks itself', async () => {
  const { code, standardOutput, standardError } = await runExample('lti-launch', ['--check'])
  expect(standardError).toBe('')
  expect(standardOutput).toContain('Every launch got the expected response.')
  expect(code).toBe(0)
})

it.each([
  ['forgets nonces', { recordNonce: () => true }, 'The same launch again'],
  ['knows no platform', { secretsOf: () => [] }, 'A launch'],
  ['believes a wrong URL', { launchUrl: 'https://tool.example/launch' }, 'A launch'],
  ['is an hour late', { nowSeconds: () => Date.now() / 1000 + 3600 }, 'A launch'],
] as const satisfies readonly (readonly [string, Partial<Tool>, string])[])(
  'finds that a tool %s',
  async (_what, tool, failing) => {
    const ports = { platformPort: 0, toolPort: 0 }
    const sites = await startSites({ ...ports, consumer: CONSUMER, tool })
    await expect(checkLaunches(sites, () => undefined)).rejects.toThrow(
      `${failing}: responded with`,
    )
    sites.close()
  },
)

it('forgets nonces when their time has passed, and no earlier', () => {
  let nowSeconds = 1000
  const record = createNonceMemory(() => nowSeconds)
  expect([record('a', 1010), record('a', 1010), record('b', 1020)]).toEqual([true, false, true])
  nowSeconds = 1011
  expect([record('a', 1030), record('b', 1020)]).toEqual([true, false])
})
