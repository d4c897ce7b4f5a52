import { resolve } from 'node:path'

/**
 * Resolves a path from the command line. npm runs examples in the repository, but the path is
 * relative to the folder in which npm was called.
 */
export function fromCaller(path: string): string {
  return resolve(process.env.INIT_CWD ?? '.', path)
}
