import { openSync } from 'node:fs'
import { platform } from 'node:os'
import { ReadStream, WriteStream } from 'node:tty'

import { read } from 'read'

import { createUsageFailure } from '../failure.js'

/** The terminal of the process, even if its streams are redirected. */
const TERMINAL_FILE = platform() === 'win32' ? '\\\\.\\CON' : '/dev/tty'

/**
 * Reads a secret from the environment or from a prompt that does not echo. Secrets are never
 * arguments, because other users of the machine can see arguments.
 */
export async function askSecret(question: string, variable: string): Promise<string> {
  const { [variable]: given } = process.env
  if (given !== undefined) return given
  if (!process.stdin.isTTY)
    throw createUsageFailure(`There is no terminal for a prompt: set ${variable}`)
  return ask(`${question} (not shown): `, { silent: true })
}

/** Asks for confirmation of an operation that cannot be undone. */
export async function confirm(question: string, { yes }: { readonly yes?: true }): Promise<void> {
  if (yes === true) return
  if (!process.stdin.isTTY) throw createUsageFailure(`${question} Use --yes to confirm`)
  const answer = await ask(`${question} [y/N] `, { silent: false })
  if (!/^y(?:es)?$/i.test(answer.trim())) throw createUsageFailure('Nothing was changed')
}

/** Prompts on the terminal. Adds the line break that is missing after a secret and after Ctrl-C. */
async function ask(prompt: string, { silent }: { readonly silent: boolean }): Promise<string> {
  const { input, output } = findTerminal()
  let isEnded = false
  try {
    const answer = await Promise.race([read({ prompt, silent, input, output }), rejectAtEnd()])
    isEnded = !silent
    return answer
  } finally {
    if (!isEnded) output.write('\n')
    if (input !== process.stdin) input.destroy()
  }
}

/**
 * Opens the streams of the terminal, because standard input may be at its end, and standard error
 * may be a file.
 */
function findTerminal(): { readonly input: ReadStream; readonly output: NodeJS.WriteStream } {
  const { stdin, stderr } = process
  return {
    input: stdin.readableEnded ? new ReadStream(openSync(TERMINAL_FILE, 'r')) : stdin,
    output: stderr.isTTY ? stderr : new WriteStream(openSync(TERMINAL_FILE, 'w')),
  }
}

/** Rejects if no input can arrive: Ctrl-D ends a prompt without input. */
function rejectAtEnd(): Promise<never> {
  return new Promise((_resolve, reject) => {
    process.once('beforeExit', () => {
      reject(new Error('canceled'))
    })
  })
}
