// Finds what users can import, so that the lint asks a full docstring of that and one sentence of what is internal.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const REEXPORT = /^export \{([^}]*)\} from '(\.[^']*)\.js'/gm

/**
 * Lists the files with public functions, from the entries that package.json names and what these export again.
 *
 * @returns For each file the selectors of its public functions.
 */
export function publicFunctions() {
  const selectors = new Map()
  for (const name of readdirSync('packages')) {
    for (const entry of entriesOf(join('packages', name))) {
      const own = [entry, 'ExportNamedDeclaration > FunctionDeclaration']
      for (const [file, selector] of [own, ...reexportsOf(entry)]) {
        selectors.set(file, [...(selectors.get(file) ?? []), selector])
      }
    }
  }
  return [...selectors]
}

function entriesOf(directory) {
  const { exports } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'))
  return Object.entries(exports)
    .filter(([subpath]) => subpath !== './internal')
    .map(([, conditions]) => conditions['@oauthplus/source'])
    .filter((entry) => entry !== undefined)
    .map((entry) => join(directory, entry))
    .filter((entry) => existsSync(entry))
}

function reexportsOf(entry) {
  return [...readFileSync(entry, 'utf8').matchAll(REEXPORT)].map(([, names, path]) => {
    const alternatives = names.match(/\w+/g).join('|')
    return [
      join(dirname(entry), `${path}.ts`),
      `ExportNamedDeclaration > FunctionDeclaration[id.name=/^(?:${alternatives})$/]`,
    ]
  })
}
