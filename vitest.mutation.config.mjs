import { defineConfig } from 'vitest/config'

import { MUTATION_TARGETS } from './scripts/mutation-targets.mjs'

const conditions = ['@oauthplus/source', 'node']
const target = process.env.MUTATION_TARGET ?? 'core'

/** The tests of one target of mutation testing, from source, in one project. */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: [...(MUTATION_TARGETS[target]?.tests ?? [])],
    // Mutants are slower than what these tests measure.
    testNamePattern: /^(?!.*(?:linear time|50 ms))/,
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
})
