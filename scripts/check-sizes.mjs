// Holds each entry of a published package against its budget in scripts/size-budgets.json, so that no package grows unseen.
import { readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync } from 'node:zlib'

import { build } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))
const budgets = JSON.parse(readFileSync(`${root}scripts/size-budgets.json`, 'utf8'))

const problems = []
for (const entry of entries()) {
  for (const [condition, budget] of Object.entries(budgets[entry.specifier] ?? { node: 0 })) {
    const bytes = await sizeOf(entry, condition)
    const title = `${entry.specifier} (${condition}): ${bytes} bytes`
    console.log(`${title} of ${budget}`)
    if (bytes > budget) problems.push(`${title}, more than its budget of ${budget}`)
  }
}
const known = new Set(entries().map(({ specifier }) => specifier))
for (const specifier of Object.keys(budgets)) {
  if (!known.has(specifier)) problems.push(`${specifier}: a budget for what nobody can import`)
}
for (const problem of problems) console.error(problem)
process.exitCode = problems.length === 0 ? 0 : 1

/** Lists what can be imported of published packages. */
function entries() {
  return readdirSync(`${root}packages`).flatMap((name) => {
    const directory = `${root}packages/${name}`
    const { name: scoped, exports } = JSON.parse(readFileSync(`${directory}/package.json`, 'utf8'))
    return Object.entries(exports)
      .filter(([, target]) => target.default !== undefined)
      .map(([subpath, target]) => ({
        specifier: `${scoped}${subpath.slice(1)}`,
        file: `${directory}/${target.default}`,
      }))
  })
}

/** Gives what a whole entry weighs on its way to a browser: minified and compressed, without what it depends on. */
async function sizeOf({ file }, condition) {
  const { outputFiles } = await build({
    entryPoints: [file],
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    conditions: [condition],
    packages: 'external',
    // `#crypto` is the package's own, though it reads like a dependency.
    alias: {
      '#crypto': join(dirname(file), `crypto-${condition === 'node' ? 'node' : 'web'}.js`),
    },
    external: [...builtinModules, 'node:*'],
    minify: true,
    write: false,
    logLevel: 'error',
  })
  return brotliCompressSync(outputFiles[0].contents).length
}
