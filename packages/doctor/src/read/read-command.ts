import { readCurl } from './read-curl.js'
import { readHttpie } from './read-httpie.js'
import type { ReadRequest } from './read-request.js'
import { readWget } from './read-wget.js'
import { isForCommandPrompt, splitCommandPromptWords } from './split-command-prompt-words.js'
import { splitShellWords } from './split-shell-words.js'

const PROMPT = /^(?:[$%#>]|PS [^>\n]{0,260}>|[A-Z]:\\[^>\n]{0,260}>|\S{1,64}@\S{1,64}[$%#])\s*/
const PROGRAM = /^(?:"?(?:[\w./\\-]{0,100}[/\\])?)?(curl|wget|https?|xhs?)(?:\.exe)?"?\s/
/** The tokens that end a shell command. */
const OPERATORS = new Set(['|', '||', '&&', '&', ';', '>', '>>', '2>', '2>&1', '2>/dev/null', '<'])
const READERS: Readonly<Record<string, (words: readonly string[]) => ReadRequest>> = {
  curl: readCurl,
  wget: readWget,
}

/** Returns whether pasted text is a curl, wget or HTTPie command. */
export function isCommand(text: string): boolean {
  return findProgram(text.replace(PROMPT, '')) !== undefined
}

/**
 * Parses a curl, wget or HTTPie command. Throws `TypeError` if the command does not contain the
 * whole request.
 */
export function readCommand(text: string): ReadRequest {
  const command = text.replace(PROMPT, '')
  const program = findProgram(command) ?? ''
  const words = isForCommandPrompt(command)
    ? splitCommandPromptWords(command)
    : splitShellWords(command)
  const end = words.findIndex((word) => OPERATORS.has(word))
  const own = [program, ...words.slice(1, end === -1 ? undefined : end)]
  return (READERS[program] ?? readHttpie)(own)
}

function findProgram(command: string): string | undefined {
  const program = PROGRAM.exec(`${command.slice(0, 200)} `)?.[1]
  const isHttpie = program?.startsWith('h') === true || program?.startsWith('x') === true
  // Prose may well begin with the word "http".
  const isCalled = !isHttpie || /^\S+ +(?:-|[A-Z]+ |:|\S*[./])/.test(command.slice(0, 200))
  return isCalled ? program : undefined
}
