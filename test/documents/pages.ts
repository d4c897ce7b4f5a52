import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The root of the repository. */
export const ROOT: string = fileURLToPath(new URL('../..', import.meta.url))

/** Every page that users read, from the root of the repository. */
export const PAGES: readonly string[] = [
  'README.md',
  'CONTRIBUTING.md',
  ...readmesIn('packages'),
  ...readmesIn('examples'),
  ...readdirSync(join(ROOT, 'docs/guide'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/guide/${name}`),
]

function readmesIn(directory: string): readonly string[] {
  return readdirSync(join(ROOT, directory))
    .map((name) => `${directory}/${name}/README.md`)
    .filter((file) => existsSync(join(ROOT, file)))
}
