// Generates docs/guide/scoreboard.md: the faults that the testkit finds in other implementations.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import * as prettier from 'prettier'

import { scoreClient, SCORED_CLIENTS } from './clients.js'
import { RSA_PUBLIC_KEY, scoreProvider, SCORED_PROVIDERS } from './providers.js'
import { scoreTables } from './score-tables.js'
import type { Score } from './score-tables.js'

const PAGE = fileURLToPath(new URL('../../docs/guide/scoreboard.md', import.meta.url))
const HEAD = `---
title: Scoreboard
category: Conformance
---

# Scoreboard

What \`@oauthplus/testkit\` finds in implementations of others, at the versions named, driven by the programs in
\`test/scoreboard\` and \`test/interop\` as their documentation shows them. \`npm run measure -- scoreboard\` writes this page.

A failure is a MUST that is not kept, or something that does harm whatever the RFC calls it; a warning is a SHOULD, a note a
MAY. Some of these libraries leave a decision to the application, which the documentation then does not mention: what is
written here is what whoever follows it gets. A request that was never sent counts as well, with the reason that was given.
`

const scores = {
  providers: [] as Score[],
  clients: [] as Score[],
}

const directory = mkdtempSync(join(tmpdir(), 'oauthplus-scoreboard-'))
const keyFile = join(directory, 'public.pem')
writeFileSync(keyFile, RSA_PUBLIC_KEY)
for (const provider of SCORED_PROVIDERS) {
  const report = await scoreProvider(provider, keyFile)
  if ('missing' in report) throw new Error(`${provider.name}: ${report.missing}`)
  console.log(`${report.subject}: ${JSON.stringify(report.counts)}`)
  scores.providers.push({ usedAs: provider.usedAs, report })
}
rmSync(directory, { recursive: true })

for (const client of SCORED_CLIENTS) {
  const interpreter = await client.findInterpreter()
  if ('missing' in interpreter) throw new Error(`${client.name}: ${interpreter.missing}`)
  const report = await scoreClient(client, interpreter.command)
  console.log(`${report.subject}: ${JSON.stringify(report.counts)}`)
  scores.clients.push({ usedAs: client.usedAs, report })
}

const text = [
  HEAD,
  '## Providers\n',
  'Each is a small application around the library, in `test/interop`. What follows the address is what came back; where a',
  'request differs in its header alone, the sentence beside it says how.\n',
  scoreTables('provider', scores.providers),
  '## Clients\n',
  scoreTables('client', scores.clients),
].join('\n')
const options = await prettier.resolveConfig(PAGE)
writeFileSync(PAGE, await prettier.format(text, { ...options, parser: 'markdown' }))
