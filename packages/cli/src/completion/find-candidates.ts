import type { Command, Option } from 'commander'

/** A completion of a word and its meaning. */
export interface Candidate {
  readonly word: string
  readonly meaning: string
}

/** Values that only the running program knows, by the long name of their option. */
export type ValuesByOption = Readonly<
  Record<string, (() => Promise<readonly string[]>) | undefined>
>

/**
 * Finds completions of the last word on the command line.
 *
 * @returns No candidates if the shell completes file names.
 */
export async function findCandidates(
  root: Command,
  words: readonly string[],
  valuesByOption: ValuesByOption,
): Promise<readonly Candidate[]> {
  const current = words.at(-1) ?? ''
  const { command, argumentCount, open } = walk(root, words.slice(0, -1))
  const possible = await listCandidates(command, { current, argumentCount, open }, valuesByOption)
  return possible.filter(({ word }) => word.startsWith(current))
}

async function listCandidates(
  command: Command,
  place: {
    readonly current: string
    readonly argumentCount: number
    readonly open: Option | undefined
  },
  valuesByOption: ValuesByOption,
): Promise<readonly Candidate[]> {
  const { open } = place
  if (open !== undefined) {
    const values = open.argChoices ?? (await valuesByOption[open.long ?? '']?.()) ?? []
    return values.map(toCandidate)
  }
  const help = command.createHelp()
  if (place.current.startsWith('-')) {
    return help
      .visibleOptions(command)
      .map(({ long, short, description }) => ({ word: long ?? short ?? '', meaning: description }))
  }
  const argument = command.registeredArguments.at(place.argumentCount)
  return [
    ...help
      .visibleCommands(command)
      .map((sub) => ({ word: sub.name(), meaning: sub.description() })),
    ...(argument?.argChoices ?? []).map(toCandidate),
  ]
}

/** Finds the command that the words name, and an option that needs a value. */
function walk(
  root: Command,
  words: readonly string[],
): {
  readonly command: Command
  readonly argumentCount: number
  readonly open: Option | undefined
} {
  let command = root
  let argumentCount = 0
  let open: Option | undefined
  for (const word of words) {
    if (open !== undefined) open = undefined
    else if (word.startsWith('-')) {
      const option = command.options.find(({ long, short }) => word === long || word === short)
      if (option?.required === true) open = option
    } else {
      const sub = command.commands.find((candidate) => candidate.name() === word)
      if (sub === undefined) argumentCount += 1
      else command = sub
    }
  }
  return { command, argumentCount, open }
}

function toCandidate(word: string): Candidate {
  return { word, meaning: '' }
}
