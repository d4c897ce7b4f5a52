import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

import { expect, it } from 'vitest'

// These look at what `npm run build` has written, which `npm test` runs beforehand.
const packages = ['core', 'server', 'server-express', 'client']
const core = new URL('../../packages/core/dist/', import.meta.url)

function importsOf(file: string): readonly string[] {
  const text = readFileSync(new URL(file, core), 'utf8')
  const found = text.matchAll(/(?:\bfrom\s*|\bimport\s*|\brequire\()["']([^"']+)["']/g)
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

it.each(['index.js', 'index.cjs'])('leaves the platform of core’s %s to #crypto', (file) => {
  expect(importsOf(file)).toEqual(['#crypto'])
})

it.each(packages)('gives %s to import and to require, with the same exports', (name) => {
  const specifier = JSON.stringify(`@oauthplus/${name}`)
  const print = (entry: string) =>
    `console.log(Object.keys(${entry}).filter((key) => key !== 'default' && key !== 'module.exports').sort().join())`
  const imported = node(
    '--input-type=module',
    '-e',
    `const all = await import(${specifier}); ${print('all')}`,
  )
  const required = node('--input-type=commonjs', '-e', print(`require(${specifier})`))
  expect(imported).toBe(required)
  expect(imported.length).toBeGreaterThan(10)
})

it('knows the errors of the other build, where instanceof does not', () => {
  const script = `
    import { createRequire } from 'node:module'
    import { isOAuthError, OAuthError } from '@oauthplus/core'
    const { percentDecode } = createRequire(import.meta.url)('@oauthplus/core')
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
      .filter((file) => /-[\w-]{8}\.(?:js|cjs|d\.ts|d\.cts)$/.test(file))
      .filter((file) => !manifest.includes(`"./dist/${file}"`))
    const stems = parts.map((file) => file.replace(/\.(?:d\.)?(?:[cm]?js|[cm]?ts)$/, ''))
    expect(stems.filter((stem) => !all.includes(`./${stem}`))).toEqual([])
  },
)
