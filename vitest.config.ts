import { existsSync, readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'

import { defineConfig, type Plugin } from 'vitest/config'

import { LongestFirst } from './test/longest-first.js'

const root = import.meta.dirname
const onDist = process.env.TEST_DIST === '1'
// Neither `import` nor `module`: Node is started with these, and would hand them to `require` as well.
const conditions = [...(onDist ? [] : ['@oauthplus/source']), 'node']

/** Gives tests that import their package's entry by path the built entry instead. */
const builtEntries: Plugin = {
  name: 'built-entries',
  enforce: 'pre',
  async resolveId(source, importer) {
    if (!source.startsWith('../') || importer === undefined) return null
    const resolved = await this.resolve(source, importer, { skipSelf: true })
    const built = resolved?.id.replace(/\/src\/([^/]+)\.ts$/, '/dist/$1.js')
    return built !== undefined && built !== resolved?.id && existsSync(built) ? built : resolved
  },
}

// Their files share processes, because to start one and load the sources takes longer than most of them. No test leaves
// anything behind: a test restores the parts of the platform that it replaces.
const SHARED = new Set(['client', 'core', 'server'])

function project(name: string, directory: string) {
  const program = `${root}/${directory}/test/build-program.ts`
  return {
    extends: true as const,
    test: {
      name,
      root: `${root}/${directory}`,
      include: ['**/*.test.ts'],
      globalSetup: existsSync(program) ? [program] : [],
      isolate: !SHARED.has(name),
      setupFiles: directory === 'test' ? [`${root}/test/quick-password-hash.ts`] : [],
    },
  }
}

function projectsIn(directory: string) {
  return readdirSync(`${root}/${directory}`)
    .filter((name) => existsSync(`${root}/${directory}/${name}/test`))
    .map((name) => project(name, `${directory}/${name}`))
}

export default defineConfig({
  plugins: onDist ? [builtEntries] : [],
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    // One more than there are processors: some files mostly wait for servers that they start.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongestFirst },
    restoreMocks: true,
    unstubGlobals: true,
    projects: [...projectsIn('packages'), project('test', 'test'), ...projectsIn('examples')],
    server: { deps: { external: [/\/packages\/[^/]+\/dist\//] } },
    // A limit ends a test that hangs. It is generous, because a busy machine must not fail a test.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    retry: 0,
    reporters: ['default'],
  },
})
