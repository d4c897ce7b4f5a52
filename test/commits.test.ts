import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const SCRIPT = fileURLToPath(new URL('../scripts/check-commits.mjs', import.meta.url))

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'oauthplus-commits-'))
  git('init', '--quiet')
  commit('anything goes before the base')
})
afterAll(() => {
  rmSync(folder, { recursive: true })
})

function git(...args: readonly string[]): string {
  const author = ['-c', 'user.name=Jane', '-c', 'user.email=jane@example.org']
  return execFileSync('git', [...author, ...args], { cwd: folder, encoding: 'utf8' }).trim()
}

function commit(message: string): void {
  git('commit', '--quiet', '--allow-empty', '--no-verify', '-m', message)
}

function check(...args: readonly string[]): {
  readonly code: number | null
  readonly said: string
} {
  const { status, stderr } = spawnSync(process.execPath, [SCRIPT, ...args], {
    cwd: folder,
    encoding: 'utf8',
  })
  return { code: status, said: stderr }
}

function checkMessage(message: string): ReturnType<typeof check> {
  const file = join(folder, 'message')
  writeFileSync(file, message)
  return check('--message', file)
}

describe('check-commits', () => {
  it.each([
    'docs: say what a Consumer is',
    'style: format',
    'test(core): pass what is empty',
    'feat(client,server)!: embed the verifier\n\nIt was lost.',
    'refactor(cli): focus the help\n\nIt was long.\n# what git has written',
  ])('accepts %j', (message) => {
    expect(checkMessage(message)).toEqual({ code: 0, said: '' })
  })

  it.each([
    ['Fix the verifier', 'the subject must be "type(scope): imperative"'],
    ['fix(Server) the verifier', 'the subject must be'],
    ['feature: sign\n\nWhy.', 'the type feature does not exist'],
    [`docs: say ${'x'.repeat(63)}`, 'the subject has 73 characters'],
    ['docs: added a page', 'imperative'],
    ['docs: adds a page', 'imperative'],
    ['docs: adding a page', 'imperative'],
    ['docs: Add a page', 'imperative'],
    ['docs: add a page.', 'full stop'],
    ['docs: add a page\nat once', 'second line'],
    ['fix(core): refuse an empty key', 'a fix requires a reason'],
  ])('refuses %j', (message, problem) => {
    const { code, said } = checkMessage(message)
    expect(said).toContain(problem)
    expect(code).toBe(1)
  })

  it('looks at the commits since the base, and at no merge', () => {
    const base = git('rev-parse', 'HEAD')
    git('checkout', '--quiet', '-b', 'topic')
    commit('docs: say what a token is')
    git('checkout', '--quiet', '-')
    commit('docs: say what a scope is')
    git('merge', '--quiet', '--no-ff', '-m', "Merge branch 'topic'", 'topic')
    expect(check(base)).toEqual({ code: 0, said: '' })
    commit('Oops')
    const { code, said } = check(base)
    expect(code).toBe(1)
    expect(said).toContain(`${git('rev-parse', '--short', 'HEAD')}: the subject must be`)
  })
})
