import { readFileSync } from 'node:fs'

import { describe, expect, it } from 'vitest'

import { EVERY_PRESET } from './every-preset.js'
import type { Preset } from '../../src/presets.js'

const GUIDE = readFileSync(new URL('../../../../docs/guide/presets.md', import.meta.url), 'utf8')

function rowOf([name, { notes }]: readonly [name: string, preset: Preset]): readonly string[] {
  return [`\`${name}\``, `[${notes.service}](${notes.source})`, notes.needs, notes.endsOn ?? '']
}

describe('the presets', () => {
  it('are identical to those in the guide', () => {
    const rows = GUIDE.split('\n')
      .filter((line) => line.startsWith('| `'))
      .map((line) =>
        line
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      )
    const byName = Object.entries(EVERY_PRESET).sort(([a], [b]) => (a < b ? -1 : 1))
    expect(rows).toEqual(byName.map(rowOf))
    expect(rows).toHaveLength(22)
  })

  it.each(Object.entries(EVERY_PRESET))(
    '%s names its source, and is not marked as run against the service',
    (_name, { notes }) => {
      expect(new URL(notes.source).protocol).toBe('https:')
      expect(notes.verified).toBe(false)
    },
  )

  it('have an end date if one is announced', () => {
    const ending = Object.entries(EVERY_PRESET).filter(
      ([, { notes }]) => notes.endsOn !== undefined,
    )
    expect(ending.map(([name, { notes }]) => [name, notes.endsOn])).toEqual([
      ['garmin', '2026-12-31'],
    ])
  })
})
