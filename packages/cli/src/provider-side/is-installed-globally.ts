import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

// The first one: pnpm nests them.
const PROJECT = /^(.*?)[\\/]node_modules[\\/]/s
const GLOBAL_FOLDER = /[\\/]global[\\/]/

/**
 * Tells whether the command line is installed for the whole machine, and not in a project: the folder
 * of its packages then belongs to no package, or is the one that pnpm and Yarn call global.
 */
export function isInstalledGlobally(): boolean {
  const [, project] = PROJECT.exec(fileURLToPath(import.meta.url)) ?? []
  if (project === undefined) return false
  return GLOBAL_FOLDER.test(`${project}/`) || !existsSync(`${project}/package.json`)
}
