// Runs turbo without telemetry, with its tools on the PATH, and with all output on standard error.
import { spawnSync } from 'node:child_process'
import { delimiter } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Runs a task of the workspace, like `turbo run`. Exits if it fails. */
export function turboRun(...args) {
  const { status } = spawnSync('turbo', ['run', ...args, '--output-logs=errors-only'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    env: {
      ...process.env,
      PATH: `${root}node_modules/.bin${delimiter}${process.env.PATH}`,
      DO_NOT_TRACK: '1',
      TURBO_TELEMETRY_DISABLED: '1',
      TURBO_NO_UPDATE_NOTIFIER: '1',
    },
  })
  if (status !== 0) process.exit(status ?? 1)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) turboRun(...process.argv.slice(2))
