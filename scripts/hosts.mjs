// Runs the cases of test/hosts/matrix on every host and writes docs/guide/hosts.md. Requires tsx,
// which loads the cases.
import { readFileSync, writeFileSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'

import prettier from 'prettier'

import { connectOnSite } from '../test/hosts/matrix/connect-on-site.ts'
import { startHostProxy } from '../test/hosts/matrix/host-proxy.ts'
import { hostsGuideOf } from '../test/hosts/matrix/hosts-guide.ts'
import { problemsOf } from '../test/hosts/matrix/judge-hosts.ts'
import { nodeHosts } from '../test/hosts/matrix/node-hosts.ts'
import { runHost } from '../test/hosts/matrix/run-host.ts'
import { HAS_NGINX } from '../test/proxy/nginx.ts'
import { nextHosts, startCommand } from './next-host.mjs'
import { runtimeHosts } from './runtime-hosts.mjs'

const GUIDE = fileURLToPath(new URL('../docs/guide/hosts.md', import.meta.url))

let proxy
const getProxyPort = () => proxy.port
// Last, because they wait for a build.
const next = nextHosts(getProxyPort)
if (HAS_NGINX) proxy = await startHostProxy()
const runtimes = await runtimeHosts(getProxyPort)
const missing = [...runtimes.missing, ...(HAS_NGINX ? [] : ['nginx'])]
const results = []
try {
  for (const host of [...nodeHosts(getProxyPort), ...runtimes.hosts, ...next]) {
    if (!HAS_NGINX && host.name.endsWith('behind nginx')) continue
    const started = performance.now()
    const { name } = host
    const outcomes = await runHost(host)
    results.push({ name, outcomes })
    const passed = [...outcomes.values()].filter(({ kind }) => kind === 'passed').length
    const seconds = (performance.now() - started) / 1000
    console.log(`${name}: ${passed} of ${outcomes.size} passed, ${seconds.toFixed(1)} s`)
  }
} finally {
  await proxy?.stop()
  runtimes.close()
}
const problems = [...problemsOf(results), ...(await connectOnSite(startCommand))]
if (missing.length > 0) {
  console.log(`docs/guide/hosts.md is unchanged, because these are missing: ${missing.join(', ')}`)
} else {
  const before = readFileSync(GUIDE, 'utf8')
  const guide = await hostsGuideOf(results, await prettier.resolveConfig(GUIDE))
  writeFileSync(GUIDE, guide)
  // The person who runs this elsewhere sees the change, and commits it.
  if (guide !== before && process.env.CI) problems.push('docs/guide/hosts.md was out of date')
}
for (const problem of problems) console.error(problem)
process.exitCode = problems.length === 0 ? 0 : 1
