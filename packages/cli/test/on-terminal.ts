import { spawn } from 'node:child_process'

import type { TestContext } from 'vitest'

import { findProgram } from '../../../test/find-program.js'
import { commandOf } from '../../../test/interop/foreign-client.js'

/** The options for running a line. */
export interface TerminalOptions {
  readonly folder: string
  readonly environment?: Readonly<Record<string, string>> | undefined
  /** Returns the input to type after the given new output, or `undefined` for none. */
  readonly typed?: ((shown: string) => string | undefined) | undefined
}

/** The lines that the terminal showed, and the exit of the command. */
export interface TerminalEnd {
  readonly code: number | null
  readonly shown: string
}

/**
 * Returns a function that runs a shell line on a new terminal. Skips the test if no program can
 * create one.
 */
export function terminalOf(
  test: TestContext,
): (line: string, options: TerminalOptions) => Promise<TerminalEnd> {
  const script = commandOf(
    process.platform === 'linux'
      ? findProgram(['script'], { debianPackage: 'bsdutils' })
      : { missing: 'no script(1) of Linux here' },
    test,
  )
  return (line, { folder, environment = {}, typed = () => undefined }) => {
    const child = spawn(script, ['-qec', line, '/dev/null'], {
      cwd: folder,
      env: {
        PATH: `${folder}:${process.env.PATH ?? ''}`,
        HOME: folder,
        SHELL: '/bin/sh',
        TERM: 'xterm-256color',
        ...environment,
      },
    })
    let shown = ''
    let unanswered = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      shown += text
      unanswered += text
      const keys = typed(unanswered)
      if (keys === undefined) return
      unanswered = ''
      child.stdin.write(keys)
    })
    return new Promise((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (code) => {
        resolve({ code, shown: shown.replaceAll('\r', '') })
      })
    })
  }
}
