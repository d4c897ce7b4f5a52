import { read } from 'read'

import { misuse } from '../failure.js'

/**
 * Gives a secret: from the environment, or typed without being shown. Arguments are seen by every user of
 * the machine, so it is never one of those.
 */
export async function askSecret(question: string, variable: string): Promise<string> {
  const { [variable]: given } = process.env
  if (given !== undefined) return given
  if (!process.stdin.isTTY) throw misuse(`There is no terminal to ask on: set ${variable}`)
  return read({ prompt: `${question} (not shown): `, silent: true, output: process.stderr })
}

/** Makes sure that what cannot be undone is meant. */
export async function confirm(question: string, { yes }: { readonly yes?: true }): Promise<void> {
  if (yes === true) return
  if (!process.stdin.isTTY) throw misuse(`${question} Say --yes to do it`)
  const answer = await read({ prompt: `${question} [y/N] `, output: process.stderr })
  if (!/^y(?:es)?$/i.test(answer.trim())) throw misuse('Nothing was changed')
}
