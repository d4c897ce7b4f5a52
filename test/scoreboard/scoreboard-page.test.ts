import { readFileSync } from 'node:fs'

import { expect, it } from 'vitest'

import { formatScoreboard } from './format-scoreboard.js'
import type { Scored } from './scored.js'

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')
const scores = JSON.parse(read('results.json')) as readonly Scored[]

it('the guide has the figures of the kept results', async () => {
  expect(scores).toHaveLength(11)
  expect(read('../../docs/guide/scoreboard.md')).toBe(await formatScoreboard(scores))
})

it('the kept results list as many deviations as they count', () => {
  for (const { subject, counts, deviations } of scores) {
    const counted = counts.failed + counts.warning + counts.note
    expect([subject, deviations.length]).toEqual([subject, counted])
  }
})
