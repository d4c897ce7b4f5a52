import { read } from 'read'

import { createUsageFailure } from '../failure.js'

/**
 * Returns a secret from the environment or from a prompt that does not show it. It is never an argument,
 * because every user of the machine can see arguments.
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
  let isEnded = false
  try {
    const answer = await read({ prompt, silent, output: process.stderr })
    isEnded = !silent
    return answer
  } finally {
    if (!isEnded) process.stderr.write('\n')
  }
}
