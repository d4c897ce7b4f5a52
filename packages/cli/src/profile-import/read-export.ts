import { createReadStream } from 'node:fs'

import { FAILSAFE_SCHEMA, load } from 'js-yaml'

import { createUsageFailure } from '../failure.js'

const MAX_MEBIBYTES = 16

/**
 * Reads an export from a file, or from standard input if the name is `-`.
 *
 * @returns The parsed JSON, or the parsed YAML with every scalar as a string.
 *
 * @throws {@link Failure} when it cannot be read, is larger than 16 MiB, or is neither JSON nor YAML.
 */
export async function readExport(file: string): Promise<unknown> {
  const text = await readText(file)
  try {
    return JSON.parse(text) as unknown
  } catch {
    return parseYaml(file, text)
  }
}

async function readText(file: string): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  try {
    for await (const chunk of file === '-' ? process.stdin : createReadStream(file)) {
      const read = chunk as Uint8Array
      bytes += read.byteLength
      if (bytes > MAX_MEBIBYTES * 1_048_576) break
      chunks.push(read)
    }
  } catch (error) {
    const { code } = error as { readonly code?: unknown }
    throw createUsageFailure(`${file} cannot be read: ${String(code)}`)
  }
  if (bytes > MAX_MEBIBYTES * 1_048_576) {
    throw createUsageFailure(
      `${file} is larger than ${MAX_MEBIBYTES} MiB: export only the collection you need`,
    )
  }
  return new TextDecoder().decode(Buffer.concat(chunks))
}

function parseYaml(file: string, text: string): unknown {
  try {
    // A key that consists only of digits stays a string.
    return load(text, { schema: FAILSAFE_SCHEMA })
  } catch {
    // The parser's message quotes the file, which contains secrets.
    throw createUsageFailure(`${file} is neither JSON nor YAML: export the collection again`)
  }
}
