import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'

/** Asks questions one after another, on a terminal or from a pipe. Does not show passwords. */
export async function ask(...questions: readonly string[]): Promise<string[]> {
  let isHidden = false
  const output = new Writable({
    write(chunk: Uint8Array, _encoding, done) {
      if (!isHidden) process.stderr.write(chunk)
      done()
    },
  })
  // In a pipe, nobody reads questions. Without a history, arrow keys cannot recall earlier input.
  const isTerminal = process.stdin.isTTY
  const shown = isTerminal ? { output } : {}
  const lines = createInterface({
    input: process.stdin,
    terminal: isTerminal,
    historySize: 0,
    ...shown,
  })
  lines.once('SIGINT', () => {
    lines.close()
  })
  const typed = lines[Symbol.asyncIterator]()
  const answers: string[] = []
  for (const question of questions) {
    lines.setPrompt(question)
    lines.prompt()
    isHidden = question.startsWith('Password')
    const line = await typed.next()
    if (isHidden) process.stderr.write(isTerminal ? '\n' : '')
    isHidden = false
    if (line.done === true) throw new Error(`No input for "${question.trim()}".`)
    answers.push(line.value)
  }
  lines.close()
  return answers
}
