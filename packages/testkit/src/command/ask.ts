import { read } from 'read'

/** Asks the person at the terminal. `isSecret` hides the typed characters. */
export type Ask = (question: string, options?: { readonly isSecret?: boolean }) => Promise<string>

/** Returns a function that asks on the terminal, or `undefined` without one. */
export function createAsk(): Ask | undefined {
  if (!process.stdin.isTTY) return undefined
  return async (question, { isSecret = false } = {}) => {
    const note = isSecret ? ' (not shown)' : ''
    const answer = await read({
      prompt: `${question}${note}: `,
      silent: isSecret,
      input: process.stdin,
      output: process.stderr,
    })
    if (isSecret) process.stderr.write('\n')
    return answer.trim()
  }
}
