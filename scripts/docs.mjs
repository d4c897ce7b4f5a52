// Builds the documentation into docs/site (or --out FOLDER). --serve also serves it.
import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'

import { buildExplainPage } from '../tooling/site/explain/build-page.mjs'
import { writeScoreboardPages } from '../tooling/site/write-scoreboard-pages.mjs'

const { values } = parseArgs({
  options: { out: { type: 'string', default: 'docs/site' }, serve: { type: 'boolean' } },
})
writeScoreboardPages()
const status = run('typedoc', '--out', values.out)
process.exitCode = status
if (status === 0) await buildExplainPage(values.out)
if (status === 0 && values.serve) run('sirv', values.out, '--dev')

function run(command, ...args) {
  return spawnSync(`node_modules/.bin/${command}`, args, { stdio: 'inherit' }).status ?? 1
}
