// Runs the example provider on the framework given with --on: Express, Fastify, Hono or Koa.
import { readdirSync } from 'node:fs'
import { parseArgs } from 'node:util'

const PREFIX = 'photo-provider-'
const frameworks = readdirSync(new URL('../examples/', import.meta.url))
  .filter((name) => name.startsWith(PREFIX))
  .map((name) => name.slice(PREFIX.length))
const args = process.argv.slice(2)
const { tokens } = parseArgs({
  args,
  options: { on: { type: 'string' } },
  strict: false,
  tokens: true,
})
const on = tokens.findLast(({ kind, name }) => kind === 'option' && name === 'on')
const framework = on === undefined ? 'express' : on.value

if (frameworks.includes(framework)) {
  // The other arguments are for the example.
  const others = on === undefined ? args : args.toSpliced(on.index, on.inlineValue ? 1 : 2)
  process.argv.splice(2, process.argv.length, `${PREFIX}${framework}`, ...others)
  await import('./run-example.mjs')
} else {
  console.error(`--on must be one of ${frameworks.join(', ')}.`)
  process.exitCode = 1
}
