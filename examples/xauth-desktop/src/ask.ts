import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'

/** Asks for each answer in turn, in the terminal or of a pipe; what a password is answered with is not shown. */
export async function ask(...questions: readonly string[]): Promise<string[]> {
  let isHidden = false
  const output = new Writable({
    write(chunk: Uint8Array, _encoding, done) {
      if (!isHidden) process.stderr.write(chunk)
      done()
    },
  })
  // Nobody reads questions in a pipe. Without a history no arrow key brings an answer back.
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
    if (line.done === true) throw new Error(`There is no answer to "${question.trim()}".`)
    answers.push(line.value)
  }
  lines.close()
  return answers
}
