import ts from 'typescript'

/** The names in the source of a module. */
export interface BlockSyntax {
  /** The names that it declares or imports at its top. */
  readonly declared: readonly string[]
  /** The names that it declares only for types, without a value. */
  readonly ambient: readonly string[]
  readonly exported: readonly string[]
  /** The names that it mentions, its own included. */
  readonly mentioned: ReadonlySet<string>
}

/** Reads which names a module declares and which it uses. */
export function readSyntax(code: string): BlockSyntax {
  const source = ts.createSourceFile('block.ts', code, ts.ScriptTarget.Latest, true)
  const mentioned = new Set<string>()
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && !isMemberName(node)) mentioned.add(node.text)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return {
    declared: source.statements.flatMap(namesOf),
    ambient: source.statements.filter(having(ts.SyntaxKind.DeclareKeyword)).flatMap(namesOf),
    exported: source.statements.flatMap(exportedNames),
    mentioned,
  }
}

function having(modifier: ts.SyntaxKind): (statement: ts.Statement) => boolean {
  return (statement) =>
    ts.canHaveModifiers(statement) &&
    (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === modifier)
}

function exportedNames(statement: ts.Statement): readonly string[] {
  if (!ts.isExportDeclaration(statement)) {
    return having(ts.SyntaxKind.ExportKeyword)(statement) ? namesOf(statement) : []
  }
  const { exportClause } = statement
  return exportClause && ts.isNamedExports(exportClause)
    ? exportClause.elements.map(({ name }) => name.text)
    : []
}

function isMemberName(node: ts.Identifier): boolean {
  const { parent } = node
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isPropertyAssignment(parent) && parent.name === node) ||
    (ts.isBindingElement(parent) && parent.propertyName === node)
  )
}

function namesOf(statement: ts.Statement): readonly string[] {
  if (ts.isImportDeclaration(statement)) return importedNames(statement)
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) => boundNames(name))
  }
  const isNamed =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement)
  return isNamed && statement.name ? [statement.name.text] : []
}

function importedNames({ importClause }: ts.ImportDeclaration): readonly string[] {
  const bindings = importClause?.namedBindings
  return [
    ...(importClause?.name ? [importClause.name.text] : []),
    ...(bindings && ts.isNamespaceImport(bindings) ? [bindings.name.text] : []),
    ...(bindings && ts.isNamedImports(bindings)
      ? bindings.elements.map(({ name }) => name.text)
      : []),
  ]
}

function boundNames(name: ts.BindingName): readonly string[] {
  if (ts.isIdentifier(name)) return [name.text]
  return name.elements.flatMap((element) =>
    ts.isOmittedExpression(element) ? [] : boundNames(element.name),
  )
}
