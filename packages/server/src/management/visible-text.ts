// U+2800 is a letter of Braille without a dot, U+FFF9 to U+FFFB hide what is between them.
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\ufff9-\ufffb]/u
// The joiners where words of these scripts or emoji need them, and what makes a character an emoji.
const NEEDED =
  /(?<=[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}])[\u200c\u200d](?=[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}])|(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f])\u200d(?=\p{Extended_Pictographic})|(?<=\p{Extended_Pictographic})[\ufe0e\ufe0f]|(?<=[\d#*])\ufe0f(?=\u20e3)/gu

/**
 * Refuses a text that turns the direction around, or that looks like another one: it deceives whoever
 * decides.
 */
export function requireVisible(field: string, text: string): void {
  const found = UNSEEN.exec(text.replace(NEEDED, ''))?.[0]
  if (found === undefined) return
  const code = found.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0') ?? ''
  throw new TypeError(
    `${field} must not contain control, bidirectional or invisible characters, received U+${code}; leave it out`,
  )
}

/** Refuses a website that is no link, or that shows another host than it leads to. */
export function requireWebsite(website: string): void {
  requireVisible('website', website)
  const url = /^https?:\/\/[^\s\\]+$/i.test(website) ? parseUrl(website) : undefined
  if (url?.username !== '' || url.password !== '') {
    throw new TypeError('website must be an http or https URL without a user')
  }
}

function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}
