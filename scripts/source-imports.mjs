// Reads the imports of TypeScript files, without a type checker.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import ts from 'typescript'

/** Lists the TypeScript files in a directory. */
export function sourceFiles(directory) {
  try {
    return readdirSync(directory, { recursive: true })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(directory, name))
  } catch {
    // A package that contains only data has no src.
    return []
  }
}

const known = new Map()

/** Lists the imports of a file, including types, with their lines. */
export function importsOf(file) {
  const text = readFileSync(file, 'utf8')
  if (!known.has(text)) known.set(text, importsIn(text))
  return known.get(text)
}

function importsIn(text) {
  const source = ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest)
  const found = []
  visit(source)
  return found

  function visit(node) {
    const imported = importIn(node)
    if (imported) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart(source))
      found.push({ ...imported, line: line + 1 })
    }
    ts.forEachChild(node, visit)
  }
}

function importIn(node) {
  if (ts.isImportDeclaration(node) || (ts.isExportDeclaration(node) && node.moduleSpecifier)) {
    return { specifier: node.moduleSpecifier.text }
  }
  if (ts.isImportTypeNode(node)) return { specifier: node.argument.literal.text }
  const called = ts.isCallExpression(node) ? node.expression : undefined
  const loads =
    called?.kind === ts.SyntaxKind.ImportKeyword ||
    (called && ts.isIdentifier(called) && called.text === 'require')
  const [argument] = node.arguments ?? []
  return loads && argument && ts.isStringLiteralLike(argument)
    ? { specifier: argument.text }
    : undefined
}
