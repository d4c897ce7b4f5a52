import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'

import type { TestContext } from 'vitest'

const CLIENT_TIMEOUT_SECONDS = 120

/** A line of a client script: `ok` is null for what provider or library do not offer. */
export interface Step {
  readonly step: string
  readonly ok: boolean | null
  readonly detail: string
}

/** An interpreter with the library that a script needs, or the reason why there is none. */
export type Interpreter = { readonly command: string } | { readonly missing: string }

/** Their directory on Debian; another program of the same name may come first on the PATH, without Debian's libraries. */
const DEBIAN_COMMANDS = '/usr/bin'

/**
 * Looks for an interpreter that has a library.
 *
 * @param name The interpreter, `python3` or `ruby`.
 * @param probe The arguments of a run that fails without the library.
 * @param packages The Debian packages that bring it, for the reason.
 *
 * @returns The command to run, or why there is none.
 */
export async function findInterpreter(
  name: 'python3' | 'ruby',
  probe: readonly string[],
  { packages }: { packages: string },
): Promise<Interpreter> {
  for (const command of [`${DEBIAN_COMMANDS}/${name}`, name]) {
    const found = await new Promise<boolean>((resolve) =>
      execFile(command, probe, (error) => {
        resolve(error === null)
      }),
    )
    if (found) return { command }
  }
  return {
    missing: `no ${name} with its OAuth library here: apt-get install --no-install-recommends ${packages}`,
  }
}

/** Finds a Python that has requests-oauthlib, and with it oauthlib. */
export function findPython(): Promise<Interpreter> {
  return findInterpreter('python3', ['-c', 'import requests_oauthlib, oauthlib.oauth1'], {
    packages: 'python3-requests-oauthlib python3-oauthlib',
  })
}

/** Finds a Ruby that has the oauth gem. */
export function findRuby(): Promise<Interpreter> {
  return findInterpreter('ruby', ['-e', 'require "oauth"'], { packages: 'ruby-oauth' })
}

/** Gives the command of an interpreter, or skips the test and says why. */
export function commandOf(interpreter: Interpreter, { skip }: Pick<TestContext, 'skip'>): string {
  if ('command' in interpreter) return interpreter.command
  console.warn(`Skipped: ${interpreter.missing}`)
  return skip(interpreter.missing)
}

/** Gives the path of a script of this directory. */
export function scriptPath(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url))
}

/**
 * Runs a client script against a provider.
 *
 * @param command The interpreter.
 * @param script The script's name in this directory.
 * @param args Its arguments: the endpoints as JSON, then options.
 *
 * @returns Its steps, in the order they were done.
 *
 * @throws Error with its standard error when it prints no steps, or when its exit code says otherwise than its steps.
 */
export async function runClient(
  command: string,
  script: string,
  args: readonly string[],
): Promise<Step[]> {
  const { code, standardOutput, standardError } = await new Promise<{
    code: unknown
    standardOutput: string
    standardError: string
  }>((resolve) =>
    execFile(
      command,
      [scriptPath(script), ...args],
      { timeout: CLIENT_TIMEOUT_SECONDS * 1000 },
      (error, standardOutput, standardError) => {
        resolve({ code: error ? (error.code ?? error.signal) : 0, standardOutput, standardError })
      },
    ),
  )
  const lines = standardOutput.split('\n').filter((line) => line !== '')
  const steps = lines.map((line) => JSON.parse(line) as Step)
  const expectedCode = steps.some((step) => step.ok === false) ? 1 : 0
  if (steps.length === 0 || code !== expectedCode) {
    throw new Error(
      `${script} ended with ${String(code)} after ${steps.length} steps.\n${standardOutput}${standardError}`,
    )
  }
  return steps
}
