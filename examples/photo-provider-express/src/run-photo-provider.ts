import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'

import { fromCaller } from './from-caller.js'
import { openStore } from './open-store.js'
import { parseSeed } from './seed.js'
import { startPhotoProvider } from './start-photo-provider.js'
import type { PhotoProviderOptions } from './start-photo-provider.js'

/** Runs a photo site with its command line options until a signal stops it. */
export async function runPhotoProvider(
  command: string,
  createSite?: PhotoProviderOptions['createSite'],
): Promise<void> {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string', default: '3000' },
        seed: { type: 'string' },
        store: { type: 'string', default: 'memory:' },
      },
    })
    const port = parsePort(values.port)
    const seed =
      values.seed === undefined
        ? undefined
        : parseSeed(await readFile(fromCaller(values.seed), 'utf8'))
    const { store, close } = await openStore(values.store)
    const log = (line: string): void => {
      console.error(line)
    }
    const provider = await startPhotoProvider({ port, seed, store, createSite, log }).catch(
      async (error: unknown) => {
        await close()
        throw error
      },
    )
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => void provider.close().then(close))
    }
    // Programs that start this one wait for this line on standard output.
    console.log(JSON.stringify(provider.endpoints))
  } catch (error) {
    console.error(
      `The photo provider did not start: ${describeReason(error)}\nUsage: ${command} [--port N] [--seed FILE] [--store URL]`,
    )
    process.exitCode = 1
  }
}

function parsePort(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) {
    throw new Error('--port must be an integer from 0 to 65535.')
  }
  return Number(text)
}

function describeReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { code, port } = error as { readonly code?: unknown; readonly port?: unknown }
  return code === 'EADDRINUSE' ? `port ${String(port)} is in use.` : error.message
}
