// Runs the cases of test/hosts/matrix on every host and writes docs/guide/hosts.md. Needs tsx, which loads the cases.
import { writeFileSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'

import prettier from 'prettier'

import { connectOnSite } from '../test/hosts/matrix/connect-on-site.ts'
import { startHostProxy } from '../test/hosts/matrix/host-proxy.ts'
import { hostsGuideOf } from '../test/hosts/matrix/hosts-guide.ts'
import { problemsOf } from '../test/hosts/matrix/judge-hosts.ts'
import { nodeHosts } from '../test/hosts/matrix/node-hosts.ts'
import { runHost } from '../test/hosts/matrix/run-host.ts'
import { nextHost, startCommand } from './next-host.mjs'
import { runtimeHosts } from './runtime-hosts.mjs'

const GUIDE = fileURLToPath(new URL('../docs/guide/hosts.md', import.meta.url))

// Last, because it waits for a build.
const next = nextHost()
const proxy = await startHostProxy()
const runtimes = await runtimeHosts()
const results = []
try {
  for (const host of [...nodeHosts(() => proxy.port), ...runtimes.hosts, next]) {
    const started = performance.now()
    const { name } = host
    const outcomes = await runHost(host)
    results.push({ name, outcomes })
    const passed = [...outcomes.values()].filter(({ kind }) => kind === 'passed').length
    const seconds = (performance.now() - started) / 1000
    console.log(`${name}: ${passed} of ${outcomes.size} passed, ${seconds.toFixed(1)} s`)
  }
} finally {
  await proxy.stop()
  runtimes.close()
}
const problems = [...problemsOf(results), ...(await connectOnSite(startCommand))]
for (const problem of problems) console.error(problem)
writeFileSync(GUIDE, await hostsGuideOf(results, await prettier.resolveConfig(GUIDE)))
process.exitCode = problems.length === 0 ? 0 : 1
