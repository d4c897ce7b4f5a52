import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

import { buildProgram } from '../build-program.js'

/** How a process that has ended did. */
export interface EndedProcess {
  readonly code: number | null
  readonly standardOutput: string
  readonly standardError: string
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Gives the command that runs an example. */
export function exampleCommand(name: string, args: readonly string[]): [string, string[]] {
  return [process.execPath, [buildProgram(`examples/${name}/src/main.ts`), ...args]]
}

/** Runs an example to its end. */
export function runExample(
  name: string,
  args: readonly string[],
  options: { readonly input?: string } = {},
): Promise<EndedProcess> {
  const child = spawn(...exampleCommand(name, args), { cwd: ROOT, stdio: 'pipe' })
  let standardOutput = ''
  let standardError = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (standardOutput += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (standardError += text))
  child.stdin.end(options.input ?? '')
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      resolve({ code, standardOutput, standardError })
    })
  })
}
