import { describe, expect, it } from 'vitest'

import { decodeHtmlEscapes, decodeJsonEscapes } from '../src/errors/decode-escapes.js'

describe('decodeJsonEscapes', () => {
  it.each([
    ['', ''],
    ['plain', 'plain'],
    [String.raw`\b\f\n\r\t`, '\b\f\n\r\t'],
    [String.raw`a\nb\tc`, 'a\nb\tc'],
    [String.raw`\"\/\\`, String.raw`"/\ `.trim()],
    [String.raw`\\n`, String.raw`\n`],
    [String.raw`\\\n`, '\\\n'],
    [String.raw`\u0041\u00e9\u00E9x`, 'Aééx'],
    [String.raw`\ud83d\ude00`, '😀'],
    [String.raw`\u00411`, 'A1'],
    [String.raw`\u004`, 'u004'],
    [String.raw`\u004g`, 'u004g'],
    [String.raw`\uA004g`, '\ua004g'],
    [String.raw`\u`, 'u'],
    [String.raw`\U0041`, 'U0041'],
    [String.raw`\x41`, 'x41'],
    ['a\\', 'a'],
    ['\\a', 'a'],
  ])('decodes %j to %j', (text, expected) => {
    expect(decodeJsonEscapes(text)).toBe(expected)
  })
})

describe('decodeHtmlEscapes', () => {
  it.each([
    ['', ''],
    ['&amp;&lt;&gt;&quot;&apos;', `&<>"'`],
    ['&amp;lt;', '&lt;'],
    ['&#47;&#x2f;&#X2F;&#x2F;', '////'],
    ['&#128512;&#x1f600;', '😀😀'],
    ['&#0000065;', 'A'],
    ['&#00000065;', '&#00000065;'],
    ['&#x000041;', 'A'],
    ['&#x0000041;', '&#x0000041;'],
    ['&#1114111;', '\u{10ffff}'],
    ['&#1114112;', '&#1114112;'],
    ['&#x10ffff;', '\u{10ffff}'],
    ['&#x110000;', '&#x110000;'],
    ['&#;&#x;&;&nbsp;&AMP;', '&#;&#x;&;&nbsp;&AMP;'],
    ['&amp', '&amp'],
    ['amp;', 'amp;'],
    ['&#g;&#xg;', '&#g;&#xg;'],
  ])('decodes %j to %j', (text, expected) => {
    expect(decodeHtmlEscapes(text)).toBe(expected)
  })
})
