import type { Argument, Command, Option } from 'commander'

/** A completion of a word and its meaning. */
export interface Candidate {
  readonly word: string
  readonly meaning: string
}

/** The options before the word, by their long names, with their values. */
export type GivenOptions = ReadonlyMap<string, string>

/** Finds values that only the running program knows. */
type FindValues = (given: GivenOptions) => Promise<readonly Candidate[]>

/** Values that only the running program knows, by option (`--profile`) or by argument (`profile <name>`). */
export type KnownValues = Readonly<Record<string, FindValues | undefined>>

/** The options and arguments before the word to complete. */
interface Place {
  readonly command: Command
  readonly argumentCount: number
  /** An option that needs a value. */
  readonly open: Option | undefined
  readonly given: GivenOptions
}

// A shell would interpret other characters of a value that it inserts.
const PLAIN = /^[\w.@%+=:,/-]+$/

/**
 * Finds completions of the last word on the command line.
 *
 * @returns No candidates if the shell completes file names.
 */
export async function findCandidates(
  root: Command,
  words: readonly string[],
  known: KnownValues,
): Promise<readonly Candidate[]> {
  const current = words.at(-1) ?? ''
  const possible = await listCandidates(walk(root, words.slice(0, -1)), current, known)
  return possible.filter(({ word }) => word.startsWith(current) && PLAIN.test(word))
}

async function listCandidates(
  { command, argumentCount, open, given }: Place,
  current: string,
  known: KnownValues,
): Promise<readonly Candidate[]> {
  if (open !== undefined) {
    return open.argChoices?.map(toCandidate) ?? (await known[open.long ?? '']?.(given)) ?? []
  }
  const help = command.createHelp()
  if (current.startsWith('-')) {
    return help
      .visibleOptions(command)
      .map(({ long, short, description }) => ({ word: long ?? short ?? '', meaning: description }))
  }
  const argument = command.registeredArguments.at(argumentCount)
  return [
    ...help
      .visibleCommands(command)
      .map((sub) => ({ word: sub.name(), meaning: sub.description() })),
    ...(argument === undefined ? [] : await listValues(command, argument, { known, given })),
  ]
}

async function listValues(
  command: Command,
  argument: Argument,
  { known, given }: { readonly known: KnownValues; readonly given: GivenOptions },
): Promise<readonly Candidate[]> {
  if (argument.argChoices !== undefined) return argument.argChoices.map(toCandidate)
  // Added or imported objects are new, so there are no candidates.
  if (command.name() === 'add' || command.name() === 'import') return []
  const name = `${command.parent?.name() ?? ''} <${argument.name()}>`
  return (await known[name]?.(given)) ?? []
}

/** Finds the command that the words specify, and an option that needs a value. */
function walk(root: Command, words: readonly string[]): Place {
  const given = new Map<string, string>()
  let command = root
  let argumentCount = 0
  let open: Option | undefined
  for (const word of words) {
    if (open !== undefined) {
      given.set(open.long ?? '', word)
      open = undefined
    } else if (word.startsWith('-')) {
      const option = command.options.find(({ long, short }) => word === long || word === short)
      if (option?.required === true) open = option
    } else {
      const sub = command.commands.find((candidate) => candidate.name() === word)
      if (sub === undefined) argumentCount += 1
      else command = sub
    }
  }
  return { command, argumentCount, open, given }
}

function toCandidate(word: string): Candidate {
  return { word, meaning: '' }
}
