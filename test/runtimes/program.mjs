// Runs the suite in a runtime with a standard output: one line of JSON for each case.
import { runSuite } from './suite.mjs'

// A condition of the developers would test sources that no user has.
if (!import.meta.resolve('@oauthplus/core').endsWith('/dist/index.js')) {
  throw new Error('The suite is for the built packages')
}
await runSuite({ report: (result) => console.log(JSON.stringify(result)) })
