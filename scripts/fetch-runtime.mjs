// Downloads a runtime from npm into node_modules/.cache, once. As dependencies, they would add
// hundreds of megabytes to every installation.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const CACHE = fileURLToPath(new URL('../node_modules/.cache/oauthplus-runtimes', import.meta.url))
const NOT_PUBLISHED = new Set(['E404', 'ETARGET'])

/**
 * Returns `{ program }`, or `{ missing }` with the reason if there is none for this platform.
 * Throws if the download fails.
 */
export function fetchRuntime({ version, packages, file }, platform) {
  const name = packages[platform]
  if (name === undefined) return { missing: `npm has no build for ${platform}` }
  const directory = join(CACHE, `${name.replace('/', '+')}@${version}`)
  const program = join(directory, 'package', file)
  if (existsSync(program)) return { program }

  mkdirSync(CACHE, { recursive: true })
  // Complete or absent, even after an interruption or two concurrent runs.
  const incomplete = mkdtempSync(join(CACHE, 'incomplete-'))
  try {
    const tarball = pack(`${name}@${version}`, incomplete)
    if (tarball === undefined) return { missing: `npm has no ${name}@${version}` }
    run('tar', '-xzf', tarball, '-C', incomplete, `package/${file}`)
    rmSync(tarball)
    if (!existsSync(program)) renameSync(incomplete, directory)
    return { program }
  } finally {
    rmSync(incomplete, { recursive: true, force: true })
  }
}

/** Returns the name of this platform in the tables of packages. */
export function currentPlatform() {
  const isMusl =
    process.platform === 'linux' &&
    process.report.getReport().header.glibcVersionRuntime === undefined
  return `${process.platform}-${process.arch}${isMusl ? '-musl' : ''}`
}

// npm verifies the integrity that the registry reports.
function pack(specifier, directory) {
  console.error(`runtimes: fetching ${specifier}`)
  const { status, stdout, stderr } = spawnSync(
    'npm',
    ['pack', specifier, '--json', '--ignore-scripts', '--pack-destination', directory],
    { encoding: 'utf8' },
  )
  const answer = parsed(stdout)
  if (status === 0) return join(directory, answer[0].filename)
  if (NOT_PUBLISHED.has(answer?.error?.code)) return undefined
  throw new Error(`npm pack ${specifier} failed: ${stderr}`)
}

function parsed(text) {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function run(command, ...args) {
  const { status, error, stderr } = spawnSync(command, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} failed: ${error?.message ?? stderr}`)
}
