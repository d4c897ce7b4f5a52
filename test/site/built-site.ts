import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import sirv from 'sirv'
import { afterAll, beforeAll } from 'vitest'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const BUILD_TIMEOUT_MILLISECONDS = 300_000

/** The documentation as a folder and as a site, for the tests of a file. */
export interface BuiltSite {
  readonly directory: string
  readonly origin: string
  /** The pages, as paths below the folder. */
  readonly pages: readonly string[]
}

/** Builds the documentation before the tests of a file, serves it meanwhile, and removes it after them. */
export function builtSite(): BuiltSite {
  const site = { directory: '', origin: '', pages: [] as readonly string[] }
  const server = createServer()
  beforeAll(async () => {
    site.directory = mkdtempSync(join(tmpdir(), 'oauthplus-site-'))
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['scripts/docs.mjs', '--out', site.directory],
      { cwd: ROOT, encoding: 'utf8' },
    )
    if (status !== 0) throw new Error(`The documentation was not built: ${stdout}${stderr}`)
    site.pages = readdirSync(site.directory, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.html'))
      .sort()
    const serve = sirv(site.directory)
    server.on('request', (incoming, outgoing) => {
      serve(incoming, outgoing, () => {
        outgoing.writeHead(404).end()
      })
    })
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
    site.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }, BUILD_TIMEOUT_MILLISECONDS)
  afterAll(() => {
    server.close()
    rmSync(site.directory, { recursive: true, force: true })
  })
  return site
}
