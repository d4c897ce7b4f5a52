import ts from 'typescript'

/**
 * Replaces each statement `expression // value` at the top of a module, with its value on the same line or
 * the next one, by a call of `shows(expression, value)`. Comments that are not literals stay
 * comments.
 */
export function withShownValues(code: string): string {
  const source = ts.createSourceFile('block.ts', code, ts.ScriptTarget.Latest, true)
  return source.statements.reduceRight((text, statement) => {
    if (!ts.isExpressionStatement(statement)) return text
    const end = statement.expression.getEnd()
    const [, value] = /^;?\s*\/\/ ([^\n]*)$/m.exec(code.slice(end)) ?? []
    const isNext = /^;?[^\S\n]*\n?[^\S\n]*\/\//.test(code.slice(end))
    if (value === undefined || !isNext || !isLiteral(value)) return text
    const expression = statement.expression.getText()
    return `${text.slice(0, statement.expression.getStart())}shows(${expression}, ${value})${text.slice(end)}`
  }, code)
}

function isLiteral(text: string): boolean {
  const { statements, parseDiagnostics } = ts.createSourceFile(
    'value.ts',
    `(${text})`,
    ts.ScriptTarget.Latest,
  ) as ts.SourceFile & { readonly parseDiagnostics: readonly unknown[] }
  const [statement] = statements
  return (
    parseDiagnostics.length === 0 &&
    statements.length === 1 &&
    statement !== undefined &&
    ts.isExpressionStatement(statement) &&
    isLiteralNode(statement.expression)
  )
}

function isLiteralNode(node: ts.Expression): boolean {
  if (ts.isParenthesizedExpression(node)) return isLiteralNode(node.expression)
  if (ts.isArrayLiteralExpression(node)) return node.elements.every(isLiteralNode)
  if (ts.isObjectLiteralExpression(node)) {
    return node.properties.every(
      (property) => ts.isPropertyAssignment(property) && isLiteralNode(property.initializer),
    )
  }
  return (
    ts.isLiteralExpression(node) ||
    (ts.isIdentifier(node) && node.text === 'undefined') ||
    [ts.SyntaxKind.TrueKeyword, ts.SyntaxKind.FalseKeyword, ts.SyntaxKind.NullKeyword].includes(
      node.kind,
    )
  )
}
