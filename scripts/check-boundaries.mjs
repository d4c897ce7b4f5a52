// Checks the imports between packages against docs/guide/architecture.md, and the dependencies of
// examples, because only those are built before an example runs.
import { readdirSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

import { checkCycles, checkFolders } from './folder-boundaries.mjs'
import { importsOf, sourceFiles } from './source-imports.mjs'

const STORES = ['store-sqlite', 'store-postgres', 'store-redis']

// One row per package: the packages that it may import. `peer` allows an optional peer dependency,
// and a list allows only those files and folders, because the testkit must implement the RFC
// independently.
const ARROWS = {
  core: {},
  testkit: {
    core: ['src/assert-arguments.ts', 'src/store-contract.ts', 'src/store-contract/'],
    server: ['src/store-contract.ts', 'src/store-contract/', 'src/create-test-provider.ts'],
  },
  client: { core: 'code' },
  doctor: { core: 'code' },
  server: { core: 'code' },
  'server-express': { server: 'code' },
  'server-fastify': { server: 'code' },
  'server-koa': { server: 'code' },
  'server-fetch': { core: 'code', server: 'code' },
  ...Object.fromEntries(STORES.map((store) => [store, { core: 'code', server: 'code' }])),
  cli: {
    core: 'code',
    client: 'code',
    doctor: 'code',
    server: 'code',
    ...Object.fromEntries(STORES.map((store) => [store, 'peer'])),
  },
}
const SCOPE = '@oauthplus/'
const KINDS = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies']

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const problems = checkBoundaries(fileURLToPath(new URL('..', import.meta.url)))
  for (const problem of problems) console.error(problem)
  console.log(`${problems.length} imports that the architecture does not allow`)
  process.exitCode = problems.length === 0 ? 0 : 1
}

/** Lists every import and dependency in a checkout that the architecture does not allow. */
export function checkBoundaries(root) {
  return [
    ...readdirSync(join(root, 'packages')).flatMap((name) => checkPackage(root, name)),
    ...examples(root).flatMap((name) => checkExample(root, name)),
    ...checkCircles(root),
  ]
}

function checkPackage(root, name) {
  const arrows = ARROWS[name]
  if (arrows === undefined) {
    return [`packages/${name}: unknown; add a row to ARROWS in scripts/check-boundaries.mjs`]
  }
  const directory = join(root, 'packages', name)
  const manifest = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'))
  return [
    ...checkManifest(`packages/${name}/package.json`, manifest, arrows),
    ...checkImports(
      root,
      directory,
      (specifier, file) =>
        forbidden(specifier, { file, directory, arrows }) ??
        undeclared(specifier, { file, directory, manifest }),
    ),
    ...checkFolders(name, join(directory, 'src')),
    ...checkCycles(name, join(directory, 'src')),
  ]
}

function examples(root) {
  return readdirSync(join(root, 'examples'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
}

function checkExample(root, name) {
  const directory = join(root, 'examples', name)
  const manifest = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'))
  return checkImports(root, directory, (specifier, file) =>
    undeclared(specifier, { file, directory, manifest }),
  )
}

function checkImports(root, directory, problemOf) {
  return sourceFiles(join(directory, 'src')).flatMap((file) =>
    importsOf(file).flatMap(({ specifier, line }) => {
      const problem = problemOf(specifier, file)
      return problem ? [`${relative(root, file)}:${line}: ${specifier}: ${problem}`] : []
    }),
  )
}

function checkManifest(file, manifest, arrows) {
  // Tests may import more packages. checkCircles limits this.
  const upward = KINDS.filter((kind) => kind !== 'devDependencies').flatMap((kind) =>
    Object.keys(manifest[kind] ?? {})
      .filter((dependency) => dependency.startsWith(SCOPE))
      .filter((dependency) => {
        const arrow = arrows[dependency.slice(SCOPE.length)]
        return arrow === undefined || (arrow === 'peer' && kind !== 'peerDependencies')
      })
      .map((dependency) => `${file}: ${kind}: may not import ${dependency}`),
  )
  const own = manifest.name === `${SCOPE}core` ? Object.keys(manifest.dependencies ?? {}) : []
  return [
    ...upward,
    ...own.map((dependency) => `${file}: core must not have dependencies, not even ${dependency}`),
  ]
}

/** Rejects circular dependencies, which no build order can satisfy. */
function checkCircles(root) {
  const needs = new Map(
    readdirSync(join(root, 'packages')).map((name) => {
      const manifest = JSON.parse(
        readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'),
      )
      const declared = KINDS.flatMap((kind) => Object.keys(manifest[kind] ?? {}))
      return [
        name,
        declared
          .filter((dependency) => dependency.startsWith(SCOPE))
          .map((dependency) => dependency.slice(SCOPE.length)),
      ]
    }),
  )
  return [...needs].flatMap(([name, direct]) =>
    direct
      .filter((dependency) => reachableFrom(dependency, needs).has(name))
      .map(
        (dependency) =>
          `packages/${name}/package.json: ${SCOPE}${dependency} is a circular dependency`,
      ),
  )
}

function reachableFrom(start, needs) {
  const reached = new Set()
  const waiting = [start]
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (reached.has(name)) continue
    reached.add(name)
    waiting.push(...(needs.get(name) ?? []))
  }
  return reached
}

function forbidden(specifier, { file, directory, arrows }) {
  const dependency = dependencyOf(specifier)
  if (!dependency?.startsWith(SCOPE)) return undefined
  const arrow = arrows[dependency.slice(SCOPE.length)]
  if (arrow === undefined) return 'this import is not allowed'
  const path = relative(directory, file)
  return Array.isArray(arrow) && !arrow.some((allowed) => isIn(path, allowed))
    ? `only ${arrow.join(' and ')} may import it`
    : undefined
}

function isIn(path, allowed) {
  return allowed.endsWith('/') ? path.startsWith(allowed) : path === allowed
}

function undeclared(specifier, { file, directory, manifest }) {
  if (specifier.startsWith('.')) {
    const inside = resolve(dirname(file), specifier).startsWith(directory + sep)
    return inside ? undefined : 'imports a file of another package by its path'
  }
  const dependency = dependencyOf(specifier)
  // A package that is neither would be bundled silently.
  const declared =
    dependency === undefined ||
    dependency in { ...manifest.dependencies, ...manifest.peerDependencies }
  return declared ? undefined : 'neither a dependency nor a peer dependency'
}

/** Returns the package of an import, or `undefined` for the importing package and for Node. */
function dependencyOf(specifier) {
  if (/^[.#]/.test(specifier) || isBuiltin(specifier)) return undefined
  const [first, second] = specifier.split('/')
  return first.startsWith('@') ? `${first}/${second}` : first
}
