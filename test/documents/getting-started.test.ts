import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { afterAll, expect, it } from 'vitest'

import { freePort } from '../servers/free-port.js'
import { blocksOfPage } from './code-blocks.js'
import { ROOT } from './pages.js'

const DIRECTORY = fileURLToPath(new URL('.started/', import.meta.url))
const PAGE = 'docs/guide/getting-started.md'
const [provider = '', consumer = ''] = blocksOfPage(PAGE, readFileSync(join(ROOT, PAGE), 'utf8'))
  .filter(({ language }) => language === 'ts')
  .map(({ code }) => code)

const processes: ChildProcess[] = []

afterAll(() => {
  for (const child of processes) child.kill()
  rmSync(DIRECTORY, { recursive: true, force: true })
})

it('has a provider of twenty lines and a consumer of fifteen', () => {
  const lines = [provider, consumer].map((code) => code.split('\n').filter(isOwnLine).length)
  expect(lines[0]).toBeLessThanOrEqual(20)
  expect(lines[1]).toBeLessThanOrEqual(15)
})

it('starts both programs unchanged, and the photos arrive', async () => {
  const port = await freePort()
  mkdirSync(DIRECTORY, { recursive: true })
  start('provider.ts', provider, port)
  await answering(`http://localhost:${port}/photos`)
  const printing = start('consumer.ts', consumer, port)
  await approve(await printing.says(/Open (\S+)/))
  expect(await printing.says(/(\[ .* \])/)).toBe(`[ "Jane's vacation" ]`)
})

function isOwnLine(line: string): boolean {
  return line !== '' && !line.startsWith('import')
}

function start(
  name: string,
  code: string,
  port: number,
): { says(pattern: RegExp): Promise<string> } {
  const file = join(DIRECTORY, name)
  writeFileSync(file, code.replaceAll('3000', String(port)))
  const options = ['--conditions=@oauthplus/source', '--import', 'tsx', file]
  const child = spawn(process.execPath, options, { stdio: ['ignore', 'pipe', 'inherit'] })
  processes.push(child)
  let output = ''
  child.stdout.setEncoding('utf8')
  return {
    says: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (text = ''): void => {
          output += text
          const [, found] = pattern.exec(output) ?? []
          if (found !== undefined) resolve(found)
        }
        look()
        child.stdout.on('data', look)
        child.once('close', () => {
          reject(new Error(`${name} ended, and had said: ${output}`))
        })
      }),
  }
}

/** Sends requests until a server responds. */
async function answering(url: string): Promise<void> {
  while (!(await fetch(url).catch(() => undefined))) await new Promise(setImmediate)
}

/** Does what Jane does in her browser. */
async function approve(url: string): Promise<void> {
  const page = await (await fetch(url)).text()
  const csrf = /name="csrf" value="([^"]+)"/.exec(page)?.[1] ?? ''
  const token = new URL(url).searchParams.get('oauth_token') ?? ''
  const body = new URLSearchParams({ oauth_token: token, csrf, decision: 'approve' })
  const decided = await fetch(url, { method: 'POST', body, redirect: 'manual' })
  await fetch(decided.headers.get('location') ?? '')
}
