// Runs the suite inside a request of workerd, which gives random numbers nowhere else.
import { runSuite } from './suite.mjs'

export default {
  test: () => runSuite({ report: (result) => console.log(JSON.stringify(result)) }),
}
