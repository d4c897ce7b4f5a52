import { defineConfig, type Options } from 'tsup'

/** Builds a package as ES modules with declarations. All packages use this configuration. */
export function library(
  entry: string[] | Record<string, string>,
  options: Options = {},
): ReturnType<typeof defineConfig> {
  return defineConfig({
    entry,
    format: ['esm'],
    target: 'node20',
    // Declarations describe the published files, so imports must be published files too.
    dts: { compilerOptions: { noEmit: false, customConditions: [] } },
    // Modules such as `node:sqlite` exist only with the prefix.
    removeNodeProtocol: false,
    sourcemap: true,
    ...options,
  })
}
