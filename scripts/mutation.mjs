// Runs mutation testing on the targets that are named, or on all of them. The reports are in reports/mutation.
import { spawnSync } from 'node:child_process'

import { MUTATION_TARGETS } from './mutation-targets.mjs'

const names = process.argv.slice(2)
const unknown = names.find((name) => !(name in MUTATION_TARGETS))
if (unknown !== undefined) {
  console.error(
    `mutation: there is no target ${unknown}. The targets are ${Object.keys(MUTATION_TARGETS).join(', ')}.`,
  )
  process.exit(1)
}
for (const name of names.length > 0 ? names : Object.keys(MUTATION_TARGETS)) {
  const { status } = spawnSync(
    'npx',
    ['stryker', 'run', '--mutate', MUTATION_TARGETS[name].mutate.join(',')],
    { stdio: 'inherit', env: { ...process.env, MUTATION_TARGET: name } },
  )
  if (status !== 0) process.exitCode = 1
}
