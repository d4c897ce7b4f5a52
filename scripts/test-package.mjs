// npm test in a package: runs its tests from source, without a build. --watch reruns them after
// each change.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

import { bootstrap } from './bootstrap.mjs'

const [name, ...args] = process.argv.slice(2)
const isWatching = args[0] === '--watch'
bootstrap()
const { status } = spawnSync(
  process.execPath,
  [
    fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url)),
    ...(isWatching ? ['watch', ...args.slice(1)] : ['run', ...args]),
    '--project',
    name,
  ],
  { stdio: 'inherit' },
)
process.exitCode = status ?? 1
