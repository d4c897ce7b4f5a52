import { mkdirSync, renameSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { buildSync } from 'esbuild'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const OUTPUT = fileURLToPath(new URL('node_modules/.cache/programs/', import.meta.url))
// They are CommonJS, or bring native code.
const EXTERNAL = ['pg', 'redis', 'libsql']

const built = new Map<string, string>()

/**
 * Bundles a program and everything that it imports into one file. Node starts that in a third of the
 * time that it takes to translate the sources at each start.
 *
 * @param source The path of the program's source, from the root of the repository.
 *
 * @returns The path of the bundle.
 */
export function buildProgram(source: string): string {
  const earlier = built.get(source)
  if (earlier !== undefined) return earlier
  mkdirSync(OUTPUT, { recursive: true })
  const name = source.replaceAll('/', '-')
  const file = `${OUTPUT}${name}.mjs`
  // Files of tests run at the same time, and each of them builds what it starts.
  const unfinished = `${OUTPUT}${name}.${process.pid}.mjs`
  buildSync({
    entryPoints: [ROOT + source],
    outfile: unfinished,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    conditions: process.env.TEST_DIST === '1' ? [] : ['@oauthplus/source'],
    external: EXTERNAL,
    banner: {
      js: "import { createRequire as requireFor } from 'node:module'; const require = requireFor(import.meta.url);",
    },
  })
  renameSync(unfinished, file)
  built.set(source, file)
  return file
}
