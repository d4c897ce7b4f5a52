// Writes docs/guide/scoreboard.md anew: what the testkit finds in implementations of others.
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import * as prettier from 'prettier'

import { clientRows } from './client-rows.js'

const PAGE = fileURLToPath(new URL('../../docs/guide/scoreboard.md', import.meta.url))
const HEAD = `---
title: Scoreboard
---

# Scoreboard

What \`@oauthplus/testkit\` finds in implementations of others, at the versions named, driven by the programs in
\`test/scoreboard\` as their documentation shows them. \`npm run scoreboard\` writes this page.

A failure is a MUST that is not kept, or something that does harm whatever the RFC calls it; a warning is a SHOULD, a note a
MAY. Some of these libraries leave a decision to the application, which the documentation then does not mention: what is
written here is what whoever follows it gets. A request that was never sent counts as well, with the reason that was given.

## Clients

`

const text = `${HEAD}${await clientRows(console.log)}`
const options = await prettier.resolveConfig(PAGE)
writeFileSync(PAGE, await prettier.format(text, { ...options, parser: 'markdown' }))
