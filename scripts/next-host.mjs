// The Next.js host of the table: builds the site in test/next, unless it was already built from the
// same files.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { addressBehind } from '../test/hosts/matrix/host-proxy.ts'
import { processHost } from '../test/hosts/matrix/process-host.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const SITE = join(ROOT, 'test/next')
const NEXT = join(SITE, 'node_modules/next/dist/bin/next')
const STAMP = join(SITE, 'node_modules/.cache/site/built-from')
const PACKAGES = ['client', 'core', 'server', 'server-fetch'].map((name) => `packages/${name}/dist`)
const SOURCES = ['app', 'lib', 'next.config.js', 'package.json'].map((name) => `test/next/${name}`)

/**
 * Starts building the site. Returns the host, directly and behind the proxy at a port. Both wait
 * for the build.
 */
export function nextHosts(getProxyPort) {
  const built = buildSite()
  // The caller that starts the host handles the failure.
  built.catch(() => undefined)
  const prepare = async () => {
    await built
    return startCommand({ port: 0 })
  }
  return [
    processHost('fetch on Next.js', prepare),
    processHost('fetch on Next.js, behind nginx', prepare, (port) =>
      addressBehind(getProxyPort(), port),
    ),
  ]
}

/**
 * Returns the command that starts the site. Its consumer reads the provider and its origin from the
 * environment.
 */
export function startCommand({ port, environment = {} }) {
  return {
    program: process.execPath,
    args: [NEXT, 'start', '--hostname', '127.0.0.1', '--port', String(port)],
    directory: SITE,
    environment: { ...environment, NEXT_TELEMETRY_DISABLED: '1' },
  }
}

async function buildSite() {
  const hash = hashOfSources()
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === hash) return
  const build = spawn(process.execPath, [NEXT, 'build'], {
    cwd: SITE,
    env: { ...process.env, NODE_OPTIONS: '', NEXT_TELEMETRY_DISABLED: '1' },
  })
  let output = ''
  for (const stream of [build.stdout, build.stderr]) {
    stream.setEncoding('utf8').on('data', (piece) => (output += piece))
  }
  const code = await new Promise((resolve, reject) => {
    build.on('error', reject)
    build.on('close', resolve)
  })
  if (code !== 0) throw new Error(`next build exited with ${code}:\n${output}`)
  writeFileSync(STAMP, hash)
}

function hashOfSources() {
  const hash = createHash('sha256')
  for (const file of [...SOURCES, ...PACKAGES].flatMap(filesIn)) {
    hash.update(file).update(readFileSync(join(ROOT, file)))
  }
  return hash.digest('hex')
}

function filesIn(path) {
  if (/\.\w+$/.test(path)) return [path]
  return readdirSync(join(ROOT, path), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(ROOT.length))
    .sort()
}
