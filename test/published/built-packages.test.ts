import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect, it } from 'vitest'

// These look at what `npm run build` has written, which `npm test` runs beforehand.
const core = new URL('../../packages/core/dist/', import.meta.url)

function importsOf(file: string): readonly string[] {
  const text = readFileSync(new URL(file, core), 'utf8')
  const found = text.matchAll(/(?:\bfrom\s*|\bimport\s*\(?|\brequire\()["']([^"']+)["']/g)
  return [...new Set(Array.from(found, (match) => match[1] ?? ''))].filter(
    (name) => !name.startsWith('./'),
  )
}

function node(...args: readonly string[]): string {
  return execFileSync(process.execPath, args, {
    cwd: new URL('..', import.meta.url),
    encoding: 'utf8',
  })
}

it('leaves the platform of core to #crypto and #rsa', () => {
  const shared = readdirSync(core).filter((file) => /^(?:index|internal|chunk-.*)\.js$/.test(file))
  const imports = new Set(shared.flatMap(importsOf))
  expect([...imports].sort()).toEqual(['#crypto', '#rsa'])
})

it('recognizes the errors of a second copy of core, unlike instanceof', ({ onTestFinished }) => {
  const copy = mkdtempSync(join(tmpdir(), 'oauthplus-copy-'))
  onTestFinished(() => rmSync(copy, { recursive: true }))
  for (const part of ['package.json', 'dist']) {
    cpSync(new URL(`../${part}`, core), join(copy, part), { recursive: true })
  }
  const script = `
    import { isOAuthError, OAuthError } from '@oauthplus/core'
    const { percentDecode } = await import(${JSON.stringify(join(copy, 'dist/index.js'))})
    try {
      percentDecode('%')
    } catch (error) {
      console.log(error instanceof OAuthError, isOAuthError(error), error.code)
    }`
  expect(node('--input-type=module', '-e', script)).toBe('false true parameter_rejected\n')
})

it.each(readdirSync(new URL('../../packages', import.meta.url)))(
  'leaves nothing of an earlier build in %s, which would be published',
  (name) => {
    const dist = new URL(`../../packages/${name}/dist/`, import.meta.url)
    const files = readdirSync(dist).filter((file) => !file.endsWith('.map'))
    const manifest = readFileSync(new URL('../package.json', dist), 'utf8')
    const all = files.map((file) => readFileSync(new URL(file, dist), 'utf8')).join('\n')
    // Parts that entries share have a hash in their names, and are imported by it.
    const parts = files
      .filter((file) => /-[\w-]{8}\.(?:js|d\.ts)$/.test(file))
      .filter((file) => !manifest.includes(`"./dist/${file}"`))
    const stems = parts.map((file) => file.replace(/\.(?:d\.)?(?:[cm]?js|[cm]?ts)$/, ''))
    expect(stems.filter((stem) => !all.includes(`./${stem}`))).toEqual([])
  },
)
