import { describe, expect, it } from 'vitest'

import { leastMilliseconds } from './least-milliseconds.js'
import { PUBLIC_READERS } from './public-readers.js'
import type { PublicReader } from './public-readers.js'

const LENGTH = 65_536
// At most 50 ms on a machine at rest; a busy one has less of its caches. The square takes seconds.
const MOST_MILLISECONDS = 100

/** The strings to repeat: single characters, pieces of each syntax, and pieces that match late. */
const UNITS = [
  ...Array.from('a0 \t\r\n%&=+,;:/?#@.-_~!*\'"\\()[]{}<>$|^`\0\x7féÿ中\u2028\ufeff\ud800'),
  '\r\n',
  '%C3',
  '%C3=',
  '%C3%A9',
  '%41',
  '%25',
  '%2',
  '%zz',
  'a=',
  'a&',
  'a=1&',
  'a=%20&',
  '=&',
  'oauth_a=1&',
  'oauth_token=a&',
  '__proto__=1&',
  'a[',
  '[]',
  '[a]',
  '],',
  'a="b", ',
  'a="',
  'a=b,',
  ', ',
  '\\"',
  '\\\\',
  '="',
  '" ',
  '"a',
  'OAuth ',
  'oauth ',
  'realm="a", ',
  'a:',
  ':1',
  '/a',
  '../',
  '//',
  '/;',
  '1.',
  '::',
  '10.0.0.1, ',
  'for=a;',
  'host="a";',
  '; a=b',
  '; name="',
  'https://',
  'a.',
  '{"a":',
  '{},',
  '"a",',
  '"a":1,',
  '-----',
  'AAAA',
  'AAAA\n',
  "'a' ",
  "$'\\n'",
  '-s ',
  '-d a ',
  '--data-urlencode = ',
  'ab ',
  '\\\n',
  'X: y\n',
]
const ENDS = ['', '\0', 'x', '"', '=', '\n\n', '&oauth_problem=a']

interface Shape {
  readonly description: string
  readonly make: (length: number) => string
}

function shapesFor({ beginnings = [''] }: PublicReader): readonly Shape[] {
  return beginnings.flatMap((beginning) =>
    UNITS.flatMap((unit, index) =>
      // Each end meets each unit at some beginning, and each unit meets two ends at each of them.
      ['', ENDS[(index + beginning.length) % ENDS.length] ?? ''].map((end) => ({
        description: `${JSON.stringify(beginning)}, then ${JSON.stringify(unit)} again and again, then ${JSON.stringify(end)}`,
        make: (length: number) =>
          beginning + unit.repeat(Math.ceil(length / Buffer.byteLength(unit))) + end,
      })),
    ),
  )
}

describe('in 64 KiB, a public function takes no more than a fraction of a second:', () => {
  it.each(PUBLIC_READERS.map((reader) => [reader.name, reader] as const))(
    '%s',
    async (_, reader) => {
      for (const { description, make } of shapesFor(reader)) {
        const text = make(LENGTH)
        const least = await leastMilliseconds(() => reader.read(text), {
          enough: MOST_MILLISECONDS,
        })
        expect(least, description).toBeLessThanOrEqual(MOST_MILLISECONDS)
      }
    },
  )
})
