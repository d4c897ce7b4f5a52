// Bundles a program like the tools for Cloudflare Workers.
import { builtinModules } from 'node:module'

import { build } from 'esbuild'

const BUILT_IN = new RegExp(
  `^(?:node:)?(?:${builtinModules.filter((name) => /^\w+$/.test(name)).join('|')})$`,
)
/** Imports Node modules from workerd, which provides them at recent compatibility dates. */
const IMPORT_BUILT_IN = {
  name: 'import-built-in-modules',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: BUILT_IN }, ({ path, kind }) =>
      kind === 'require-call'
        ? { path, namespace: 'required' }
        : { path: prefixed(path), external: true },
    )
    onLoad({ filter: /./, namespace: 'required' }, ({ path }) => ({
      contents: `export { default } from '${prefixed(path)}'\nexport * from '${prefixed(path)}'`,
    }))
  },
}

/** Bundles a program into a file. Without `hasNode`, importing a Node module is an error. */
export async function bundleWorker({ entry, outfile, hasNode }) {
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    conditions: ['workerd', 'worker', 'browser'],
    // The fields of CommonJS packages, which neutral platforms ignore.
    mainFields: ['module', 'main'],
    plugins: hasNode ? [IMPORT_BUILT_IN] : [],
    logLevel: 'error',
  })
}

function prefixed(path) {
  return path.startsWith('node:') ? path : `node:${path}`
}
