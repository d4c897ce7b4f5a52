import { resolve } from 'node:path'

/** Reads a path of the command line. npm runs examples in the repository; the path was written where npm was called. */
export function fromCaller(path: string): string {
  return resolve(process.env.INIT_CWD ?? '.', path)
}
