import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { findProgram } from '../find-program.js'
import { blocksOfPage } from './code-blocks.js'
import type { CodeBlock } from './code-blocks.js'
import { PAGES, ROOT } from './pages.js'
import { faultOfShellLine } from './shell-lines.js'

/** The checks of the blocks of each language; blocks in other languages need a mark with a reason. */
const CHECKS: Readonly<Record<string, (block: CodeBlock) => string | undefined>> = {
  // code.test.ts checks it.
  ts: () => undefined,
  js: () => undefined,
  // No code.
  text: () => undefined,
  json: ({ code }) => faultOf(() => JSON.parse(code) as unknown),
  sh({ code }) {
    const lines = code.replaceAll('\\\n', ' ').trim().split('\n')
    return lines.map(faultOfShellLine).find((fault) => fault !== undefined)
  },
  python: ({ code }) => faultOf(() => parsePython(code)),
  nginx: ({ file }) =>
    file === 'docs/guide/behind-a-proxy.md' ? undefined : 'test/proxy runs those of one page alone',
}

describe.each(PAGES)('%s', (file) => {
  const text = readFileSync(join(ROOT, file), 'utf8')

  it('has no block that nothing looks at, and none that is wrong', () => {
    const faults = blocksOfPage(file, text)
      .filter(({ unchecked }) => unchecked === undefined)
      .flatMap((block) => {
        const check = CHECKS[block.language]
        const fault = check ? check(block) : `nothing looks at ${block.language || 'plain blocks'}`
        return fault === undefined ? [] : [`${file}:${block.line}: ${fault}`]
      })
    expect(faults).toEqual([])
  })

  it('leads to pages and headings that there are', () => {
    expect(linksOf(text).filter((link) => !leadsSomewhere(file, link))).toEqual([])
  })
})

function leadsSomewhere(file: string, link: string): boolean {
  const [path = '', heading] = link.split('#')
  const target = path === '' ? join(ROOT, file) : join(ROOT, dirname(file), path)
  if (!existsSync(target)) return false
  return heading === undefined || headingsOf(readFileSync(target, 'utf8')).includes(heading)
}

/** Returns the targets of links and images within this site. */
function linksOf(text: string): readonly string[] {
  const prose = text.replaceAll(/^ *```.*?^ *```$/gms, '').replaceAll(/`[^`\n]*`/g, '')
  const links = [
    ...prose.matchAll(/\]\(([^)\s]+)(?: "[^"]*")?\)/g),
    ...prose.matchAll(/^\[[^\]]+\]: (\S+)/gm),
  ]
  return links.map(([, link = '']) => link).filter((link) => !/^[a-z]+:/.test(link))
}

/** Gives the names of headings as GitHub and typedoc make them. */
function headingsOf(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(/\s/g, '-'),
  )
}

function faultOf(parse: () => unknown): string | undefined {
  try {
    parse()
    return undefined
  } catch (error) {
    return String(error)
  }
}

function parsePython(code: string): void {
  const python = findProgram(['python3'], { debianPackage: 'python3' })
  if (!('command' in python)) throw new Error(python.missing)
  execFileSync(python.command, ['-c', 'import ast, sys; ast.parse(sys.stdin.read())'], {
    input: code,
  })
}
