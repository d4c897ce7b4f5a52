import { readdirSync, readFileSync } from 'node:fs'

import { RegExpParser } from '@eslint-community/regexpp'
import type { AST } from '@eslint-community/regexpp'
import ts from 'typescript'

/** A regular expression in a source file. */
export interface FoundExpression {
  /** The file and the line, such as `packages/core/src/form.ts:6`. */
  readonly place: string
  readonly expression: RegExp
  readonly pattern: AST.Pattern
}

/** Finds the regular expressions of all packages; those that are built at run time are named. */
export function expressionsIn(root: URL): {
  readonly written: readonly FoundExpression[]
  readonly built: readonly string[]
} {
  const written: FoundExpression[] = []
  const built: string[] = []
  for (const file of sourcesIn(root)) {
    const text = readFileSync(new URL(file, root), 'utf8')
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
    const visit = (node: ts.Node): void => {
      const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1
      const place = `${file}:${line}`
      if (ts.isRegularExpressionLiteral(node)) written.push(readExpression(place, node.text))
      if (ts.isIdentifier(node) && node.text === 'RegExp' && isCalled(node)) built.push(place)
      ts.forEachChild(node, visit)
    }
    visit(source)
  }
  return { written, built }
}

function sourcesIn(root: URL): readonly string[] {
  return readdirSync(new URL('packages/', root)).flatMap((name) =>
    readdirSync(new URL(`packages/${name}/src/`, root), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => `packages/${name}/src/${file}`),
  )
}

/** Reads an expression as it is written in a program. */
export function readExpression(place: string, literal: string): FoundExpression {
  const { pattern, flags } = new RegExpParser().parseLiteral(literal)
  return { place, expression: new RegExp(pattern.raw, flags.raw), pattern }
}

function isCalled({ parent }: ts.Node): boolean {
  return ts.isNewExpression(parent) || ts.isCallExpression(parent)
}
