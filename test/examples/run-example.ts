import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** How a process that has ended did. */
export interface EndedProcess {
  readonly code: number | null
  readonly standardOutput: string
  readonly standardError: string
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
// Like the tests themselves: on the sources, or on what was built of them.
const CONDITIONS = process.env.TEST_DIST === '1' ? [] : ['--conditions=@oauthplus/source']

/** Gives the command that runs an example. */
export function exampleCommand(name: string, args: readonly string[]): [string, string[]] {
  const main = `examples/${name}/src/main.ts`
  return [process.execPath, [...CONDITIONS, '--import', 'tsx', main, ...args]]
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
