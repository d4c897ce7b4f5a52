import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const BENCH = fileURLToPath(new URL('..', import.meta.url))
const PACKAGES = ['core', 'client', 'server', 'server-express']

/** What importing a package costs a process that does nothing else, and what starting Node.js costs. */
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

/** Returns the processor time of a statement in a new process; of the process up to there without one. */
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
