import * as prettier from 'prettier'

import type { Scored } from './scored.js'

const HEAD = `---
title: Scoreboard
category: Conformance
---

# Scoreboard

The results of \`@oauthplus/testkit\` for other implementations of OAuth 1.0a, at the versions named. The programs in
\`test/scoreboard\` and \`test/interop\` use each library as its documentation shows.

- A **failure** breaks a MUST of the specification, or does harm whatever the specification calls it.
- A **warning** breaks a SHOULD, and a **note** a MAY.
- **Not applicable** are checks of features that the library does not have.

Some libraries leave a decision to the application, but their documentation does not mention it. The results are those of an
application that follows the documentation. A request that a client did not send counts as a failure, with the reason that it gave.
`
const TAIL = `
The documentation site has a page for each implementation, in the category Scoreboard, with every deviation and the request that
showed it. The data is in \`test/scoreboard/results.json\`. \`npm run measure -- scoreboard\` measures it again, and writes
this page.
`

/** Formats the guide with the table of all implementations. */
export async function formatScoreboard(scores: readonly Scored[]): Promise<string> {
  const rows = scores.map(({ kind, subject, counts }) => {
    const { passed, failed, warning, note } = counts
    const unjudged = counts['cannot be judged']
    const cells = [subject, kind, passed, failed, warning, note, counts['not applicable'], unjudged]
    return `| ${cells.join(' | ')} |`
  })
  const table = [
    '| implementation | kind | passed | failed | warnings | notes | not applicable | not judged |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
  ]
  return prettier.format([HEAD, ...table, TAIL].join('\n'), { parser: 'markdown' })
}
