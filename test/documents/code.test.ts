import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import {
  BLOCKS_DIRECTORY,
  modulesOfDocstrings,
  modulesOfPage,
  publicNames,
} from './block-modules.js'
import { checkTypes } from './check-types.js'
import { blocksOfDocstrings, blocksOfPage } from './code-blocks.js'
import type { CodeBlock } from './code-blocks.js'
import { PAGES, ROOT } from './pages.js'

const TYPED = new Set(['ts', 'typescript', 'js', 'javascript'])

const pages = PAGES.map((file) => blocksOfPage(file, read(file)))
const docstrings = sourcesIn(join(ROOT, 'packages')).map((file) =>
  blocksOfDocstrings({ file, text: read(file) }, publicNames(file)),
)
const modules = [
  ...pages.map((blocks) => modulesOfPage(blocks.filter(isTyped))),
  ...docstrings.map((blocks) => modulesOfDocstrings(blocks.filter(isTyped))),
].flat()
const running = modules.filter(({ runs }) => runs)

beforeAll(() => {
  rmSync(BLOCKS_DIRECTORY, { recursive: true, force: true })
  mkdirSync(BLOCKS_DIRECTORY)
  for (const { path, text } of modules) writeFileSync(path, text)
})

afterAll(() => {
  if (!process.env.KEEP_BLOCKS) rmSync(BLOCKS_DIRECTORY, { recursive: true, force: true })
})

it('finds the code of pages and docstrings', () => {
  expect(modules.length).toBeGreaterThan(100)
  expect(running.length).toBeGreaterThan(30)
})

it('type-checks', () => {
  expect(checkTypes(modules)).toEqual([])
})

describe('runs', () => {
  beforeAll(() => {
    // Examples write their files here.
    process.chdir(BLOCKS_DIRECTORY)
    for (const { path, runText } of modules) writeFileSync(path, runText)
  })

  it.each(running.map((module) => [`${module.block.file}:${module.block.line}`, module.path]))(
    '%s',
    async (_place, path) => {
      await import(path)
    },
  )
})

function isTyped({ language, unchecked }: CodeBlock): boolean {
  return TYPED.has(language) && unchecked === undefined
}

function sourcesIn(directory: string): readonly string[] {
  return readdirSync(directory, { withFileTypes: true, recursive: true })
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .filter((file) => /^packages\/[^/]+\/src\/.*\.ts$/.test(file))
}

function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8')
}
