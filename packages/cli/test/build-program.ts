import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

import { build } from 'esbuild'

import manifest from '../package.json' with { type: 'json' }
import { OAUTHPLUS, PROGRAM_FOLDER } from './run-oauthplus.js'

const PACKAGES = fileURLToPath(new URL('../..', import.meta.url))
const STORES = ['store-sqlite', 'store-postgres', 'store-redis']
// These are CommonJS packages, or contain native code.
const DRIVERS = ['pg', 'redis', 'libsql']
const LIBRARIES = Object.keys(manifest.dependencies).filter(
  (name) => !name.startsWith('@oauthplus/'),
)

/**
 * Bundles the program and its stores from source once for all tests, like an installation. It then
 * starts much faster than with a translation at each start.
 */
export async function setup(): Promise<void> {
  if (process.env.TEST_DIST === '1') return
  const stores = STORES.map((name) => ({ name, folder: `node_modules/@oauthplus/${name}` }))
  await build({
    entryPoints: {
      oauthplus: `${PACKAGES}cli/src/oauthplus.ts`,
      ...Object.fromEntries(
        stores.map(({ name, folder }) => [`${folder}/index`, `${PACKAGES}${name}/src/index.ts`]),
      ),
    },
    outdir: PROGRAM_FOLDER,
    chunkNames: 'chunks/[hash]',
    splitting: true,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    conditions: ['@oauthplus/source'],
    external: [...DRIVERS, ...LIBRARIES],
    logLevel: 'warning',
    banner: {
      js: "import { createRequire as requireFor } from 'node:module'; const require = requireFor(import.meta.url);",
    },
  })
  await writeManifest(PROGRAM_FOLDER, {})
  for (const { name, folder } of stores) {
    await writeManifest(`${PROGRAM_FOLDER}${folder}/`, {
      name: `@oauthplus/${name}`,
      exports: './index.js',
    })
  }
  await chmod(OAUTHPLUS, 0o755)
}

async function writeManifest(folder: string, manifest: object): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFile(`${folder}package.json`, JSON.stringify({ ...manifest, type: 'module' }))
}
