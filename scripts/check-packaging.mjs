// Looks at each package as npm would publish it: publint and attw read the packed file, not the directory.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// `require()` loads an ES module on every Node that the packages allow, so that CommonJS gets one.
const TYPES = ['--profile', 'strict', '--ignore-rules', 'cjs-resolves-to-esm']

const failures = []
for (const name of readdirSync('packages')) {
  const directory = join('packages', name)
  if (JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')).private) continue
  const target = mkdtempSync(join(tmpdir(), 'oauthplus-pack-'))
  const tarball = join(target, 'package.tgz')
  const passed =
    run('pnpm', '--dir', directory, 'pack', '--out', tarball) &&
    // Both look, even where the first finds something.
    [run('publint', 'run', '--strict', tarball), run('attw', tarball, ...TYPES)].every(Boolean)
  if (!passed) failures.push(name)
  rmSync(target, { recursive: true })
}
if (failures.length > 0) {
  console.error(`Not fit to be published: ${failures.join(', ')}`)
  process.exitCode = 1
}

function run(command, ...args) {
  console.log(`\n$ ${command} ${args.join(' ')}`)
  return spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] }).status === 0
}
