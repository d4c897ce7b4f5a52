import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

import { readSyntax } from './block-syntax.js'
import type { BlockSyntax } from './block-syntax.js'
import type { CodeBlock } from './code-blocks.js'
import { withShownValues } from './shown-values.js'

/** A block as a module of TypeScript, which imports what it assumes. */
export interface BlockModule {
  readonly block: CodeBlock
  readonly path: string
  readonly text: string
  /** How many lines of the module come before the block's first. */
  readonly linesBefore: number
  /** The same, with what the block says about values made into assertions. */
  readonly runText: string
  /** Whether it has a value for everything that it speaks of. */
  readonly runs: boolean
}

/** Names that a block may speak of without declaring them, and the module that has them. */
interface Source {
  readonly path: string
  readonly names: readonly string[]
  /** Those of them that are there when a block runs. */
  readonly values: ReadonlySet<string>
}

/** The directory to which the modules are written. */
export const BLOCKS_DIRECTORY: string = fileURLToPath(new URL('.blocks/', import.meta.url))

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const GIVEN = fileURLToPath(new URL('given/', import.meta.url))

/**
 * Makes modules of the blocks of a page, in order. A block may use what it declares itself, what
 * earlier blocks of its page declare, and what is given to the page: by `given/NAME.ts` of the page
 * or package, and by `given/any-page.ts`.
 */
export function modulesOfPage(blocks: readonly CodeBlock[]): readonly BlockModule[] {
  const given = blocks[0] ? givenTo(blocks[0].file) : []
  const modules: BlockModule[] = []
  let sources = given
  for (const block of blocks) {
    const made = moduleOf(block, sources)
    modules.push(made.module)
    sources = [made.source, ...sources]
  }
  return modules
}

/**
 * Creates modules from the examples of a source file. Each is separate, and may use the exports of its file and
 * its package, and the names that are given to the package.
 */
export function modulesOfDocstrings(blocks: readonly CodeBlock[]): readonly BlockModule[] {
  return blocks.map((block) => {
    const sources = [block.file, ...entriesOf(block.file)].map(sourceOf)
    return moduleOf(block, [...givenTo(block.file), ...sources]).module
  })
}

/** Gives the names that a file's package exports. */
export function publicNames(file: string): ReadonlySet<string> {
  return new Set(entriesOf(file).flatMap((entry) => sourceOf(entry).names))
}

function entriesOf(file: string): readonly string[] {
  const top = file.split('/').slice(0, 2).join('/')
  const { exports } = JSON.parse(readFileSync(join(ROOT, top, 'package.json'), 'utf8')) as {
    readonly exports: Readonly<Record<string, string | Readonly<Record<string, unknown>>>>
  }
  return Object.values(exports).flatMap((conditions) => {
    const source = typeof conditions === 'object' && conditions['@oauthplus/source']
    return typeof source === 'string' ? [join(top, source)] : []
  })
}

function moduleOf(
  block: CodeBlock,
  sources: readonly Source[],
): { readonly module: BlockModule; readonly source: Source } {
  const [before = '', after = ''] = block.frame.split('…')
  const text = `${before}\n${block.code}${after}`
  const syntax = readSyntax(text)
  const path = join(BLOCKS_DIRECTORY, `${block.file.replaceAll(/[^\w]/g, '-')}-${block.line}.ts`)
  const imports = importsFor(syntax, sources)
  const lines = imports.map(({ source, names }) => importLine(path, source.path, names))
  const { declared } = syntax
  const shown = withShownValues(text)
  const ending = `\n${lines.join('\n')}\nexport { ${declared.filter((name) => !syntax.exported.includes(name)).join(', ')} }\n`
  const showing = shown === text ? '' : importLine(path, join(GIVEN, '..', 'shows.ts'), ['shows'])
  const runs =
    block.notRun === undefined &&
    syntax.ambient.length === 0 &&
    imports.every(({ source, names }) => names.every((name) => source.values.has(name)))
  return {
    module: {
      block,
      path,
      text: text + ending,
      linesBefore: before.split('\n').length,
      runText: shown + ending + showing,
      runs,
    },
    source: { path, names: declared, values: new Set(runs ? declared : []) },
  }
}

/** Returns the imports; if two sources have a name, the first one provides it. */
function importsFor(
  { declared, mentioned }: BlockSyntax,
  sources: readonly Source[],
): readonly { readonly source: Source; readonly names: readonly string[] }[] {
  const found = new Set(declared)
  return sources.flatMap((source) => {
    const names = source.names.filter((name) => mentioned.has(name) && !found.has(name))
    for (const name of names) found.add(name)
    return names.length > 0 ? [{ source, names: [...new Set(names)] }] : []
  })
}

function importLine(from: string, to: string, names: readonly string[]): string {
  const path = relative(dirname(from), to).replace(/\.ts$/, '.js')
  return `import { ${names.join(', ')} } from '${path.startsWith('.') ? path : `./${path}`}'`
}

function givenTo(file: string): readonly Source[] {
  const parts = file.split('/')
  const name = parts[0] === 'packages' ? (parts[1] ?? '') : basename(file, '.md').toLowerCase()
  return [`${name}.ts`, 'any-page.ts']
    .map((given) => join(GIVEN, given))
    .filter((path) => existsSync(path))
    .map((path) => sourceOf(relative(ROOT, path)))
}

function sourceOf(file: string): Source {
  const path = join(ROOT, file)
  const { exported, ambient } = readSyntax(readFileSync(path, 'utf8'))
  const values = exported.filter((name) => !ambient.includes(name))
  return { path, names: exported, values: new Set(values) }
}
