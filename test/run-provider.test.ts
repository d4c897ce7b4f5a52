import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

it.each(['--on rails', '--on=rails', '--port 0 --on'])(
  'npm run provider -- %s names the frameworks',
  (line) => {
    const script = fileURLToPath(new URL('../scripts/run-provider.mjs', import.meta.url))
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...line.split(' ')], {
      encoding: 'utf8',
    })
    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: '',
      stderr: '--on must be one of express, fastify, hono, koa.\n',
    })
  },
)

it('the root has at most 20 scripts', () => {
  const { scripts } = JSON.parse(readFileSync(`${ROOT}/package.json`, 'utf8')) as {
    readonly scripts: Readonly<Record<string, string>>
  }
  expect(Object.keys(scripts).length).toBeLessThanOrEqual(20)
})
