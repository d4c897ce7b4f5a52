// Runs an example on the built packages, like a user of the packages.
import { bootstrap } from './bootstrap.mjs'
import { turboRun } from './turbo.mjs'

bootstrap()
// Imported only now, because it exists only after the installation.
const { register } = await import('tsx/esm/api')
const [name, ...args] = process.argv.slice(2)
const entry = new URL(`../examples/${name}/src/main.ts`, import.meta.url)

turboRun('build', `--filter=@oauthplus/example-${name}...`)
// The example runs in this process, so it receives signals, and uses its standard output and exit
// code.
process.argv.splice(1, process.argv.length, entry.pathname, ...args)
register()
await import(entry.href)
