// Mutation testing of one target: `npm run mutation -- core`. scripts/mutation.mjs names the target.
const target = process.env.MUTATION_TARGET ?? 'core'

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  packageManager: 'pnpm',
  plugins: ['@stryker-mutator/vitest-runner', './scripts/ignore-messages.mjs'],
  testRunner: 'vitest',
  vitest: { configFile: 'vitest.mutation.config.mjs', related: false },
  // The packages import each other by links that lead out of a copy, so the mutants are planted in place.
  inPlace: true,
  disableTypeChecks: 'packages/*/src/**/*.ts',
  coverageAnalysis: 'perTest',
  concurrency: 2,
  thresholds: { high: 97, low: 90, break: null },
  timeoutMS: 20_000,
  ignorers: ['messages'],
  reporters: ['clear-text', 'json', 'html'],
  clearTextReporter: { allowEmojis: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: `reports/mutation/${target}.json` },
  htmlReporter: { fileName: `reports/mutation/${target}.html` },
  incremental: true,
  incrementalFile: `reports/mutation/${target}.incremental.json`,
  tempDirName: '.stryker-tmp',
}
