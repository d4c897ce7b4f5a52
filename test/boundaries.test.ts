import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { checkBoundaries } from '../scripts/check-boundaries.mjs'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const LEFT_OUT = new Set(['node_modules', 'dist', 'test', '.turbo'])

let tree: string

beforeEach(() => {
  tree = mkdtempSync(join(tmpdir(), 'oauthplus-boundaries-'))
  for (const directory of ['packages', 'examples']) {
    cpSync(join(ROOT, directory), join(tree, directory), {
      recursive: true,
      filter: (path) => !LEFT_OUT.has(basename(path)),
    })
  }
})

afterEach(() => {
  rmSync(tree, { recursive: true })
})

function check(): string {
  return checkBoundaries(tree).join('\n')
}

function plant(file: string, text: string): void {
  const path = join(tree, 'packages', file)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

function plantDependency(name: string, kind: string, dependency: string): void {
  const file = `${name}/package.json`
  const manifest = JSON.parse(readFileSync(join(tree, 'packages', file), 'utf8')) as object
  plant(file, JSON.stringify({ ...manifest, [kind]: { [dependency]: '*' } }))
}

describe('check-boundaries', () => {
  it('accepts the tree as it is', () => {
    expect(check()).toBe('')
  })

  it('refuses an import that no arrow allows, with its line', () => {
    const forbidden = [
      ['core/src/type.ts', "import type { Store } from '@oauthplus/server'"],
      ['core/src/dynamic.ts', "await import('@oauthplus/client')"],
      ['server/src/undeclared.ts', "import 'express'"],
      ['server/src/export.ts', "export { createClient } from '@oauthplus/client'"],
      ['client/src/import.ts', "import '@oauthplus/server'"],
      ['testkit/src/reference/judge.ts', "import { createProvider } from '@oauthplus/server'"],
      ['testkit/src/provider-suite/judge.ts', "import { signRequest } from '@oauthplus/core'"],
      ['client/src/path.ts', "import '../../server/src/store.js'"],
    ] as const
    for (const [file, text] of forbidden) {
      plant(file, `// The line below is the forbidden one.\n${text}\n`)
    }
    const complaints = check()
    const places = complaints.match(/^packages\/.*:2: /gm)?.map((place) => place.slice(9, -4))
    expect(places?.sort()).toEqual(forbidden.map(([file]) => file).sort())
  })

  it('refuses a dependency that an example does not declare', () => {
    for (const [file, text] of [
      ['path.ts', "import '../../printer-consumer/src/main.js'"],
      ['undeclared.ts', "import '@oauthplus/store-redis'"],
    ] as const) {
      plant(`../examples/tour/src/${file}`, text)
    }
    const complaints = check()
    expect(complaints.match(/^examples\/tour\/src\/[a-z]+/gm)?.sort()).toEqual([
      'examples/tour/src/path',
      'examples/tour/src/undeclared',
    ])
  })

  it('takes imports in comments for what they are', () => {
    plant(
      'core/src/planted.ts',
      "/**\n * import { createClient } from '@oauthplus/client'\n */\nexport {}\n",
    )
    expect(check()).toBe('')
  })

  it('lets a store import server, and no adapter', () => {
    plant('store-redis/src/index.ts', "import { purgeRegularly } from '@oauthplus/server'\n")
    expect(check()).toBe('')
    plant('store-redis/src/index.ts', "import type { Koa } from '@oauthplus/server-koa'\n")
    expect(check()).toContain('this import is not allowed')
  })

  it('refuses a workspace dependency that points up', () => {
    plantDependency('core', 'peerDependencies', '@oauthplus/testkit')
    expect(check()).toContain('may not import @oauthplus/testkit')
  })

  it('lets tests import any package that does not need theirs', () => {
    plantDependency('doctor', 'devDependencies', '@oauthplus/testkit')
    expect(check()).toBe('')
    plantDependency('server', 'devDependencies', '@oauthplus/testkit')
    expect(check()).toContain(
      'packages/server/package.json: @oauthplus/testkit is a circular dependency',
    )
  })

  it('refuses an import from a folder above, and a cycle, types included', () => {
    plant('server/src/store/up.ts', "import type { Settings } from '../settings/settings.js'\n")
    plant('client/src/one.ts', "import type { Two } from './two.js'\nexport type One = Two\n")
    plant('client/src/two.ts', "import type { One } from './one.js'\nexport type Two = One\n")
    plant('server/src/novel/a.ts', "import '../store/store.js'\n")
    const complaints = check()
    expect(complaints.trim().split('\n').sort()).toEqual([
      'packages/client/src: import cycle: one.ts -> two.ts -> one.ts',
      'packages/server/src/novel: missing from FOLDERS in scripts/folder-boundaries.mjs',
      'packages/server/src/store/up.ts: settings/settings.ts: settings is above store',
    ])
  })

  it('refuses any dependency of core', () => {
    plantDependency('core', 'dependencies', 'left-pad')
    expect(check()).toContain('core must not have dependencies')
  })

  it('asks for a row where it does not know a package', () => {
    plant('surprise/package.json', '{}')
    expect(check()).toContain('packages/surprise: unknown; add a row')
  })
})
