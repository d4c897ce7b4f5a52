// Publishes every package under one version, from the release workflow alone; with --dry-run it shows what would be published.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

import { turboRun } from './turbo.mjs'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
const { values } = parseArgs({ options: { 'dry-run': { type: 'boolean' } } })
const isDryRun = values['dry-run'] === true

const obstacles = obstaclesToARelease()
if (obstacles.length > 0 && !isDryRun) {
  for (const obstacle of obstacles) console.error(obstacle)
  process.exit(1)
}
turboRun('build')
const target = mkdtempSync(join(tmpdir(), 'oauthplus-release-'))
try {
  release(packAll(target))
} finally {
  rmSync(target, { recursive: true })
}

function obstaclesToARelease() {
  const notes = readdirSync('.changeset').filter((name) => /^(?!README).*\.md$/.test(name))
  const versions = new Set(publishedManifests().map(({ manifest }) => manifest.version))
  return [
    notes.length > 0 &&
      `${notes.length} release notes wait in .changeset: run \`npx changeset version\`, and commit what it writes`,
    versions.size > 1 && `packages carry different versions: ${[...versions].join(', ')}`,
    git('status', '--porcelain') !== '' && 'the work tree holds what is not committed',
    process.env.ACTIONS_ID_TOKEN_REQUEST_URL === undefined &&
      'only the release workflow can publish: npm trusts it, and nobody has a token',
  ].filter((obstacle) => obstacle !== false)
}

function publishedManifests() {
  return readdirSync('packages')
    .map((name) => {
      const file = `packages/${name}/package.json`
      return { file, directory: `packages/${name}`, text: readFileSync(file, 'utf8') }
    })
    .map((found) => ({ ...found, manifest: JSON.parse(found.text) }))
    .filter(({ manifest }) => manifest.private !== true)
}

/** Packs what is to be published, each package after those that it depends on. */
function packAll(directory) {
  const manifests = publishedManifests()
  // Where the repository lies is known where it is released, and nowhere else.
  const place = placeOfRepository()
  try {
    for (const { file, directory: inside, manifest } of place ? manifests : []) {
      const repository = { type: 'git', url: `git+${place}.git`, directory: inside }
      const links = { homepage: `${place}#readme`, bugs: `${place}/issues` }
      writeFileSync(file, JSON.stringify({ ...manifest, repository, ...links }, null, 2))
    }
    const args = ['-r', '--filter', './packages/*', 'pack', '--pack-destination', directory]
    execFileSync('pnpm', args, { stdio: ['ignore', 'ignore', 'inherit'] })
  } finally {
    for (const { file, text } of manifests) writeFileSync(file, text)
  }
  return inOrder(manifests.map(({ manifest }) => manifest)).map(({ name, version }) => ({
    name,
    version,
    tarball: join(directory, `${name.slice(1).replace('/', '-')}-${version}.tgz`),
  }))
}

function placeOfRepository() {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = process.env
  return server && repository ? `${server}/${repository}` : undefined
}

function inOrder(manifests) {
  const sorted = []
  const add = (manifest) => {
    if (manifest === undefined || sorted.includes(manifest)) return
    for (const name of Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })) {
      add(manifests.find((other) => other.name === name))
    }
    sorted.push(manifest)
  }
  manifests.forEach(add)
  return sorted
}

function release(packages) {
  if (isDryRun) {
    packages.forEach(show)
    console.log(`\n${packages.length} packages would be published, in this order.`)
    if (placeOfRepository() === undefined) {
      console.log('repository, homepage and bugs are filled in by the release workflow.')
    }
    for (const obstacle of obstacles) console.log(`Not from here and now: ${obstacle}.`)
    return
  }
  for (const { name, version, tarball } of packages) {
    // A release that was interrupted goes on where it ended.
    if (isPublished(`${name}@${version}`)) console.log(`${name}@${version} is there already`)
    else execFileSync('npm', ['publish', tarball, '--access', 'public'], { stdio: 'inherit' })
  }
}

function show({ name, version, tarball }) {
  // What npm itself reads in the tarball.
  const told = execFileSync('npm', ['pack', '--dry-run', '--json', tarball], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const [{ size, unpackedSize, files }] = JSON.parse(told)
  const heading = `${files.length} files, ${size} bytes packed, ${unpackedSize} unpacked`
  console.log(`\n${name}@${version}: ${heading}`)
  for (const { path, size: bytes } of files) console.log(`${String(bytes).padStart(9)}  ${path}`)
}

function isPublished(specifier) {
  // An unknown package is an error to npm, an unknown version an empty answer.
  const { status, stdout } = spawnSync('npm', ['view', specifier, 'version'], { encoding: 'utf8' })
  return status === 0 && stdout.trim() !== ''
}

function git(...args) {
  return execFileSync('git', args, { encoding: 'utf8' }).trim()
}
