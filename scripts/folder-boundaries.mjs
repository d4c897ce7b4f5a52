// Checks the order of the folders inside each package against docs/guide/architecture.md, and that
// files have no import cycles.
import { dirname, relative, resolve, sep } from 'node:path'

import { importsOf, sourceFiles } from './source-imports.mjs'

// The folders of each package's src, from the bottom up. A file may import from its own folder and
// from earlier ones.
const FOLDERS = {
  cli: [
    'output',
    'profiles',
    'profile-import',
    'consumer-side',
    'provider-side',
    'doctor-side',
    'proxy',
    'completion',
    'command',
  ],
  client: [
    'errors',
    'settings',
    'pending',
    'fetch',
    'undici',
    'flows',
    'presets',
    'connect',
    'terminal',
  ],
  doctor: ['departures', 'read'],
  server: [
    'errors',
    'store',
    'pages',
    'public-url',
    'callback',
    'settings',
    'consumer',
    'tokens',
    'refusals',
    'checks',
    'management',
    'operations',
    'authorization',
    'portal',
    'adapter',
    'node',
    'web',
    'memory-store',
    'sealed-store',
    'split-store',
  ],
  testkit: [
    'checks',
    'report',
    'reference',
    'wire',
    'store-contract',
    'program',
    'test-provider',
    'provider-suite',
    'consumer-suite',
    'signer-suite',
    'command',
  ],
}
// Exceptions: upward imports, each with its reason.
const UPWARD = new Map([
  ['testkit: checks/run-check.ts -> report/mask.ts', 'masks every result before it leaves a run'],
  [
    'testkit: checks/run-check.ts -> report/truncate-string.ts',
    'half of a secret must not leave a run either',
  ],
])

// Modules that are loaded only by import(), long after their importers, so cycles through them are
// harmless.
const LOADED_LATER = new Set(['client: on-demand.ts', 'server: portal/respond-portal.ts'])

/** Rejects imports from a folder above. */
export function checkFolders(name, src) {
  const order = FOLDERS[name] ?? []
  return sourceImports(src).flatMap(([from, targets]) =>
    targets
      .filter((to) => from.includes('/') && to.includes('/') && folderOf(from) !== folderOf(to))
      .flatMap((to) => {
        const unknown = [from, to].map(folderOf).find((folder) => !order.includes(folder))
        if (unknown !== undefined) {
          return [
            `packages/${name}/src/${unknown}: missing from FOLDERS in scripts/folder-boundaries.mjs`,
          ]
        }
        const isUpward = order.indexOf(folderOf(to)) > order.indexOf(folderOf(from))
        const isKnown = UPWARD.has(`${name}: ${from} -> ${to}`)
        return isUpward && !isKnown
          ? [`packages/${name}/src/${from}: ${to}: ${folderOf(to)} is above ${folderOf(from)}`]
          : []
      }),
  )
}

/** Rejects files that import each other. */
export function checkCycles(name, src) {
  const imports = new Map(sourceImports(src))
  const done = new Set()
  const problems = []
  for (const file of imports.keys()) visit(file, [])
  return problems

  function visit(file, path) {
    if (path.includes(file)) {
      const cycle = [...path.slice(path.indexOf(file)), file]
      problems.push(`packages/${name}/src: import cycle: ${cycle.join(' -> ')}`)
      return
    }
    if (done.has(file)) return
    const targets = imports.get(file) ?? []
    for (const target of targets) {
      if (!LOADED_LATER.has(`${name}: ${target}`)) visit(target, [...path, file])
    }
    done.add(file)
  }
}

/**
 * Lists the files in a src folder, each with the files there that it imports, as paths with
 * slashes.
 */
function sourceImports(src) {
  const pathOf = (file) => relative(src, file).split(sep).join('/')
  return sourceFiles(src).map((file) => [
    pathOf(file),
    importsOf(file)
      .filter(({ specifier }) => specifier.startsWith('.'))
      .map(({ specifier }) => pathOf(resolve(dirname(file), specifier).replace(/\.js$/, '.ts')))
      // The manifest, whose version a program prints.
      .filter((path) => !path.startsWith('..')),
  ])
}

function folderOf(path) {
  return path.split('/', 1)[0]
}
