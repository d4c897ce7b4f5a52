import { read } from 'read'

import { createUsageFailure } from '../failure.js'

/**
 * Gives a secret: from the environment, or typed without being shown. Arguments are seen by every user of
 * the machine, so it is never one of those.
 */
export async function askSecret(question: string, variable: string): Promise<string> {
  const { [variable]: given } = process.env
  if (given !== undefined) return given
  if (!process.stdin.isTTY)
    throw createUsageFailure(`There is no terminal to ask on: set ${variable}`)
  return ask(`${question} (not shown): `, { silent: true })
}

/** Makes sure that what cannot be undone is meant. */
export async function confirm(question: string, { yes }: { readonly yes?: true }): Promise<void> {
  if (yes === true) return
  if (!process.stdin.isTTY) throw createUsageFailure(`${question} Say --yes to do it`)
  const answer = await ask(`${question} [y/N] `, { silent: false })
  if (!/^y(?:es)?$/i.test(answer.trim())) throw createUsageFailure('Nothing was changed')
}

/** Asks on the terminal. Where no line end is shown, after a secret and after Ctrl-C, it gives the one that is missing. */
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
