import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'

import { createUsageFailure } from './failure.js'

/** The reasons why a file cannot be read, by system error code. */
const REASONS: Readonly<Record<string, string | undefined>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
}

/** Reads a file, or standard input if the name is `-`. */
export async function readBytes(file: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await (file === '-' ? buffer(process.stdin) : readFile(file)))
  } catch (error) {
    const { code } = error as { readonly code?: unknown }
    throw createUsageFailure(`${file} cannot be read: ${REASONS[String(code)] ?? String(code)}`)
  }
}

/** Reads a text file, or standard input if the name is `-`. */
export async function readText(file: string): Promise<string> {
  return new TextDecoder().decode(await readBytes(file))
}
