import { realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

import type TypeScript from 'typescript'

/**
 * Compiles as `tsc` of an installed TypeScript 5 would in a folder, and returns the errors that it would print, except
 * those in the declarations of others: these are not checked, which is half of the work of `tsc`.
 */
export function compileInProcess(
  folder: string,
  compiler: string,
  args: readonly string[],
): string {
  // As the working directory of a process would be.
  const directory = realpathSync(folder)
  const others = join(directory, 'node_modules/')
  const ours = join(others, '@oauthplus/')
  const require = createRequire(join(directory, 'package.json'))
  const typescript = require(compiler) as typeof TypeScript
  const { options, fileNames, errors } = typescript.parseCommandLine(args)
  const host = {
    ...typescript.createCompilerHost(options),
    getCurrentDirectory: () => directory,
  }
  const rootNames = fileNames.map((name) => join(directory, name))
  const program = typescript.createProgram({ rootNames, options, host })
  const checked = program
    .getSourceFiles()
    .filter(({ fileName }) => !fileName.startsWith(others) || fileName.startsWith(ours))
  const diagnostics = [
    ...errors,
    ...program.getOptionsDiagnostics(),
    ...program.getGlobalDiagnostics(),
    ...checked.flatMap((file) => [
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
    ]),
  ]
  return typescript.formatDiagnostics(diagnostics, host)
}
