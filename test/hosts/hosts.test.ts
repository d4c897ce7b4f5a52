import { readFileSync } from 'node:fs'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { HAS_NGINX, requireNginx } from '../proxy/nginx.js'
import { startHostProxy } from './matrix/host-proxy.js'
import type { HostProxy } from './matrix/host-proxy.js'
import { GROUPS, HOST_CASES } from './matrix/host-cases.js'
import { cellsOf } from './matrix/hosts-guide.js'
import { problemsOf } from './matrix/judge-hosts.js'
import { KNOWN_GAPS } from './matrix/known-gaps.js'
import { nodeHosts } from './matrix/node-hosts.js'
import { runHost } from './matrix/run-host.js'

// The other hosts are `npm run runtimes`.
const GUIDE = readFileSync(new URL('../../docs/guide/hosts.md', import.meta.url), 'utf8')
const ROWS = GUIDE.split('\n')
  .filter((line) => line.startsWith('| '))
  .slice(1)
  .map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  )
  .filter(([name = '']) => !name.startsWith('---'))
const HINT = 'npm run runtimes writes the guide'

let proxy: HostProxy | undefined

beforeAll(async () => {
  if (HAS_NGINX) proxy = await startHostProxy()
})

afterAll(() => proxy?.stop())

const hosts = nodeHosts(() => proxy?.port ?? 0)

describe.each(hosts.map((host) => [host.name, host] as const))('%s', (name, host) => {
  it('passes every case but those that a known gap explains, and accepts nothing wrong', async (test) => {
    if (name.endsWith('behind nginx')) requireNginx(test)
    const result = { name, outcomes: await runHost(host) }
    expect(problemsOf([result])).toEqual([])
    expect(
      ROWS.find(([listed]) => listed === name),
      HINT,
    ).toEqual(cellsOf(result))
  })
})

it('is what the guide says of every other host, too', () => {
  const others = ROWS.filter(([name]) => hosts.every((host) => host.name !== name))
  expect(others.length).toBeGreaterThan(8)
  const applicable = GROUPS.map(
    (group) => HOST_CASES.filter((testCase) => testCase.group === group).length,
  )
  for (const [name, ...cells] of others) {
    const counts = cells.map((cell) => Number(/(\d+)(?: \(|$)/.exec(cell)?.[1]))
    expect([name, counts], HINT).toEqual([name, applicable])
  }
})

it('explains every gap in the guide, and no other', () => {
  const listed = [...GUIDE.matchAll(/^\d+\. (.+(?:\n {3}.+)*)$/gm)].map(([, reason = '']) =>
    reason.replaceAll(/\s+/g, ' '),
  )
  expect(listed, HINT).toEqual(KNOWN_GAPS.map(({ reason }) => reason))
})
