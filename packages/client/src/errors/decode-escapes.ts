// JSON: RFC 8259, section 7. HTML: the forms that frameworks write.
const FOUR_DIGITS = /[0-9a-fA-F]{4}/
const HTML_ESCAPE = /&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos);/g
const CONTROLS: ReadonlyMap<string, string> = new Map([
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
])
const NAMED: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
])
const LAST_CODE_POINT = 0x10ffff

/**
 * Decodes the JSON escapes of a string, once.
 *
 * @internal
 */
export function decodeJsonEscapes(text: string): string {
  const pieces: string[] = []
  let start = 0
  let from = 0
  // A loop, because a callback for each of a million escapes would take seconds.
  for (let at = text.indexOf('\\'); at !== -1; at = text.indexOf('\\', from)) {
    const [written, length] = decodeEscape(text, at + 1)
    pieces.push(text.slice(start, at), written)
    start = at + 1 + length
    // An escaped character may itself be a backslash.
    from = Math.max(start, at + 2)
  }
  return pieces.join('') + text.slice(start)
}

// The character after a backslash determines the replacement and the length of the escape.
function decodeEscape(text: string, index: number): readonly [written: string, length: number] {
  const control = CONTROLS.get(text.charAt(index))
  if (control !== undefined) return [control, 1]
  const code = text.slice(index + 1, index + 5)
  const isCode = text.charAt(index) === 'u' && FOUR_DIGITS.test(code)
  return isCode ? [String.fromCharCode(parseInt(code, 16)), 5] : ['', 0]
}

/**
 * Decodes the HTML escapes of a string, once.
 *
 * @internal
 */
export function decodeHtmlEscapes(text: string): string {
  return text.replace(HTML_ESCAPE, (escape, name: string) => {
    const named = NAMED.get(name)
    if (named !== undefined) return named
    // `#47` and `#x2f`: JavaScript writes the second as 0x2f.
    const code = Number(name.replace('#', '').replace(/x/i, '0x'))
    return code > LAST_CODE_POINT ? escape : String.fromCodePoint(code)
  })
}
