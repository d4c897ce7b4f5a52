// The hosts of the table that run in other processes: the servers of Bun and Deno, workerd by itself and by miniflare.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { build } from 'esbuild'

import { processHost } from '../test/hosts/matrix/process-host.ts'
import { bundleWorker } from './bundle-worker.mjs'
import { currentPlatform, fetchRuntime } from './fetch-runtime.mjs'
import { DENO_SERVER, RUNTIMES, workerConfiguration, WORKER_SOCKET } from './known-runtimes.mjs'

const SERVERS = fileURLToPath(new URL('../test/hosts/servers', import.meta.url))
// Beneath test, so that programs find its packages, and not in node_modules, where Deno expects packages.
const TESTS = fileURLToPath(new URL('../test/hosts', import.meta.url))
const HONO = ['X-Application', 'hono']

/**
 * Gives the hosts that this platform has a program for, the names of the `missing` runtimes, and `close()`, which removes
 * what was built.
 */
export async function runtimeHosts() {
  const directory = mkdtempSync(join(TESTS, '.servers-'))
  const hosts = [
    ...(await bunHosts(directory)),
    ...(await denoHosts(directory)),
    ...(await workerdHosts(directory)),
  ]
  const missing = ['Bun', 'Deno', 'workerd'].filter((name) => programOf(name) === undefined)
  return { hosts, missing, close: () => rmSync(directory, { recursive: true }) }
}

async function bunHosts(directory) {
  const program = programOf('Bun')
  if (program === undefined) return []
  const file = await bundle('bun-server.ts', directory)
  return both('`Bun.serve`', { program, args: ['--no-install', file] })
}

async function denoHosts(directory) {
  const program = programOf('Deno')
  if (program === undefined) return []
  const file = await bundle('deno-server.ts', directory)
  return both('`Deno.serve`', { program, args: [...DENO_SERVER, file] })
}

async function workerdHosts(directory) {
  const program = programOf('workerd')
  if (program === undefined) return []
  const outfile = join(directory, 'worker.mjs')
  await bundleWorker({ entry: join(SERVERS, 'worker.ts'), outfile, hasNode: true })
  const configuration = join(directory, 'worker.capnp')
  writeFileSync(configuration, workerConfiguration(WORKER_SOCKET))
  return [
    ...both('workerd', { program, args: ['serve', '--control-fd=3', configuration] }),
    ...both('miniflare', await miniflareCommand(directory, { program, worker: outfile })),
  ]
}

/** Lets miniflare, which needs Node 22, find the workerd that is here already in place of a dependency of its own. */
async function miniflareCommand(directory, { program, worker }) {
  const { packages, file } = RUNTIMES.find(({ name }) => name === 'workerd')
  const link = join(directory, 'packages', packages[currentPlatform()], file)
  mkdirSync(dirname(link), { recursive: true })
  symlinkSync(program, link)
  return {
    program: programOf('Node', 24),
    args: [await bundle('miniflare-server.ts', directory), worker],
    environment: { NODE_PATH: join(directory, 'packages'), MINIFLARE_WORKERD_PATH: program },
  }
}

function both(server, command) {
  return [
    processHost(`fetch on ${server}`, () => Promise.resolve(command)),
    processHost(`Hono on ${server}`, () => Promise.resolve(command), HONO),
  ]
}

function programOf(name, major) {
  const runtime = RUNTIMES.find(
    (each) =>
      each.name === name && (major === undefined || each.version.startsWith(`${String(major)}.`)),
  )
  return fetchRuntime(runtime, currentPlatform()).program
}

async function bundle(entry, directory) {
  const outfile = join(directory, entry.replace(/ts$/, 'mjs'))
  await build({
    entryPoints: [join(SERVERS, entry)],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
  })
  return outfile
}
