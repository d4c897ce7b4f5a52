// Measures other implementations with the testkit: writes results.json and docs/guide/scoreboard.md.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { scoreClient, SCORED_CLIENTS } from './clients.js'
import { formatScoreboard } from './format-scoreboard.js'
import { RSA_PUBLIC_KEY, scoreProvider, SCORED_PROVIDERS } from './providers.js'
import { summarizeReport } from './scored.js'
import type { Scored } from './scored.js'

const PAGE = fileURLToPath(new URL('../../docs/guide/scoreboard.md', import.meta.url))
const RESULTS = fileURLToPath(new URL('results.json', import.meta.url))
const scores: Scored[] = []

const directory = mkdtempSync(join(tmpdir(), 'oauthplus-scoreboard-'))
const keyFile = join(directory, 'public.pem')
writeFileSync(keyFile, RSA_PUBLIC_KEY)
for (const provider of SCORED_PROVIDERS) {
  const report = await scoreProvider(provider, keyFile)
  if ('missing' in report) throw new Error(`${provider.name}: ${report.missing}`)
  console.log(`${report.subject}: ${JSON.stringify(report.counts)}`)
  scores.push(summarizeReport('provider', { usedAs: provider.usedAs, report }))
}
rmSync(directory, { recursive: true })

for (const client of SCORED_CLIENTS) {
  const interpreter = await client.findInterpreter()
  if ('missing' in interpreter) throw new Error(`${client.name}: ${interpreter.missing}`)
  const report = await scoreClient(client, interpreter.command)
  console.log(`${report.subject}: ${JSON.stringify(report.counts)}`)
  scores.push(summarizeReport('client', { usedAs: client.usedAs, report }))
}

writeFileSync(RESULTS, `${JSON.stringify(scores, undefined, 2)}\n`)
writeFileSync(PAGE, await formatScoreboard(scores))
