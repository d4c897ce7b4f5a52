// Holds each entry of a published package against its budget in scripts/size-budgets.json, so that no package grows unseen.
import { readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync } from 'node:zlib'

import { build } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))
const { entries: entryBudgets, programs: programBudgets } = JSON.parse(
  readFileSync(`${root}scripts/size-budgets.json`, 'utf8'),
)

const problems = []
for (const { specifier, file } of entries()) {
  for (const [condition, budget] of Object.entries(entryBudgets[specifier] ?? { node: 0 })) {
    compare(`${specifier} (${condition})`, await sizeOfEntry(file, condition), budget)
  }
}
for (const [program, budgets] of Object.entries(programBudgets)) {
  for (const [condition, budget] of Object.entries(budgets)) {
    compare(`${program} (${condition})`, await sizeOfProgram(program, condition), budget)
  }
}
const known = new Set(entries().map(({ specifier }) => specifier))
for (const specifier of Object.keys(entryBudgets)) {
  if (!known.has(specifier)) problems.push(`${specifier}: a budget for what nobody can import`)
}
for (const problem of problems) console.error(problem)
process.exitCode = problems.length === 0 ? 0 : 1

/** Compares sizes with their budget: a number, or one for what is loaded at the start and one for what is loaded later. */
function compare(title, { start, later }, budget) {
  const allowed = typeof budget === 'number' ? { start: budget, later: 0 } : budget
  console.log(
    `${title}: ${start} of ${allowed.start} bytes${later > 0 ? `, later ${later} of ${allowed.later}` : ''}`,
  )
  if (start > allowed.start)
    problems.push(`${title}: ${start} bytes, more than its budget of ${allowed.start}`)
  if (later > allowed.later)
    problems.push(`${title}: ${later} bytes loaded later, more than the budget of ${allowed.later}`)
}

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

/** Returns the sizes of a whole entry, without the packages that it imports. */
function sizeOfEntry(file, condition) {
  return measure({
    entryPoints: [file],
    packages: 'external',
    conditions: [condition],
    // These are the package's own, though they read like dependencies.
    alias: Object.fromEntries(
      ['crypto', 'rsa'].map((name) => [
        `#${name}`,
        join(dirname(file), `${name}-${condition === 'node' ? 'node' : 'web'}.js`),
      ]),
    ),
  })
}

/** Returns the sizes of a program, with all that it needs. */
function sizeOfProgram(contents, condition) {
  return measure({
    // A package that depends on core and client.
    stdin: { contents, resolveDir: `${root}packages/cli` },
    conditions: [condition],
  })
}

/** Bundles and returns the sizes of what is loaded at the start and of what is loaded later, minified and compressed. */
async function measure(options) {
  const { outputFiles, metafile } = await build({
    bundle: true,
    format: 'esm',
    splitting: true,
    outdir: root,
    absWorkingDir: root,
    platform: 'neutral',
    external: [...builtinModules, 'node:*'],
    minify: true,
    metafile: true,
    write: false,
    logLevel: 'error',
    ...options,
  })
  const { outputs } = metafile
  const started = new Set(
    Object.keys(outputs).filter((path) => outputs[path].entryPoint && !isPart(outputs, path)),
  )
  for (const path of started) {
    for (const { kind, path: imported } of outputs[path].imports) {
      if (kind === 'import-statement' && imported in outputs) started.add(imported)
    }
  }
  const sizes = { start: 0, later: 0 }
  for (const { path, contents } of outputFiles) {
    const name = relative(root, path)
    sizes[started.has(name) ? 'start' : 'later'] += brotliCompressSync(contents).length
  }
  return sizes
}

/** Whether an output is loaded by another one, by `import()`. */
function isPart(outputs, path) {
  return Object.values(outputs).some(({ imports }) =>
    imports.some((imported) => imported.kind === 'dynamic-import' && imported.path === path),
  )
}
