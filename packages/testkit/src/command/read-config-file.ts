import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

import type { ProviderConfig } from '../provider-suite/provider-config.js'
import { readProviderConfig } from '../provider-suite/read-provider-config.js'
import { readPrivateKeyFile } from './read-private-key-file.js'

/**
 * Reads a configuration file. `privateKeyFile` is a path relative to it.
 *
 * @throws `Error` with the name of the file and what is wrong, and without secrets.
 */
export function readConfigFile(file: string): ProviderConfig {
  const json = readFile(file)
  try {
    return readProviderConfig(json, (path) => readPrivateKeyFile(resolve(dirname(file), path)))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`${file}: ${reason.replace(/^oauthplus-testkit: (?:config\.)?/, '')}`, {
      cause: error,
    })
  }
}

function readFile(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const reason =
      code === 'ENOENT'
        ? `There is no file ${file}. Write a configuration with: oauthplus-testkit init`
        : `${file} cannot be read: ${message}`
    throw new Error(reason, { cause: error })
  }
}
