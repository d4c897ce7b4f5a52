import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { startListening } from './listening-process.js'
import type { ListeningProcess } from './listening-process.js'

const REPOSITORY_ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** The absolute URLs that a provider prints when it listens. */
export interface Endpoints {
  readonly origin: string
  readonly requestTokenUrl: string
  readonly authorizeUrl: string
  readonly accessTokenUrl: string
  readonly echoUrl: string
}

/** The framework that an example provider is made with. */
export type Framework = 'express' | 'koa'

/** Whom the example provider knows from the start. */
export interface Seed {
  readonly consumers: readonly {
    readonly key: string
    readonly secret?: string
    readonly name: string
    readonly callbacks: readonly string[]
    readonly signatureMethods: readonly string[]
    readonly rsaPublicKey?: string
    readonly allowXauth?: boolean
  }[]
  readonly users: readonly { readonly username: string; readonly password: string }[]
}

/**
 * Starts an example provider on a free port.
 *
 * @param seed The consumers and users it is to know.
 * @param framework Which of them.
 *
 * @returns Its endpoints, and how to end it.
 *
 * @throws Error with its standard error when it does not come up.
 */
export async function startProvider(
  seed: Seed,
  framework: Framework,
): Promise<ListeningProcess<Endpoints>> {
  const directory = await mkdtemp(join(tmpdir(), 'oauthplus-interop-'))
  const removeDirectory = (): Promise<void> => rm(directory, { recursive: true, force: true })
  try {
    const seedFile = join(directory, 'seed.json')
    await writeFile(seedFile, JSON.stringify(seed))
    const provider = await startListening<Endpoints>(
      'npm',
      ['run', '--silent', 'provider', '--', '--on', framework, '--port', '0', '--seed', seedFile],
      { cwd: REPOSITORY_ROOT },
    )
    return {
      endpoints: provider.endpoints,
      stop: async () => {
        await provider.stop()
        await removeDirectory()
      },
    }
  } catch (error) {
    await removeDirectory()
    throw error
  }
}
