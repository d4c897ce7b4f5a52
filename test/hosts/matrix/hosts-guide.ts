import prettier from 'prettier'

import { GROUPS, HOST_CASES } from './host-cases.js'
import { failuresOf, gapOf } from './judge-hosts.js'
import type { HostResult } from './judge-hosts.js'
import { KNOWN_GAPS } from './known-gaps.js'

const INTRODUCTION = `---
title: Hosts
category: Running a provider
---

# Hosts

Where does a provider run, and what does each server do to the requests? One suite of ${HOST_CASES.length} cases
(\`test/hosts/matrix\`) is sent to every host as raw requests, and none may accept what was not signed. \`npm run runtimes\` runs it
and writes this page; \`npm test\` runs it on the hosts that need only Node.

Every host has a provider mounted under \`/v1\`. A number is the number of cases that pass. If some do not, the number in
parentheses is that of the [gap](#gaps): the request is refused, or the handler does not see what the host has removed. A dash means that
the cases do not apply: a function gets complete bodies.`

const BETWEEN = `## What is checked

Each body is sent with its length and in chunks. "Changed" means changed after it was signed.`

const CLOSING = `## Gaps

Nothing that must be refused is accepted on any host.`

const NOTES = `Node's HTTP/2 client cannot send a header twice over TLS; those cases run on h2c. Behind nginx, the proxy is
configured as in [the guide](behind-a-proxy.md), with \`client_max_body_size\` below the limit of the provider: otherwise a form
beyond the limit can end in 502, because nginx is still sending it when the provider responds with 413.

NestJS has [recipes of its own](nestjs.md), and Next.js [a page](nextjs.md). What the servers of runtimes do with request targets that
no URL parser writes is in [Runtimes](runtimes.md#a-provider-on-fetch).`

/** Writes the text of docs/guide/hosts.md. */
export async function hostsGuideOf(
  results: readonly HostResult[],
  options: prettier.Options,
): Promise<string> {
  const table = [
    `| host | ${GROUPS.join(' | ')} |`,
    `| --- | ${GROUPS.map(() => '---').join(' | ')} |`,
    ...results.map((result) => `| ${cellsOf(result).join(' | ')} |`),
  ]
  const cases = GROUPS.map((group) => `- **${group}**: ${titlesOf(group).join('; ')}`)
  const gaps = KNOWN_GAPS.map(({ reason }, index) => `${index + 1}. ${reason}`)
  const text = [
    INTRODUCTION,
    table.join('\n'),
    NOTES,
    CLOSING,
    gaps.join('\n'),
    BETWEEN,
    cases.join('\n'),
  ].join('\n\n')
  return prettier.format(text, { ...options, parser: 'markdown' })
}

/** The cells of a row: the name, and for each group how many cases pass. */
export function cellsOf({ name, outcomes }: HostResult): readonly string[] {
  const failures = failuresOf(outcomes)
  return [
    name,
    ...GROUPS.map((group) => {
      const count = [...outcomes.keys()].filter((testCase) => testCase.group === group).length
      const failed = failures.filter(([testCase]) => testCase.group === group)
      const gaps = failed.flatMap(([testCase, outcome]) => {
        const gap = gapOf(name, testCase, outcome)
        return gap === undefined ? [] : [KNOWN_GAPS.indexOf(gap) + 1]
      })
      if (count === 0) return '–'
      if (failed.length === 0) return String(count)
      const numbers = [...new Set(gaps)].sort((one, other) => one - other)
      return `${count - failed.length} of ${count} (${numbers.join(', ')})`
    }),
  ]
}

function titlesOf(group: string): readonly string[] {
  const titles = HOST_CASES.filter((testCase) => testCase.group === group).map(({ title }) => title)
  // Each body in chunks has its twin.
  return titles.filter((title) => !title.endsWith(', in chunks')).map((title) => escaped(title))
}

function escaped(title: string): string {
  return /[^\w ,:?()"%+]/.test(title) ? `\`${title}\`` : title
}
