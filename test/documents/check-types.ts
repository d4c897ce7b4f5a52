import { fileURLToPath } from 'node:url'

import ts from 'typescript'

import type { BlockModule } from './block-modules.js'

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  types: ['node'],
  typeRoots: [fileURLToPath(new URL('../../node_modules/@types', import.meta.url))],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  moduleDetection: ts.ModuleDetectionKind.Force,
  customConditions: ['@oauthplus/source'],
  resolveJsonModule: true,
  noEmit: true,
  skipLibCheck: true,
  // The setting of `tsc --init`: readers are not assumed to be stricter.
  strict: true,
}

/** Type-checks modules, all in one program, and gives what is wrong at its place in the page. */
export function checkTypes(modules: readonly BlockModule[]): readonly string[] {
  const program = ts.createProgram(
    modules.map(({ path }) => path),
    OPTIONS,
  )
  return modules.flatMap((module) => {
    const source = program.getSourceFile(module.path)
    return [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ].map((diagnostic) => {
      const { line } = ts.getLineAndCharacterOfPosition(
        source ?? ts.createSourceFile('', '', ts.ScriptTarget.Latest),
        diagnostic.start ?? 0,
      )
      const place = module.block.line + line - module.linesBefore
      const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ')
      return `${module.block.file}:${place}: ${message}`
    })
  })
}
