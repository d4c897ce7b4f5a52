/** The supported shells. */
export type Shell = 'bash' | 'zsh' | 'fish'

/** The completion script of each shell. It asks the program for candidates, so it is always up to date. */
export const SHELL_SCRIPTS: Readonly<Record<Shell, string>> = {
  bash: `_oauthplus() {
  local IFS=$'\\n'
  COMPREPLY=($(oauthplus complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null | cut -f1))
}
complete -o default -F _oauthplus oauthplus`,
  zsh: `#compdef oauthplus
_oauthplus() {
  local -a found
  local line
  for line in "\${(@f)$(oauthplus complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
    [[ -n $line ]] && found+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
  done
  if (( \${#found} )); then _describe oauthplus found; else _files; fi
}
if [[ $funcstack[1] == _oauthplus ]]; then _oauthplus "$@"; else compdef _oauthplus oauthplus; fi`,
  fish: `function __oauthplus_complete
  set -l words (commandline -opc) (commandline -ct)
  set -l found (oauthplus complete -- $words[2..-1] 2>/dev/null)
  if test (count $found) -gt 0
    printf '%s\\n' $found
  else
    __fish_complete_path (commandline -ct)
  end
end
complete -c oauthplus -f -a '(__oauthplus_complete)'`,
}
