import type { ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

const LINES_KEPT = 100

/** Waits until a server prints that it is ready; rejects with its output if it ends before. */
export function untilReady(
  child: ChildProcess,
  output: Readable,
  server: { readonly name: string; readonly ready: RegExp },
): Promise<void> {
  const said: string[] = []
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', () => {
      reject(new Error(`${server.name} ended before it was ready:\n${said.join('\n')}`))
    })
    createInterface({ input: output }).on('line', (line) => {
      if (said.length < LINES_KEPT) said.push(line)
      if (server.ready.test(line)) resolve()
    })
  })
}
