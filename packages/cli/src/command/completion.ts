import { Argument } from 'commander'
import type { Command } from 'commander'

import { findCandidates } from '../completion/find-candidates.js'
import type { KnownValues } from '../completion/find-candidates.js'
import { SHELL_SCRIPTS } from '../completion/shell-scripts.js'
import type { Shell } from '../completion/shell-scripts.js'
import { print } from '../output/print.js'
import { escapeCell } from '../output/escape.js'
import { addExamples, createCommand } from '../create-command.js'

const INSTRUCTIONS = `
Where to load the script:
  bash  eval "$(oauthplus completion bash)" in ~/.bashrc
  zsh   eval "$(oauthplus completion zsh)" in ~/.zshrc, after compinit
  fish  oauthplus completion fish > ~/.config/fish/completions/oauthplus.fish`

/** Creates `completion`. */
export function createCompletionCommand(): Command {
  const command = createCommand('completion', 'print the completion script of your shell')
    .addArgument(new Argument('<shell>').choices(Object.keys(SHELL_SCRIPTS)))
    .addHelpText('after', INSTRUCTIONS)
    .action((shell: Shell) => {
      print(SHELL_SCRIPTS[shell])
    })
  return addExamples(command, ['completion bash', 'completion fish'])
}

/**
 * Creates `complete`, which the shells call. It prints one line per word, with its meaning after a
 * tab.
 */
export function createCompleteCommand(root: Command, known: KnownValues): Command {
  return createCommand('complete [words...]', 'complete the last word').action(
    async (words: readonly string[]) => {
      for (const { word, meaning } of await findCandidates(root, words, known)) {
        print(`${escapeCell(word)}\t${escapeCell(meaning)}`)
      }
    },
  )
}
