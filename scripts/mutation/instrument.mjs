// Plants every mutant of some files in one copy of them, as Stryker does. A switch selects the
// active one.
import { readFileSync } from 'node:fs'

import { Instrumenter } from '@stryker-mutator/instrumenter'

import { ignoreMessages } from './ignore-messages.mjs'

const SILENT = { debug() {}, info() {}, isDebugEnabled: () => false, warn: console.warn }
const OPTIONS = {
  excludedMutations: [],
  ignorers: [ignoreMessages],
  noHeader: false,
  plugins: null,
}

/**
 * The files with their mutants.
 * @param {string[]} names The files, relative to the root of the repository.
 * @returns {Promise<{ files: Record<string, string>, mutants: object[] }>} The source of each file
 *   by name, and the mutants that count.
 */
export async function instrument(names) {
  const sources = names.map((name) => ({ name, mutate: true, content: readFileSync(name, 'utf8') }))
  const result = await new Instrumenter(SILENT).instrument(sources, OPTIONS)
  const text = new Map(sources.map(({ name, content }) => [name, content]))
  return {
    files: Object.fromEntries(result.files.map(({ name, content }) => [name, content])),
    mutants: result.mutants
      .filter(({ status }) => status !== 'Ignored')
      .map(({ id, fileName, location, replacement }) => ({
        id,
        file: fileName,
        line: location.start.line + 1,
        text: text.get(fileName).split('\n')[location.start.line].trim(),
        original: textAt(text.get(fileName), location),
        replacement,
      })),
  }
}

function textAt(text, { start, end }) {
  const lines = text.split('\n').slice(start.line, end.line + 1)
  lines[lines.length - 1] = lines.at(-1).slice(0, end.column)
  lines[0] = lines[0].slice(start.column)
  return lines.join('\n')
}
