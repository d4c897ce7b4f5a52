// Checks each package as npm would publish it: publint and attw read the packed file, not the
// directory.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// `require()` can load an ES module on every supported Node, so CommonJS users get one.
const TYPES = ['--profile', 'strict', '--ignore-rules', 'cjs-resolves-to-esm']

const failures = []
for (const name of readdirSync('packages')) {
  const directory = join('packages', name)
  if (JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')).private) continue
  const target = mkdtempSync(join(tmpdir(), 'oauthplus-pack-'))
  const tarball = join(target, 'package.tgz')
  const passed =
    run('pnpm', '--dir', directory, 'pack', '--out', tarball) &&
    // Both run, even if the first one finds a problem.
    [run('publint', 'run', '--strict', tarball), run('attw', tarball, ...TYPES)].every(Boolean)
  if (!passed) failures.push(name)
  rmSync(target, { recursive: true })
}
if (failures.length > 0) {
  console.error(`Not ready to publish: ${failures.join(', ')}`)
  process.exitCode = 1
}

function run(command, ...args) {
  console.log(`\n$ ${command} ${args.join(' ')}`)
  return spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] }).status === 0
}
