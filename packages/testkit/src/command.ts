import { runCommand } from './command/run-command.js'

// The reader may close the pipe early (`list | head`).
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

void runCommand(process.argv).then((code) => {
  process.exitCode = code
})
