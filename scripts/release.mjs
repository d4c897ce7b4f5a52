// Packs every package under one version for the release workflow, which publishes them. With
// --dry-run, shows what would be published.
import { execFileSync } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

import getReleasePlan from '@changesets/get-release-plan'

import { turboRun } from './turbo.mjs'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
const { values } = parseArgs({
  options: { 'dry-run': { type: 'boolean' }, pack: { type: 'string' } },
})
const isDryRun = values['dry-run'] === true
if (isDryRun === (values.pack !== undefined)) {
  console.error('Pass --dry-run, or --pack and a directory for the tarballs.')
  process.exit(2)
}

const obstacles = obstaclesToARelease()
if (obstacles.length > 0 && !isDryRun) {
  for (const obstacle of obstacles) console.error(obstacle)
  process.exit(1)
}
turboRun('build')
const target = mkdtempSync(join(tmpdir(), 'oauthplus-release-'))
try {
  release(packAll(target, await nextVersion()))
} finally {
  rmSync(target, { recursive: true })
}

function obstaclesToARelease() {
  const notes = waitingNotes()
  const versions = new Set(publishedManifests().map(({ manifest }) => manifest.version))
  return [
    notes.length > 0 &&
      `${notes.length} release notes are pending in .changeset: run \`npx changeset version\`, and commit the result`,
    versions.size > 1 && `packages have different versions: ${[...versions].join(', ')}`,
    git('status', '--porcelain') !== '' && 'the work tree has uncommitted changes',
  ].filter((obstacle) => obstacle !== false)
}

function waitingNotes() {
  return readdirSync('.changeset').filter((name) => /^(?!README).*\.md$/.test(name))
}

function publishedManifests() {
  return readdirSync('packages')
    .map((name) => {
      const file = `packages/${name}/package.json`
      const manifest = JSON.parse(readFileSync(file, 'utf8'))
      return { file, directory: `packages/${name}`, manifest }
    })
    .filter(({ manifest }) => manifest.private !== true)
}

/**
 * Packs the published packages, each after its dependencies. It works in a copy, so that the
 * manifests in the repository do not change.
 */
function packAll(directory, version) {
  const copy = join(directory, 'copy')
  const place = placeOfRepository()
  const manifests = publishedManifests().map((found) => {
    const added = place && {
      repository: { type: 'git', url: `git+${place}.git`, directory: found.directory },
      homepage: `${place}#readme`,
      bugs: `${place}/issues`,
    }
    return { ...found, manifest: { ...found.manifest, ...(version && { version }), ...added } }
  })
  for (const file of ['package.json', 'pnpm-workspace.yaml']) cpSync(file, join(copy, file))
  for (const { file, directory: inside, manifest } of manifests) {
    const isKept = (path) => !path.startsWith(join(inside, 'node_modules'))
    cpSync(inside, join(copy, inside), { recursive: true, filter: isKept })
    writeFileSync(join(copy, file), `${JSON.stringify(manifest, null, 2)}\n`)
    linkSiblings(manifest, { from: join(copy, inside), to: join(copy, 'packages') })
  }
  const args = ['-r', '--filter', './packages/*', 'pack', '--pack-destination', directory]
  execFileSync('pnpm', args, { cwd: copy, stdio: ['ignore', 'ignore', 'inherit'] })
  return inOrder(manifests.map(({ manifest }) => manifest)).map(({ name, version }) => ({
    name,
    version,
    tarball: join(directory, `${name.slice(1).replace('/', '-')}-${version}.tgz`),
  }))
}

/** The version that pending notes require, so that a dry run shows the version of the release. */
async function nextVersion() {
  // `changeset status` reports the same, but requires a branch to compare with.
  const { releases } = await getReleasePlan(process.cwd())
  // All packages have the same version.
  return releases[0]?.newVersion
}

/** Lets pnpm find the packages for `workspace:` in a manifest. */
function linkSiblings({ dependencies, peerDependencies }, { from, to }) {
  const names = Object.keys({ ...dependencies, ...peerDependencies })
  for (const name of names.filter((dependency) => dependency.startsWith('@oauthplus/'))) {
    const link = join(from, 'node_modules', name)
    mkdirSync(dirname(link), { recursive: true })
    symlinkSync(join(to, name.slice('@oauthplus/'.length)), link, 'dir')
  }
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
    if (waitingNotes().length > 0)
      console.log('Their version is the one that the pending notes require.')
    if (placeOfRepository() === undefined) {
      console.log('repository, homepage and bugs are filled in by the release workflow.')
    }
    for (const obstacle of obstacles) console.log(`Not possible here and now: ${obstacle}.`)
    return
  }
  mkdirSync(values.pack, { recursive: true })
  for (const { tarball } of packages) cpSync(tarball, join(values.pack, basename(tarball)))
  const lines = packages.map((each) => `${each.name}@${each.version} ${basename(each.tarball)}\n`)
  writeFileSync(join(values.pack, 'order.txt'), lines.join(''))
}

function show({ name, version, tarball }) {
  // The content that npm reads from the tarball.
  const told = execFileSync('npm', ['pack', '--dry-run', '--json', tarball], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const [{ size, unpackedSize, files }] = JSON.parse(told)
  const heading = `${files.length} files, ${size} bytes packed, ${unpackedSize} unpacked`
  console.log(`\n${name}@${version}: ${heading}`)
  const { dependencies, peerDependencies, publishConfig } = manifestIn(tarball)
  for (const [kind, needed] of Object.entries({ needs: dependencies, beside: peerDependencies })) {
    const list = Object.entries(needed ?? {}).map((pair) => pair.join(' '))
    if (list.length > 0) console.log(`${kind} ${list.join(', ')}`)
  }
  const { access, provenance } = publishConfig
  console.log(`access ${access}, ${provenance ? 'with' : 'without'} provenance`)
  for (const { path, size: bytes } of files) console.log(`${String(bytes).padStart(9)}  ${path}`)
}

function manifestIn(tarball) {
  const args = ['-xzOf', tarball, 'package/package.json']
  return JSON.parse(execFileSync('tar', args, { encoding: 'utf8' }))
}

function git(...args) {
  return execFileSync('git', args, { encoding: 'utf8' }).trim()
}
