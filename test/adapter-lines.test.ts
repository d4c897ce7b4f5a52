import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import ts from 'typescript'
import { expect, it } from 'vitest'

const PACKAGES = fileURLToPath(new URL('../packages', import.meta.url))

/** The files of each adapter. A list of exports is not code. */
const ADAPTERS = {
  Express: filesOf('server-express', /^(?!index\.ts)/),
  Fastify: filesOf('server-fastify', /^(?!index\.ts)/),
  Koa: filesOf('server-koa', /^(?!index\.ts)/),
  fetch: filesOf('server-fetch', /^fetch-oauth\.ts/),
  Hono: filesOf('server-fetch', /^(?!index\.ts|fetch-oauth\.ts|hono\.ts)/),
}

it.each(Object.entries(ADAPTERS))(
  'the adapter for %s has at most 130 lines of code',
  (_, files) => {
    const lines = files.map((file) => countLines(readFileSync(file, 'utf8')))
    const sum = lines.reduce((total, count) => total + count, 0)
    expect(sum).toBeGreaterThan(40)
    expect(sum).toBeLessThanOrEqual(130)
  },
)

function filesOf(name: string, pattern: RegExp): readonly string[] {
  const directory = `${PACKAGES}/${name}/src`
  return readdirSync(directory)
    .filter((file) => pattern.test(file))
    .map((file) => `${directory}/${file}`)
}

/** Counts the lines that have more than white space and comments. */
function countLines(text: string): number {
  const source = ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest, true)
  const lines = new Set<number>()
  const visit = (node: ts.Node): void => {
    const children = node.getChildren(source).filter((child) => !ts.isJSDoc(child))
    for (const child of children) visit(child)
    if (children.length > 0 || node.getWidth(source) === 0) return
    const [start, end] = [node.getStart(source), node.getEnd()].map(
      (position) => source.getLineAndCharacterOfPosition(position).line,
    )
    for (let line = start ?? 0; line <= (end ?? 0); line++) lines.add(line)
  }
  visit(source)
  return lines.size
}
