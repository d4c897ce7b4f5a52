// npm run measure -- stores: the proofs of the stores at full size, which take minutes. With
// postgres: only that store.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const KNOWN = [
  'sqlite',
  'postgres',
  'redis',
  'redis-cluster',
  'sqlite-and-redis',
  'postgres-and-redis',
]

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !KNOWN.includes(name))
if (unknown.length > 0) {
  console.error(`Unknown store ${unknown.join(', ')}. The stores are ${KNOWN.join(', ')}.`)
  process.exit(1)
}

const stores = asked.length > 0 ? asked : KNOWN
const files = [
  'test/stores/race',
  'test/stores/crash',
  ...(stores.includes('postgres') ? ['packages/store-postgres/test/postgres-outage'] : []),
  ...(stores.some((name) => name.startsWith('redis'))
    ? ['packages/store-redis/test/redis-outage']
    : []),
  ...(stores.includes('postgres-and-redis') ? ['test/stores/split-outage'] : []),
].map((name) => `${name}.test.ts`)
const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url))
// One at a time, because each needs the whole machine.
const args = [vitest, 'run', '--no-file-parallelism', ...files]
const { status } = spawnSync(process.execPath, args, {
  stdio: 'inherit',
  env: { ...process.env, PROVE: 'full', PROVE_STORES: stores.join(',') },
})
process.exitCode = status ?? 1
