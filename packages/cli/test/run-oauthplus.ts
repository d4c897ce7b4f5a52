import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Where the tested program is: built of the sources by `build-program`, or as it is published. */
export const PROGRAM_FOLDER: string = fileURLToPath(
  new URL(
    process.env.TEST_DIST === '1' ? '../dist/' : '../node_modules/.cache/program/',
    import.meta.url,
  ),
)

/** The program. */
export const OAUTHPLUS: string = join(PROGRAM_FOLDER, 'oauthplus.js')

/** What a program has said, and what it ended with. */
export interface EndedProcess {
  readonly code: number | null
  readonly standardOutput: string
  readonly standardError: string
}

/** How the program is run. */
export interface RunOptions {
  readonly input?: string | undefined
  readonly environment?: Readonly<Record<string, string>> | undefined
  readonly folder?: string | undefined
  /** Another copy of the program. */
  readonly program?: string | undefined
}

/** Runs `oauthplus` to its end, with nothing of this machine's configuration. */
export function runOauthplus(
  args: readonly string[],
  { input = '', environment = {}, folder = process.cwd(), program = OAUTHPLUS }: RunOptions = {},
): Promise<EndedProcess> {
  const child = spawn(process.execPath, [program, ...args], {
    cwd: folder,
    stdio: 'pipe',
    env: { PATH: process.env.PATH, ...homeIn(folder), ...environment },
  })
  let standardOutput = ''
  let standardError = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (standardOutput += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (standardError += text))
  // A program that does not read what it is given is no failure.
  child.stdin.on('error', () => undefined).end(input)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      resolve({ code, standardOutput, standardError })
    })
  })
}

/** Gives the variables by which a program finds the home of its user; profiles stand in `.config` on any system. */
export function homeIn(folder: string): Readonly<Record<string, string | undefined>> {
  if (process.platform !== 'win32') return { HOME: folder }
  const { SystemRoot } = process.env
  return { USERPROFILE: folder, APPDATA: join(folder, '.config'), SystemRoot }
}
