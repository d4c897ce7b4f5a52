import { defineConfig, type Options } from 'tsup'

/** Builds a package the one way all of them are built: ES modules, with declarations. */
export function library(
  entry: string[] | Record<string, string>,
  options: Options = {},
): ReturnType<typeof defineConfig> {
  return defineConfig({
    entry,
    format: ['esm'],
    target: 'node20',
    // Declarations describe the published files, so what is imported is looked for among published files too.
    dts: { compilerOptions: { noEmit: false, customConditions: [] } },
    // `node:sqlite` and its like exist under that name alone.
    removeNodeProtocol: false,
    sourcemap: true,
    ...options,
  })
}
