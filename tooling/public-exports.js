// Finds the public exports, for which the lint requires a full docstring. Internal functions need
// one sentence.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const REEXPORT = /^export \{([^}]*)\} from '(\.[^']*)\.js'/gm

/**
 * Lists the files with public functions: the entries in package.json, and the files that they
 * re-export.
 *
 * @returns The selectors of the public functions of each file.
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
