import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import type { Report } from '../src/index.js'
import { runCommand } from '../src/command/run-command.js'

let directory: string
let complaints: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'oauthplus-testkit-'))
  complaints = ''
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    complaints += String(text)
    return true
  })
})

afterEach(() => {
  vi.restoreAllMocks()
  rmSync(directory, { recursive: true })
})

/** Runs a JavaScript program, in which `reply` responds to a task. */
async function run(
  onTask: string,
  options: readonly string[] = ['--only', 'hand-made.method-hmac-sha1'],
): Promise<{ readonly code: number; readonly report: () => Report }> {
  const program = join(directory, 'signer.mjs')
  const json = join(directory, 'report.json')
  writeFileSync(
    program,
    `import { createInterface } from 'node:readline'
    const say = (text) => process.stdout.write(text + '\\n')
    createInterface({ input: process.stdin }).on('line', (line) => {
      const task = JSON.parse(line)
      const reply = (answer) => say(JSON.stringify({ id: task.id, ...answer }))
      if (task.task === 'describe') return reply({ name: 'mine' })
      ${onTask}
    })`,
  )
  const command = `${JSON.stringify(process.execPath)} ${JSON.stringify(program)}`
  const argv = ['node', 'x', 'vectors', '--command', command, '--quiet', '--json', json, ...options]
  const code = await runCommand(argv)
  return { code, report: () => JSON.parse(readFileSync(json, 'utf8')) as Report }
}

describe('a program that', () => {
  it('is noisy is heard all the same', async () => {
    const { code, report } = await run(
      `say('warming up'); say('{"level":30}'); say('null'); reply({ signature: 'bad' })`,
    )
    expect(code).toBe(1)
    expect(report()).toMatchObject({ suite: 'vectors', subject: 'mine', counts: { failed: 1 } })
    expect(report().results[0]?.found).toBe('bad')
    expect(report().results[0]?.exchanges[0]?.request).toContain('"task": "sign"')
  })

  it('writes bad JSON fails at once, and the report shows the line', async () => {
    const { code, report } = await run(`say('{"id": ' + task.id + ', signature: }')`)
    expect(code).toBe(1)
    expect(report().results[0]).toMatchObject({
      expected: 'a result that is a line of JSON',
      found: '{"id": 1, signature: }',
    })
  })

  it('hangs is ended, and the report shows what it printed', async () => {
    const only = ['--only', 'hand-made.method-hmac-sha1', '--timeout', '0.5']
    const { code, report } = await run(`say('thinking ...')`, only)
    expect(code).toBe(1)
    expect(report().results[0]).toMatchObject({
      expected: 'a result within 0.5 seconds',
      found: 'no result with its id, but: thinking ...',
    })
  })

  it('writes results without the id is ended', async () => {
    const only = ['--only', 'hand-made.method-hmac-sha1', '--timeout', '0.5']
    const { report } = await run(`say('{"signature":"x"}')`, only)
    expect(report().results[0]?.found).toBe('no result with its id, but: {"signature":"x"}')
  })

  it('ends is started again, and the report shows its standard error', async () => {
    const { code, report } = await run(
      `if (task.parameters.at(-1)[1] === '1.0') { console.error('out of memory'); process.exit(3) }
       reply({ signature: 'x' })`,
      ['--only', 'hand-made.method-hmac-sha1', 'hand-made.version-absent'],
    )
    expect(code).toBe(1)
    const found = report().results.map((result) => result.found)
    expect(found).toEqual([
      'the program ended with 3 before it wrote a result; standard error: out of memory',
      'x',
    ])
  })

  it('writes no result gets ten tasks and no more', async () => {
    const { report } = await run(`process.exit(1)`, ['--only', 'tricky'])
    const tried = report().results.filter(({ found = '' }) => !found.startsWith('skipped'))
    expect(tried).toHaveLength(10)
    expect(report().counts.failed).toBe(53)
  })

  it('cannot start, or does not declare its features, makes the command exit with 2', async () => {
    const vectorsOf = (command: string) =>
      runCommand(['node', 'x', 'vectors', '--command', command, '--timeout', '0.5'])
    expect(await vectorsOf(join(directory, 'nothing-here'))).toBe(2)
    expect(complaints).toContain('the program ended with 127 before it wrote a result')
    expect(await vectorsOf('cat > /dev/null')).toBe(2)
    expect(complaints).toContain('expected a result within 0.5 seconds, found none')
    expect(await vectorsOf(`echo '{"id":0,"features":["telepathy"]}'; cat > /dev/null`)).toBe(2)
    expect(complaints).toContain('features: "telepathy" is not one of hmac-sha1')
  })
})

it('exits with 2 for an unknown check and for a timeout that is not a number', async () => {
  expect((await run('', ['--only', 'hand-made.nothing'])).code).toBe(2)
  expect(complaints).toContain('Unknown check: hand-made.nothing.')
  expect((await run('', ['--timeout', 'soon'])).code).toBe(2)
})

it('lists the checks of each suite, or of all', async () => {
  const lines: string[] = []
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    lines.push(String(text))
    return true
  })
  expect(await runCommand(['node', 'x', 'list', 'vectors'])).toBe(0)
  expect(lines.length).toBeGreaterThan(2200)
  expect(lines[0]).toMatch(/^published\.\S+\t.+\tRFC \d+ [\d.]+\tMUST\n$/)
  const ids = lines.map((line) => line.split('\t')[0])
  expect(new Set(ids).size).toBe(ids.length)
  const ofVectors = lines.length
  expect(await runCommand(['node', 'x', 'list'])).toBe(0)
  expect(lines.length - ofVectors).toBeGreaterThan(ofVectors + 150 + 60)
})
