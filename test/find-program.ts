import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

import type { Interpreter } from './interop/foreign-client.js'

/** The directories of programs on Debian; those for administrators are only on the PATH of root. */
const DEBIAN_DIRECTORIES = ['/usr/bin', '/usr/sbin']

/**
 * Looks for a program.
 *
 * @param names Its names, the most usual one first.
 * @param debianPackage The Debian package that brings it, for the reason.
 *
 * @returns The command to run, or why there is none.
 */
export function findProgram(
  names: readonly string[],
  { debianPackage }: { debianPackage: string },
): Interpreter {
  const directories = [...DEBIAN_DIRECTORIES, ...(process.env.PATH ?? '').split(delimiter)]
  const command = names
    .flatMap((name) => directories.map((directory) => join(directory, name)))
    .find(isExecutable)
  if (command !== undefined) return { command }
  return {
    missing: `no ${names.join(' or ')} here: apt-get install --no-install-recommends ${debianPackage}`,
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
