import { mkdtemp, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const MEMORY = '/dev/shm'
const MIN_FREE_BYTES = 1024 ** 3

/**
 * Creates an empty directory for the data of a server. In a test it is in memory if there is room, so
 * that a durable server does not wait for the disk: files there survive a killed process, too.
 * Measurements use the disk.
 */
export async function createDataDirectory(name: string): Promise<string> {
  const isInMemory = process.env.VITEST !== undefined && (await hasRoom(MEMORY))
  return mkdtemp(join(isInMemory ? MEMORY : tmpdir(), `oauthplus-${name}-`))
}

async function hasRoom(directory: string): Promise<boolean> {
  try {
    const { bavail, bsize } = await statfs(directory)
    return bavail * bsize > MIN_FREE_BYTES
  } catch {
    return false
  }
}
