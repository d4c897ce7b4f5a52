import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

// The first match, because pnpm nests such folders.
const PROJECT = /^(.*?)[\\/]node_modules[\\/]/s
const GLOBAL_FOLDER = /[\\/]global[\\/]/

/**
 * Returns whether the command line is installed globally instead of in a project: the folder of its
 * packages then belongs to no package, or is the global folder of pnpm or Yarn.
 */
export function isInstalledGlobally(): boolean {
  const [, project] = PROJECT.exec(fileURLToPath(import.meta.url)) ?? []
  if (project === undefined) return false
  return GLOBAL_FOLDER.test(`${project}/`) || !existsSync(`${project}/package.json`)
}
