import { expect, it } from 'vitest'

import { findResemblingNames } from '../src/portal/reviewer/find-resembling-names.js'

const resembles = (a: string, b: string): boolean =>
  findResemblingNames(a, [{ name: b }]).length > 0

it.each([
  ['the same name', 'Printer', 'Printer'],
  ['another case', 'PRINTER', 'printer'],
  ['Cyrillic letters', 'Рrіntеr', 'Printer'],
  ['Greek letters', 'Ρrιnτer', 'Printer'],
  ['Armenian letters', 'Phօtօs', 'Photos'],
  ['a name that is Cyrillic as a whole', 'СОСОА', 'COCOA'],
  ['Greek capitals', 'ΝΟΚΙΑ', 'Nokia'],
  ['small capitals', 'ᴘʀɪɴᴛᴇʀ', 'Printer'],
  ['Cherokee letters', 'ᏢᏒᎥnᎢᎬᎡ', 'Printer'],
  ['Lisu letters', 'ꓑꓣꓲꓠꓔꓰꓣ', 'Printer'],
  ['Coptic letters', 'Ⲣrinter', 'Printer'],
  ['digits', 'Ph0t0s', 'Photos'],
  ['a capital I as an L', 'Flickr', 'FIickr'],
  ['a vertical bar', 'F|ickr', 'Flickr'],
  ['spaces and punctuation', 'Photo Print!', 'Photo-Print'],
  ['accents', 'Phótos', 'Photos'],
  ['a stroke', 'Phøtos', 'Photos'],
  ['wide letters', 'Ｐｒｉｎｔｅｒ', 'Printer'],
  ['mathematical letters', '𝐏𝐫𝐢𝐧𝐭𝐞𝐫', 'Printer'],
  ['ligatures', 'Oﬃce', 'Office'],
  ['r and n as an m', 'Carnera', 'Camera'],
  ['two v as a w', 'Tvvitter', 'Twitter'],
  ['repeated letters', 'Gooogle', 'Google'],
  ['invisible characters', 'Prin\u200bter', 'Printer'],
  ['emoji and a space', '📷 📷', '📷📷'],
  ['circled letters', 'Ⓟⓡⓘⓝⓣⓔⓡ', 'Printer'],
  ['signs before it', `${'. '.repeat(100)}Printer`, 'Printer'],
  ['the end of a long name', `${'Printer'.repeat(20)}x`, `${'Printer'.repeat(20)}y`],
])('%s: %s resembles %s', (_reason, a, b) => {
  expect([resembles(a, b), resembles(b, a)]).toEqual([true, true])
})

it.each([
  ['Printer', 'Printer 2'],
  ['Printer', 'Camera'],
  ['Photos', 'Photo'],
  ['写真', '写眞館'],
  ['Камера', 'Принтер'],
  ['📷', '🖨'],
])('%s does not resemble %s', (a, b) => {
  expect([resembles(a, b), resembles(b, a)]).toEqual([false, false])
})

it('returns the applications themselves', () => {
  const others = [
    { key: 'a', name: 'Camera' },
    { key: 'b', name: 'Printer' },
    { key: 'c', name: 'P R I N T E R' },
  ]
  expect(findResemblingNames('Рrinter', others)).toEqual([others[1], others[2]])
})

it('does not take longer for a name of characters that become many', () => {
  const measure = (name: string): number => {
    const startedAt = performance.now()
    findResemblingNames('Printer', Array<{ name: string }>(500).fill({ name }))
    return performance.now() - startedAt
  }
  measure('Printer')
  const usual = measure('Photo Printer of the World')
  // U+FDFA is a phrase of eighteen characters. Without a bound it took 200 times as long.
  expect(measure('\ufdfa'.repeat(255))).toBeLessThan(50 * usual)
})
