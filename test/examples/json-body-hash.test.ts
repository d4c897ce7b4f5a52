import { expect, it } from 'vitest'

import { checkBodies } from '../../examples/json-body-hash/src/check-bodies.js'
import { startApi } from '../../examples/json-body-hash/src/start-api.js'
import { runExample } from './run-example.js'

const consumer = { key: 'camera', secret: 'camera & secret' }

it('checks itself', async () => {
  const { code, standardOutput, standardError } = await runExample('json-body-hash', ['--check'])
  expect(standardError).toBe('')
  expect(standardOutput).toContain('Every body got the expected response.')
  expect(code).toBe(0)
})

it('finds that an API takes bodies without a hash', async () => {
  const api = await startApi({ port: 0, consumer, requireBodyHash: false })
  const lines: string[] = []
  const checking = checkBodies({ origin: api.origin, consumer }, (line) => lines.push(line))
  await expect(checking).rejects.toThrow('A body without a signature: 200, not 400 parameter')
  expect(lines).toContain('A body that was changed on its way: 401 signature_invalid')
  api.close()
})

it('finds that an API knows another secret', async () => {
  const api = await startApi({ port: 0, consumer: { ...consumer, secret: 'another' } })
  const checking = checkBodies({ origin: api.origin, consumer }, () => undefined)
  await expect(checking).rejects.toThrow('An album: 401 signature_invalid, not 200.')
  api.close()
})
