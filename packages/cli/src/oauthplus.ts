#!/usr/bin/env node
import { describeFailure } from './describe-failure.js'
import { emphasis } from './output/emphasis.js'
import { note } from './output/print.js'
import { program } from './program.js'

// `| head` has read enough: that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 1)
})

try {
  await program().parseAsync()
} catch (error) {
  const { line, exitCode } = describeFailure(error)
  if (line !== undefined) note(`${emphasis('red', 'oauthplus:', process.stderr)} ${line}`)
  process.exitCode = exitCode
}
