import type { Command } from 'commander'

import { candidates } from '../completion/candidates.js'
import type { ValuesByOption } from '../completion/candidates.js'
import { print } from '../output/print.js'
import { printableCell } from '../output/printable.js'
import { newCommand } from './new-command.js'

/** `complete`, which the shells call: a line for each word, and its meaning after a tab. */
export function complete(root: Command, valuesByOption: ValuesByOption): Command {
  return newCommand('complete [words...]', 'complete the last word').action(
    async (words: readonly string[]) => {
      for (const { word, meaning } of await candidates(root, words, valuesByOption)) {
        print(`${printableCell(word)}\t${printableCell(meaning)}`)
      }
    },
  )
}
