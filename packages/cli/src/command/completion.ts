import { Argument } from 'commander'
import type { Command } from 'commander'

import { SHELL_SCRIPTS } from '../completion/shell-scripts.js'
import type { Shell } from '../completion/shell-scripts.js'
import { print } from '../output/print.js'
import { newCommand } from './new-command.js'

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
