import { readFileSync } from 'node:fs'
import { relative } from 'node:path'

import { defineConfig } from 'vitest/config'
import { BaseSequencer } from 'vitest/node'

const conditions = ['@oauthplus/source', 'node']
const { MUTATION_FILES = '', MUTATION_STATE } = process.env
const order = MUTATION_FILES.split(',')
const instrumented = JSON.parse(readFileSync(`${MUTATION_STATE}/instrumented.json`, 'utf8'))

class AsGiven extends BaseSequencer {
  sort(specifications) {
    const place = ({ moduleId }) => order.indexOf(relative(import.meta.dirname, moduleId))
    return Promise.resolve(specifications.sort((one, other) => place(one) - place(other)))
  }
}

/** The tests of one target of mutation testing, on its source with all mutants. scripts/mutation.mjs starts it. */
export default defineConfig({
  plugins: [
    {
      name: 'mutants',
      enforce: 'pre',
      load: (id) => instrumented[relative(import.meta.dirname, id)],
    },
  ],
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ['**/*.test.ts'],
    runner: './scripts/mutation/runner.mjs',
    sequence: { sequencer: AsGiven },
    // One process, which loads everything once.
    pool: 'forks',
    maxWorkers: 1,
    isolate: false,
    silent: true,
    dangerouslyIgnoreUnhandledErrors: true,
    // Mutants are slower than what these tests measure.
    testNamePattern: /^(?!.*(?:linear time|50 ms))/,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
})
