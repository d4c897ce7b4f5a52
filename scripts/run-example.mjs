// Runs an example on the built packages, as a user of the packages would.
import { bootstrap } from './bootstrap.mjs'
import { turboRun } from './turbo.mjs'

bootstrap()
// Only now it is there.
const { register } = await import('tsx/esm/api')
const [name, ...args] = process.argv.slice(2)
const entry = new URL(`../examples/${name}/src/main.ts`, import.meta.url)

turboRun('build', `--filter=@oauthplus/example-${name}...`)
// The example runs in this process: it gets its signals, its standard output and its exit code.
process.argv.splice(1, process.argv.length, entry.pathname, ...args)
register()
await import(entry.href)
