import { expect, it } from 'vitest'

import { escapeControls, escapeControlsInJson, escapeControlsInLines } from '../src/internal.js'

const CONTROLS: readonly (readonly [string, string, string])[] = [
  ['NUL', '\0', '\\u{0}'],
  ['a line feed', '\n', '\\u{a}'],
  ['a carriage return', '\r', '\\u{d}'],
  ['ESC', '\u001b', '\\u{1b}'],
  ['DEL', '\u007f', '\\u{7f}'],
  ['NEL', '\u0085', '\\u{85}'],
  ['CSI', '\u009b', '\\u{9b}'],
  ['the Arabic letter mark', '\u061c', '\\u{61c}'],
  ['a right-to-left mark', '\u200f', '\\u{200f}'],
  ['a right-to-left override', '\u202e', '\\u{202e}'],
  ['an isolate', '\u2066', '\\u{2066}'],
  ['a line separator', '\u2028', '\\u{2028}'],
  ['a paragraph separator', '\u2029', '\\u{2029}'],
  ['a zero-width space', '\u200b', '\\u{200b}'],
  ['a byte order mark', '\ufeff', '\\u{feff}'],
  ['a tag', '\u{e0041}', '\\u{e0041}'],
  ['half a surrogate', '\ud800', '\\u{d800}'],
]

it.each(CONTROLS)('escapes %s', (_name, character, escape) => {
  expect(escapeControls(`a${character}b`)).toBe(`a${escape}b`)
  expect(escapeControls(escapeControls(`a${character}b`))).toBe(`a${escape}b`)
})

it('keeps letters, marks, joiners and emoji', () => {
  const text = 'Grüße, 你好 मराठी \u200d\u200c 👩‍👩‍👧 é \\u{1b} "<&>"'
  expect(escapeControls(text)).toBe(text)
  expect(escapeControlsInLines(text)).toBe(text)
})

it('keeps the line feeds and tabs of lines', () => {
  expect(escapeControlsInLines('a\n\tb\r\n\u001b[2J')).toBe('a\n\tb\\u{d}\n\\u{1b}[2J')
  expect(escapeControlsInLines('a\u{e0041}\n')).toBe('a\\u{e0041}\n')
})

it.each(CONTROLS)('escapes %s in JSON, which keeps its meaning', (_name, character) => {
  const value = { [`name${character}`]: [`value${character}\t"\\`] }
  const json = escapeControlsInJson(JSON.stringify(value, undefined, 2))
  expect(JSON.parse(json)).toEqual(value)
  expect(json.split('\n')).toHaveLength(5)
  expect(escapeControlsInLines(json)).toBe(json)
})
