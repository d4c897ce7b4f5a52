#!/usr/bin/env node
import { runCommand } from './command/run-command.js'

void runCommand(process.argv).then((code) => {
  process.exitCode = code
})
