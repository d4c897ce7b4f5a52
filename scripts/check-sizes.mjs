// Compares the size of each published entry with its budget in scripts/size-budgets.json, so that
// growth is visible.
import { readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync } from 'node:zlib'

import * as esbuild from 'esbuild'
import { rolldown } from 'rolldown'

const root = fileURLToPath(new URL('..', import.meta.url))
const { entries: entryBudgets, programs } = JSON.parse(
  readFileSync(`${root}scripts/size-budgets.json`, 'utf8'),
)

const problems = []
for (const { specifier, file } of entries()) {
  for (const [condition, budget] of Object.entries(entryBudgets[specifier] ?? { node: 0 })) {
    compare(`${specifier} (${condition})`, await sizeOfEntry(file, condition), budget)
  }
}
for (const { title, code, sizes } of programs) {
  for (const [condition, budget] of Object.entries(sizes)) {
    compare(`${title} (${condition})`, await sizeOfProgram(code, condition), budget)
  }
}
const known = new Set(entries().map(({ specifier }) => specifier))
for (const specifier of Object.keys(entryBudgets)) {
  if (!known.has(specifier)) problems.push(`${specifier}: has a budget, but cannot be imported`)
}
for (const problem of problems) console.error(problem)
process.exitCode = problems.length === 0 ? 0 : 1

/**
 * Compares sizes with their budget: one number, or one for the initial load and one for code that
 * is loaded later.
 */
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

/** Lists the entries of published packages. */
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
async function sizeOfEntry(file, condition) {
  const { outputFiles, metafile } = await esbuild.build({
    entryPoints: [file],
    bundle: true,
    format: 'esm',
    splitting: true,
    outdir: root,
    absWorkingDir: root,
    platform: 'neutral',
    conditions: [condition],
    packages: 'external',
    // These belong to the package, although they look like dependencies.
    alias: Object.fromEntries(
      ['crypto', 'rsa'].map((name) => [
        `#${name}`,
        join(dirname(file), `${name}-${condition === 'node' ? 'node' : 'web'}.js`),
      ]),
    ),
    external: [...builtinModules, 'node:*'],
    minify: true,
    metafile: true,
    write: false,
    logLevel: 'error',
  })
  return addSizes(
    outputFiles.map(({ path, contents }) => {
      const { entryPoint, imports } = metafile.outputs[relative(root, path)]
      return {
        name: relative(root, path),
        contents,
        isStart: entryPoint !== undefined && resolve(root, entryPoint) === resolve(file),
        imports: imports.filter(({ kind }) => kind !== 'dynamic-import').map((one) => one.path),
      }
    }),
  )
}

/** Returns the sizes of a program with its dependencies, as Vite builds an application. */
async function sizeOfProgram(contents, condition) {
  // In a package that depends on core and client.
  const input = `${root}packages/cli/program.js`
  const bundle = await rolldown({
    input,
    plugins: [
      {
        name: 'program',
        resolveId: (id) => (id === input ? id : undefined),
        load: (id) => (id === input ? contents : undefined),
      },
    ],
    platform: 'neutral',
    preserveEntrySignatures: false,
    external: /^node:/,
    resolve: { conditionNames: [condition, 'import', 'default'] },
  })
  const { output } = await bundle.generate({ format: 'esm', minify: true })
  return addSizes(
    output.map(({ fileName, code, isEntry, imports }) => ({
      name: fileName,
      contents: code,
      isStart: isEntry,
      imports,
    })),
  )
}

/** Adds up the compressed files that are loaded initially, and those that are loaded later. */
function addSizes(files) {
  const names = new Set(files.filter(({ isStart }) => isStart).map(({ name }) => name))
  // The loop also visits names that it adds.
  for (const name of names) {
    const { imports } = files.find((file) => file.name === name)
    for (const imported of imports) {
      if (files.some((file) => file.name === imported)) names.add(imported)
    }
  }
  const sizes = { start: 0, later: 0 }
  for (const { name, contents } of files) {
    sizes[names.has(name) ? 'start' : 'later'] += brotliCompressSync(contents).length
  }
  return sizes
}
