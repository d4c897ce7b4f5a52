import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const BENCH = fileURLToPath(new URL('..', import.meta.url))
const PACKAGES = ['core', 'client', 'server', 'server-express']

/** Measures the cost of importing a package in an otherwise idle process, and of starting Node. */
export function createGroups() {
  return [
    {
      title: 'Import a package',
      baseline: { name: 'start Node.js', measure: () => measureProcess('') },
      rows: PACKAGES.map((name) => ({
        name: `@oauthplus/${name}`,
        measure: () => measureProcess(`await import('@oauthplus/${name}')`),
      })),
    },
  ]
}

/**
 * Returns the processor time of a statement in a new process, or without a statement, of the
 * process up to that point.
 */
function measureProcess(statement) {
  const program = `
    const before = ${statement === '' ? '{ user: 0, system: 0 }' : 'process.cpuUsage()'}
    ${statement}
    const { user, system } = process.cpuUsage(before)
    console.log((user + system) * 1000)
  `
  const options = { cwd: BENCH, encoding: 'utf8' }
  return Number(execFileSync(process.execPath, ['--input-type=module', '--eval', program], options))
}
