// The hosts of the table that run in other processes: the servers of Bun and Deno, and workerd
// directly and in miniflare.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { build } from 'esbuild'

import { addressBehind } from '../test/hosts/matrix/host-proxy.ts'
import { processHost } from '../test/hosts/matrix/process-host.ts'
import { bundleWorker } from './bundle-worker.mjs'
import { currentPlatform, fetchRuntime } from './fetch-runtime.mjs'
import { DENO_SERVER, RUNTIMES, workerConfiguration, WORKER_SOCKET } from './known-runtimes.mjs'

const SERVERS = fileURLToPath(new URL('../test/hosts/servers', import.meta.url))
// In test, so that programs find its packages, and not in node_modules, which Deno reserves for
// packages.
const TESTS = fileURLToPath(new URL('../test/hosts', import.meta.url))
const HONO = ['X-Application', 'hono']

/**
 * Returns the hosts that have a program for this platform, directly and behind the proxy at a port,
 * the names of the `missing` runtimes, and `close()`, which removes the builds.
 */
export async function runtimeHosts(getProxyPort) {
  const directory = mkdtempSync(join(TESTS, '.servers-'))
  const servers = [
    ...(await bunServer(directory)),
    ...(await denoServer(directory)),
    ...(await workerdServers(directory)),
  ]
  const hosts = servers.flatMap(([name, command]) => hostsOf(name, command, getProxyPort))
  const missing = ['Bun', 'Deno', 'workerd'].filter((name) => programOf(name) === undefined)
  return { hosts, missing, close: () => rmSync(directory, { recursive: true }) }
}

async function bunServer(directory) {
  const program = programOf('Bun')
  if (program === undefined) return []
  const file = await bundle('bun-server.ts', directory)
  return [['`Bun.serve`', { program, args: ['--no-install', file] }]]
}

async function denoServer(directory) {
  const program = programOf('Deno')
  if (program === undefined) return []
  const file = await bundle('deno-server.ts', directory)
  return [['`Deno.serve`', { program, args: [...DENO_SERVER, file] }]]
}

async function workerdServers(directory) {
  const program = programOf('workerd')
  if (program === undefined) return []
  const outfile = join(directory, 'worker.mjs')
  await bundleWorker({ entry: join(SERVERS, 'worker.ts'), outfile, hasNode: true })
  const configuration = join(directory, 'worker.capnp')
  writeFileSync(configuration, workerConfiguration(WORKER_SOCKET))
  return [
    ['workerd', { program, args: ['serve', '--control-fd=3', configuration] }],
    ['miniflare', await miniflareCommand(directory, { program, worker: outfile })],
  ]
}

/**
 * Lets miniflare, which requires Node 22, use the existing workerd instead of its own dependency.
 */
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

function hostsOf(server, command, getProxyPort) {
  const prepare = () => Promise.resolve(command)
  return [
    processHost(`fetch on ${server}`, prepare),
    processHost(`Hono on ${server}`, prepare, (port) => ({ port, header: HONO })),
    processHost(`fetch on ${server}, behind nginx`, prepare, (port) =>
      addressBehind(getProxyPort(), port),
    ),
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
