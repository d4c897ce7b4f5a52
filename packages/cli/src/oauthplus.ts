#!/usr/bin/env node
import { describeFailure } from './describe-failure.js'
import { emphasize } from './output/emphasize.js'
import { note } from './output/print.js'
import { createProgram } from './create-program.js'

// `| head` closes the pipe early, which is not a failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 1)
})
// Nobody reads the messages, but the command itself continues.
process.stderr.on('error', () => undefined)

try {
  await createProgram().parseAsync()
} catch (error) {
  const { line, exitCode } = describeFailure(error)
  if (line !== undefined) note(`${emphasize('red', 'oauthplus:', process.stderr)} ${line}`)
  process.exitCode = exitCode
}
