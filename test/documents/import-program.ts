import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

import { afterAll } from 'vitest'

import { blocksOfPage } from './code-blocks.js'
import { ROOT } from './pages.js'

const DIRECTORY = fileURLToPath(new URL('.programs/', import.meta.url))

/** A program of a page, and the code that it needs before its own. */
export interface ShownProgram {
  /** The page, from the root of the repository. */
  readonly page: string
  /** A string in each block that belongs to the program. */
  readonly parts: readonly string[]
  /** Declarations that the page expects from the reader's application. */
  readonly before?: string
}

/** Imports the TypeScript blocks of a page as one module, and returns its exports. */
export async function importProgram<Exports>({
  page,
  parts,
  before = '',
}: ShownProgram): Promise<Exports> {
  const blocks = blocksOfPage(page, readFileSync(join(ROOT, page), 'utf8'))
  const code = parts.map((part) => {
    const found = blocks.find((block) => block.language === 'ts' && block.code.includes(part))
    if (found === undefined) throw new Error(`${page} has no block with ${part}`)
    return found.code
  })
  const file = join(DIRECTORY, `${page.replaceAll(/\W/g, '-')}.ts`)
  mkdirSync(DIRECTORY, { recursive: true })
  writeFileSync(file, [before, ...code].join('\n'))
  afterAll(() => {
    rmSync(file, { force: true })
  })
  return (await import(pathToFileURL(file).href)) as Exports
}
