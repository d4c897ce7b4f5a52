import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The location of the tested program: built from source by `build-program`, or as published. */
export const PROGRAM_FOLDER: string = fileURLToPath(
  new URL(
    process.env.TEST_DIST === '1' ? '../dist/' : '../node_modules/.cache/program/',
    import.meta.url,
  ),
)

/** The program. */
export const OAUTHPLUS: string = join(PROGRAM_FOLDER, 'oauthplus.js')

/** The output and the exit of a program. */
export interface EndedProcess {
  readonly code: number | null
  readonly standardOutput: string
  readonly standardError: string
}

/** The options for running the program. */
export interface RunOptions {
  readonly input?: string | undefined
  readonly environment?: Readonly<Record<string, string>> | undefined
  readonly folder?: string | undefined
  /** Another copy of the program. */
  readonly program?: string | undefined
}

/** Runs `oauthplus` to its end, without the configuration of this machine. */
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
  // A program that does not read its input has not failed.
  child.stdin.on('error', () => undefined).end(input)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      resolve({ code, standardOutput, standardError })
    })
  })
}

/**
 * Returns the variables that set the user's home directory. Profiles are in `.config` on every
 * system.
 */
export function homeIn(folder: string): Readonly<Record<string, string | undefined>> {
  if (process.platform !== 'win32') return { HOME: folder }
  const { SystemRoot } = process.env
  return { USERPROFILE: folder, APPDATA: join(folder, '.config'), SystemRoot }
}
