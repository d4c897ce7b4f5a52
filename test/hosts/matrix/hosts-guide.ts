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

This page lists the servers on which a provider runs, and the requests that each server changes. A suite of ${HOST_CASES.length} cases
(\`test/hosts/matrix\`) sends raw requests to every host and checks that no host accepts unsigned changes. \`npm run runtimes\`
runs the suite and writes this page; \`npm test\` runs it on the hosts that need only Node.

The provider of every host is mounted at \`/v1\`. Each cell shows the number of cases that pass. If some fail, the number in
parentheses refers to the list of [gaps](#gaps): the request is refused, or the handler does not receive the part that the
host has removed. A dash means that the cases do not apply, because a function receives complete bodies.`

const BETWEEN = `## Test cases

Each body is sent with a Content-Length and in chunks. "Changed" means changed after signing.`

const CLOSING = `## Gaps

No host accepts a request that it must refuse.`

const NOTES = `Node's HTTP/2 client cannot send a header twice over TLS; those cases run on h2c. Behind nginx, the proxy is
configured as in [Behind a proxy](behind-a-proxy.md), with \`client_max_body_size\` below the limit of the provider. Otherwise
a form above the limit can result in 502, because nginx is still sending it when the provider responds with 413.

[NestJS](nestjs.md) and [Next.js](nextjs.md) have guides. [Runtimes](runtimes.md#a-provider-on-fetch) lists how the servers
of runtimes change unusual request targets.`

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
