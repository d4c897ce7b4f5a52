import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { build } from 'esbuild'
import { afterAll, beforeAll, expect, it } from 'vitest'

// These look at what `npm run build` has written, which `npm test` runs beforehand.
const PACKAGES = fileURLToPath(new URL('../../packages', import.meta.url))
const PLATFORMS = {
  browser: ['browser'],
  workerd: ['workerd', 'worker', 'browser'],
  node: ['node'],
} as const
const FOR_NODE: ReadonlySet<string> = new Set([
  '@oauthplus/client/terminal',
  '@oauthplus/client/undici',
])

let application: string

beforeAll(() => {
  application = mkdtempSync(join(tmpdir(), 'oauthplus-bundle-'))
  for (const name of ['core', 'client']) installPacked(name)
})

afterAll(() => {
  rmSync(application, { recursive: true })
})

/** Copies what `npm pack` would put into the tarball to where an application finds it. */
function installPacked(name: string): void {
  const directory = join(PACKAGES, name)
  const told = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: directory,
    encoding: 'utf8',
  })
  const [packed] = JSON.parse(told) as readonly [{ files: readonly { path: string }[] }]
  for (const { path } of packed.files) {
    cpSync(join(directory, path), join(application, 'node_modules', '@oauthplus', name, path))
  }
}

async function bundle(contents: string, platform: keyof typeof PLATFORMS) {
  const { metafile, outputFiles } = await build({
    stdin: { contents, resolveDir: application },
    absWorkingDir: application,
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    conditions: [...PLATFORMS[platform]],
    // Left as they are, they can be counted.
    external: [...builtinModules, 'node:*'],
    minify: true,
    metafile: true,
    write: false,
  })
  const imported = Object.values(metafile.outputs).flatMap(({ imports }) => imports)
  return {
    external: [...new Set(imported.map(({ path }) => path))],
    inputs: Object.keys(metafile.inputs),
    text: outputFiles.map(({ text }) => text).join('\n'),
  }
}

/** The specifiers that an application can import, except those for Node only. */
const SPECIFIERS = ['core', 'client'].flatMap((name) => {
  const manifest = readFileSync(join(PACKAGES, name, 'package.json'), 'utf8')
  const { exports } = JSON.parse(manifest) as { readonly exports: object }
  return Object.keys(exports)
    .filter((subpath) => subpath !== './package.json')
    .map((subpath) => `@oauthplus/${name}${subpath.slice(1)}`)
    .filter((specifier) => !FOR_NODE.has(specifier))
})

const cases = SPECIFIERS.flatMap((specifier) =>
  (['browser', 'workerd'] as const).flatMap((platform) => [
    [specifier, 'imported', platform] as const,
    [specifier, 'required', platform] as const,
  ]),
)

function entryOf(specifier: string, how: 'imported' | 'required'): string {
  return how === 'imported'
    ? `export * from '${specifier}'`
    : `module.exports = require('${specifier}')`
}

it.each(cases)(
  'puts nothing of Node into %s, %s, bundled for %s',
  async (specifier, how, platform) => {
    const { external, inputs, text } = await bundle(entryOf(specifier, how), platform)
    expect(external).toEqual([])
    expect(text).not.toMatch(/\b(?:Buffer|process|__dirname|__filename)\s*[.[(]/)
    expect(text).not.toMatch(/["'`]node:/)
    // Bundled it was, then, and from published files.
    expect(inputs.filter((input) => input.includes('/dist/')).length).toBeGreaterThan(0)
    expect(inputs.filter((input) => input.includes('/src/'))).toEqual([])
    if (/^@oauthplus\/(?:core|client)$/.test(specifier)) expect(text).toContain('RSASSA-PKCS1-v1_5')
  },
)

it('would find Node’s builtins, which are in a bundle for Node', async () => {
  const { external, text } = await bundle(entryOf('@oauthplus/client', 'imported'), 'node')
  expect(external).toEqual(['node:crypto', 'node:buffer', 'node:util'])
  expect(text).toMatch(/\bBuffer\s*[.[(]/)
})

it.each(['x', 'discogs', 'flickr', 'mastercard'])(
  'puts one preset into a bundle, and nothing of the others: %s',
  async (preset) => {
    const program = `
      import { createClient } from '@oauthplus/client'
      import { ${preset} } from '@oauthplus/client/presets'
      export const create = (consumer) => createClient({ provider: ${preset}, consumer })`
    const { text } = await bundle(program, 'browser')
    const services = Array.from(text.matchAll(/service:"([^"]+)"/g), ([, service]) => service)
    expect(services).toHaveLength(1)
    const alone = await bundle(
      "export { createClient as create } from '@oauthplus/client'",
      'browser',
    )
    // The preset and the reader of its errors.
    expect(text.length - alone.text.length).toBeLessThan(2000)
  },
)

it.each(['browser', 'node'] as const)(
  'includes nothing but percentEncode if only that is imported, for %s',
  async (platform) => {
    const { external, text } = await bundle(
      "export { percentEncode } from '@oauthplus/core'",
      platform,
    )
    expect(external).toEqual([])
    expect(text).toContain('encodeURIComponent')
    // The function and the errors that it throws.
    expect(text.length).toBeLessThan(2000)
    expect(text).not.toMatch(/oauth_|HMAC|RSA|freeze|TextDecoder/)
  },
)
