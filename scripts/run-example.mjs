// Runs an example on the built packages, as a user of the packages would.
import { register } from 'tsx/esm/api'

import { turboRun } from './turbo.mjs'

const [name, ...args] = process.argv.slice(2)
const entry = new URL(`../examples/${name}/src/main.ts`, import.meta.url)

turboRun('build', `--filter=@oauthplus/example-${name}...`)
// The example runs in this process: it gets its signals, its standard output and its exit code.
process.argv.splice(1, process.argv.length, entry.pathname, ...args)
register()
await import(entry.href)
