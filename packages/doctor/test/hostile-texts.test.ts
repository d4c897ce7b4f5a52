import { expect, it } from 'vitest'

import { readRequests } from '../src/index.js'
import { COMMANDS } from './corpus/commands.js'
import { HTTP_TEXTS } from './corpus/http.js'
import { PROGRAMS } from './corpus/programs.js'
import { randomFrom } from './random.js'
import type { SeededRandom } from './random.js'

const TEXTS = [...HTTP_TEXTS, ...COMMANDS, ...PROGRAMS].map(([, text]) => text)
const COUNT = Number(process.env.DOCTOR_FUZZED ?? 3000)
const SEED = Number(process.env.DOCTOR_SEED ?? 1)
const SIGNS = '"\'`\\{}[]()<>=:,;@$^&#|\n\r\t -%\u201c\0'

/** Changes, removes, repeats or swaps a part of a string. */
function spoil(text: string, random: SeededRandom): string {
  const start = random.below(text.length)
  const end = start + random.below(20)
  const other = TEXTS[random.below(TEXTS.length)] ?? ''
  const from = random.below(other.length)
  const parts = [
    SIGNS.charAt(random.below(SIGNS.length)),
    '',
    text.slice(start, end).repeat(random.below(50)),
    other.slice(from, from + random.below(80)),
  ]
  return text.slice(0, start) + (parts[random.below(parts.length)] ?? '') + text.slice(end)
}

it(`parses ${COUNT} corrupted inputs, or rejects them with a TypeError`, () => {
  const random = randomFrom(SEED)
  for (let count = 0; count < COUNT; count++) {
    let text = TEXTS[count % TEXTS.length] ?? ''
    for (let times = random.below(4); times >= 0; times--) text = spoil(text, random)
    let fault: unknown
    try {
      for (const { method, url } of readRequests(text)) expect([method, url]).not.toContain('')
    } catch (error) {
      fault = error
    }
    expect([text, fault instanceof TypeError || fault === undefined]).toEqual([text, true])
  }
}, 60_000)

it.each([
  ['folded lines', 'GET / HTTP/1.1\nHost: a\nX: a', '\n oauth_a=,', ''],
  ['broken lines', 'GET / HTTP/1.1\nHost: a\nX: a,', '\noauth_a=,', ''],
  ['echoed lines', '> GET / HTTP/1.1\n> Host: a', '\n> A: b', ''],
  ['names without values', 'Request URL\nhttps://a.example/', '\nname\nvalue', ''],
  ['tables', '', '$a=@{', ' Invoke-WebRequest https://a.example/'],
  ['parentheses', 'fetch("https://a.example/", ', '{a:', ''],
  ['lists', 'fetch("https://a.example/", ', '[Array ', ''],
  ['words', 'fetch("https://a.example/", ', 'new ', ''],
  ['concatenated strings', 'fetch("https://a.example/"', '+"a"', ')'],
  ['carets', 'curl ^"https://a.example/^" ', '^"\\\\^"', ''],
  ['backslashes for cmd', 'curl ^"https://a.example/', '\\', '^"'],
  ['fences', '```\nGET / HTTP/1.1\nHost: a', '\n```', ''],
  ['blanks', 'GET / HTTP/1.1\nHost: a', '\n   ', ''],
  ['braces', 'what is this', '{', ''],
  ['errors', 'what is this {', 'a: [ ', ''],
  ['calls', '', 'fetch(', ''],
])(
  'parses or rejects a megabyte of %s in linear time',
  (_, begin, unit, end) => {
    const measure = (length: number): number => {
      const text = begin + unit.repeat(length / unit.length) + end
      // CPU time, because a busy machine takes longer.
      const before = process.cpuUsage()
      try {
        readRequests(text)
      } catch (error) {
        expect(error).toBeInstanceOf(TypeError)
      }
      const { user, system } = process.cpuUsage(before)
      return (user + system) / 1000
    }
    measure(10_000)
    const [short, long] = [measure(125_000), measure(1_000_000)]
    // The text is eight times as long. Quadratic time would be 64 times as long.
    expect(long).toBeLessThan(Math.max(short * 30, 1000))
  },
  60_000,
)
