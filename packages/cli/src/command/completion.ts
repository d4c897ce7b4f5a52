import { Argument } from 'commander'
import type { Command } from 'commander'

import { candidates } from '../completion/candidates.js'
import type { ValuesByOption } from '../completion/candidates.js'
import { SHELL_SCRIPTS } from '../completion/shell-scripts.js'
import type { Shell } from '../completion/shell-scripts.js'
import { print } from '../output/print.js'
import { printableCell } from '../output/printable.js'
import { newCommand } from '../new-command.js'

const HOW = `
bash: eval "$(oauthplus completion bash)" in ~/.bashrc
zsh:  eval "$(oauthplus completion zsh)" in ~/.zshrc, after compinit
fish: oauthplus completion fish > ~/.config/fish/completions/oauthplus.fish`

/** `completion`. */
export function completion(): Command {
  return newCommand('completion', 'print what lets your shell complete commands')
    .addArgument(new Argument('<shell>').choices(Object.keys(SHELL_SCRIPTS)))
    .addHelpText('after', HOW)
    .action((shell: Shell) => {
      print(SHELL_SCRIPTS[shell])
    })
}

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
