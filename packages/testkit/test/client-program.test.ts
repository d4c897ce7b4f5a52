import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, it } from 'vitest'

import { testConsumer } from '../src/index.js'
import type { CheckResult } from '../src/index.js'

let directory: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'oauthplus-testkit-'))
})

afterEach(() => {
  rmSync(directory, { recursive: true })
})

/** Tests a program of JavaScript, which sends the nonce of an expression and runs a statement for each request. */
async function testProgram(
  { nonce = 'randomUUID()', statement = '' },
  check: string,
): Promise<CheckResult | undefined> {
  const program = join(directory, 'client.mjs')
  writeFileSync(
    program,
    `import { randomUUID } from 'node:crypto'
    import { createInterface } from 'node:readline'
    let requests = 0
    createInterface({ input: process.stdin }).on('line', async (line) => {
      const task = JSON.parse(line)
      const say = (result) => console.log(JSON.stringify({ id: task.id, ...result }))
      if (task.task === 'describe') return say({ name: 'mine', features: ['fetch'] })
      requests += 1
      ${statement}
      const authorization = 'OAuth oauth_nonce="' + ${nonce} + '"'
      const { status } = await fetch(task.url, { headers: { authorization } })
      say({ status })
    })`,
  )
  const command = `${JSON.stringify(process.execPath)} ${JSON.stringify(program)}`
  const [result] = (await testConsumer(command, { only: [check] })).results
  return result
}

it('finds nonces that begin again when the program is started again', async () => {
  const nonce = `(requests + '-of-this-program')`
  expect(await testProgram({ nonce }, 'nonce.unique')).toMatchObject({ status: 'passed' })
  expect(await testProgram({ nonce }, 'nonce.restart')).toMatchObject({ status: 'failed' })
  expect(await testProgram({}, 'nonce.restart')).toMatchObject({ status: 'passed' })
})

it.each([
  ['standard error', 'console.error("signing with", task.consumer.secret)'],
  ['standard output', 'console.log("signing with", task.token.secret)'],
  ['standard error, encoded', 'console.error(encodeURIComponent(task.consumer.secret + "&"))'],
])('finds a secret in the %s', async (_place, statement) => {
  const found = await testProgram({ statement }, 'output.no-secret')
  expect(found).toMatchObject({ status: 'failed' })
  expect(JSON.stringify(found)).not.toMatch(/-secret-[0-9a-f]{24}/)
  const harmless = 'console.error("signing with", task.consumer.key)'
  expect(await testProgram({ statement: harmless }, 'output.no-secret')).toMatchObject({
    status: 'passed',
  })
})
