// Prepares a clone with only Node and npm: installs the lockfile, unless that has already been
// done.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { installSystemPackages } from './system-packages.mjs'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))

const isProgram = realpathSync(process.argv[1] ?? '.') === fileURLToPath(import.meta.url)
if (isProgram) bootstrap({ systemPackages: process.argv.includes('--system-packages') })

/** Installs missing dependencies. Exits if that fails. */
export function bootstrap({ systemPackages = false } = {}) {
  const { engines, packageManager } = JSON.parse(readFileSync('package.json', 'utf8'))
  assertNode(engines.node)
  installPackages(packageManager)
  if (systemPackages) installSystemPackages(say)
}

// `engines` always has this form: ^20.19.0 || >=22.12.0.
function assertNode(engines) {
  const [major, minor] = process.versions.node.split('.').map(Number)
  const isSupported = engines.split(' || ').some((range) => {
    const [, operator, wantedMajor, wantedMinor] = /^(\^|>=)(\d+)\.(\d+)/.exec(range)
    if (major === Number(wantedMajor)) return minor >= Number(wantedMinor)
    return operator === '>=' && major > Number(wantedMajor)
  })
  if (isSupported) return
  say(`Node ${engines} is required; this is Node ${process.versions.node}`)
  process.exit(1)
}

function installPackages(packageManager) {
  const stampFile = 'node_modules/.bootstrap-stamp'
  const stamp = hashOfManifests()
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return
  const pnpm = packageManager.split('+')[0]
  say(`installing the dependencies with ${pnpm}; the first time takes about a minute`)
  const { status } = spawnSync(
    'npx',
    ['-y', pnpm, 'install', '--frozen-lockfile', '--loglevel=warn'],
    {
      // Standard output belongs to the program that runs next.
      stdio: ['ignore', 2, 2],
      env: { ...process.env, CI: 'true' },
      // Windows finds npx.cmd only through a shell.
      shell: process.platform === 'win32',
    },
  )
  if (status !== 0) {
    say('the installation failed; see the error above')
    process.exit(1)
  }
  writeFileSync(stampFile, stamp)
}

function hashOfManifests() {
  const directories = ['packages', 'examples'].flatMap((parent) =>
    readdirSync(parent).map((name) => `${parent}/${name}`),
  )
  const manifests = ['.', 'test', 'test/next', 'bench', ...directories]
    .map((directory) => `${directory}/package.json`)
    .filter((file) => existsSync(file))
  const hash = createHash('sha256')
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...manifests]) {
    hash.update(file).update(readFileSync(file))
  }
  return hash.digest('hex')
}

function say(text) {
  process.stderr.write(`bootstrap: ${text}\n`)
}
