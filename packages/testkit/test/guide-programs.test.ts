import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, it } from 'vitest'

import { isDeviation } from '../src/checks/report.js'
import { testConsumer } from '../src/index.js'
import { commandOf, findPython } from '../../../test/interop/foreign-client.js'

const GUIDE = new URL('../../../docs/guide/conformance.md', import.meta.url)

let directory: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'oauthplus-testkit-'))
})

afterEach(() => {
  rmSync(directory, { recursive: true })
})

it('finds nothing in the client of the guide', { timeout: 60_000 }, async (context) => {
  const python = commandOf(await findPython(), context)
  const blocks = readFileSync(GUIDE, 'utf8').matchAll(/```python\n([\s\S]*?)```/g)
  const [code = ''] = Array.from(blocks, ([, block = '']) => block).filter((block) =>
    block.includes('OAuth1Session'),
  )
  const program = join(directory, 'my_client.py')
  writeFileSync(program, code)
  const { results, subject, ok } = await testConsumer(`${python} ${JSON.stringify(program)}`)
  expect(results.filter(isDeviation).map(({ id, found }) => [id, found])).toEqual([])
  expect({ subject, ok }).toEqual({ subject: 'my client', ok: true })
  expect(results.filter(({ status }) => status === 'passed').length).toBeGreaterThan(95)
})
