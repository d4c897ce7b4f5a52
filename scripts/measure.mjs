// Repeats the measurements of a documentation page: npm run measure -- growth, mutants, scoreboard,
// services, or stores.
import { spawnSync } from 'node:child_process'

import { bootstrap } from './bootstrap.mjs'

const TSX = ['--conditions=@oauthplus/source', '--import', 'tsx']
// The command of each measurement, and whether it uses system programs.
const MEASUREMENTS = {
  growth: { program: [...TSX, 'test/stores/measure-growth.ts'], systemPackages: true },
  mutants: { program: [...TSX, 'packages/testkit/test/mutants/print-table.ts'] },
  scoreboard: { program: [...TSX, 'test/scoreboard/write-scoreboard.ts'], systemPackages: true },
  services: { program: [...TSX, 'test/services/write-services-page.ts'] },
  stores: { program: ['scripts/prove-stores.mjs'], systemPackages: true },
}

const [name = '', ...args] = process.argv.slice(2)
const measurement = Object.hasOwn(MEASUREMENTS, name) ? MEASUREMENTS[name] : undefined
if (measurement === undefined) {
  console.error(
    `measure: unknown measurement ${JSON.stringify(name)}. The measurements are ${Object.keys(MEASUREMENTS).join(', ')}.`,
  )
  process.exit(2)
}
bootstrap(measurement)
const { status } = spawnSync(process.execPath, [...measurement.program, ...args], {
  stdio: 'inherit',
})
process.exitCode = status ?? 1
