import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

// Packages that a newcomer installs in addition to ours. Stores need their drivers as peers; `libsql` is optional.
const BESIDE = [
  '@hono/node-server@2.1.9',
  '@koa/router@15.7.0',
  'express@5.3.0',
  'express-session@1.19.0',
  'hono@4.13.19',
  'libsql@0.5.29',
  'undici@7.30.2',
  '@types/express@5.0.6',
  '@types/express-session@1.19.0',
  '@types/koa@3.0.3',
  '@types/node@20.19.43',
  'typescript@7.0.2',
  'typescript-5.0@npm:typescript@5.0.4',
  'typescript-5.8@npm:typescript@5.8.3',
]

/** A folder outside of this repository into which npm has installed every package as it would be published. */
export interface Installation {
  readonly directory: string
  /** Each thing that can be imported, such as `@oauthplus/server/node`. */
  readonly specifiers: readonly string[]
  /** Each command that is there, such as `oauthplus`. */
  readonly commands: readonly string[]
}

interface Manifest {
  readonly name: string
  readonly exports: Readonly<Record<string, string | object>>
  readonly bin?: Readonly<Record<string, string>>
}

/** Packs every package as it would be published; returns the tarballs. */
export function packTarballs(directory: string): readonly string[] {
  const pnpm = join(ROOT, 'node_modules/.bin/pnpm')
  const packed = ['-r', '--filter', './packages/*', 'pack', '--pack-destination', directory]
  execFileSync(pnpm, packed, { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] })
  return readdirSync(directory).map((file) => join(directory, file))
}

/** Packs every package and installs the tarballs in an empty folder. */
export function installTarballs(): Installation {
  const base = mkdtempSync(join(tmpdir(), 'oauthplus-installed-'))
  const tarballs = join(base, 'tarballs')
  const directory = join(base, 'application')
  mkdirSync(tarballs)
  mkdirSync(directory)
  const packed = packTarballs(tarballs)
  writeFileSync(join(directory, 'package.json'), '{ "private": true }')
  execFileSync(
    'npm',
    ['install', '--prefer-offline', '--no-audit', '--no-fund', ...packed, ...BESIDE],
    { cwd: directory, stdio: ['ignore', 'ignore', 'inherit'] },
  )
  const manifests = readdirSync(join(directory, 'node_modules/@oauthplus')).map(
    (name) =>
      JSON.parse(
        readFileSync(join(directory, 'node_modules/@oauthplus', name, 'package.json'), 'utf8'),
      ) as Manifest,
  )
  return {
    directory,
    specifiers: manifests.flatMap(specifiersOf),
    commands: manifests.flatMap(({ bin }) => Object.keys(bin ?? {})),
  }
}

function specifiersOf({ name, exports }: Manifest): readonly string[] {
  return Object.entries(exports)
    .filter(([, target]) => typeof target !== 'string')
    .map(([subpath]) => `${name}${subpath.slice(1)}`)
}
