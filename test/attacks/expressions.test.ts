import { describe, expect, it } from 'vitest'

import { expressionsIn, readExpression } from './expressions-in.js'
import { hostileTexts, repeatedGroupsIn } from './hostile-texts.js'
import { leastMilliseconds } from './least-milliseconds.js'

const LENGTH = 65_536
const BUSY_MILLISECONDS = 100
const MOST_MILLISECONDS = 50

const { written, built } = expressionsIn(new URL('../../', import.meta.url))

describe('the regular expressions of all packages', () => {
  it('occur in the source code', () => {
    expect(written.length).toBeGreaterThan(200)
  })

  it('are written as literals, outside of the testkit’s checks', () => {
    expect(built.filter((place) => !/^packages\/testkit\/src\/.*-checks\.ts/.test(place))).toEqual(
      [],
    )
  })

  it('repeat no group without a limit, which would exhaust the stack with a string of 16 MB', () => {
    const repeating = written.flatMap((found) =>
      repeatedGroupsIn(found).map((group) => `${found.place}: ${group}`),
    )
    expect(repeating).toEqual([])
  })

  it.each(written.map((found) => [`${found.place} ${String(found.expression)}`, found] as const))(
    'take linear time: %s',
    async (_, found) => {
      for (const { description, make } of hostileTexts(found)) {
        const text = make(LENGTH)
        const { expression } = found
        const use = (): unknown =>
          expression.global ? text.replace(expression, '') : expression.exec(text)
        const least = await leastMilliseconds(use, { enough: MOST_MILLISECONDS })
        expect(least, description).toBeLessThanOrEqual(MOST_MILLISECONDS)
      }
    },
  )
})

describe('the hostile strings', () => {
  it.each([
    ['brackets at the end', String.raw`(?:\[[^\]]{0,64}\])+$`],
    ['line breaks at the end', String.raw`[\r\n]+$`],
    ['padding', '=+$'],
    ['two that match the same', String.raw`^a[bc]*[bd]*e`],
  ])('would find what takes the square of the time: %s', async (_, pattern) => {
    const found = readExpression('', `/${pattern}/`)
    let most = 0
    for (const { make } of hostileTexts(found)) {
      const text = make(LENGTH)
      const use = (): unknown => found.expression.exec(text)
      most = Math.max(most, await leastMilliseconds(use, { enough: Infinity }))
      if (most > BUSY_MILLISECONDS) break
    }
    expect(most).toBeGreaterThan(BUSY_MILLISECONDS)
  })
})
