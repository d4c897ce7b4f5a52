import { argumentError } from '@oauthplus/core/internal'

import { isPlainHost } from '../public-url/is-plain-host.js'

// U+2800 is a letter of Braille without a dot, U+FFF9 to U+FFFB hide what is between them.
const INVISIBLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\ufff9-\ufffb]/u
// A letter, digit or sign of a script whose words need joiners, also next to other scripts, with the joiners
// around it. Marks, and characters that Latin uses too, need none: Latin text would hide a joiner.
const LETTER_WITH_JOINERS =
  /[\u200c\u200d]?(?![\p{M}\p{scx=Latn}])[\p{scx=Adlm}\p{scx=Arab}\p{scx=Bali}\p{scx=Beng}\p{scx=Cakm}\p{scx=Deva}\p{scx=Gujr}\p{scx=Guru}\p{scx=Java}\p{scx=Khmr}\p{scx=Knda}\p{scx=Mlym}\p{Script=Mong}\p{scx=Mymr}\p{scx=Newa}\p{scx=Nkoo}\p{scx=Orya}\p{scx=Rohg}\p{scx=Sinh}\p{scx=Syrc}\p{scx=Taml}\p{scx=Telu}\p{scx=Tirh}](?:\p{M}*[\u200c\u200d])?(?:\p{M}+[\u200c\u200d])?/gu
// The other invisible characters, in the places that need them: in emoji, in flags of parts of a
// country, between words of scripts without spaces, and to choose the shape of a letter (Han, Mongolian).
const ALLOWED_INVISIBLE =
  /(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f])\u200d(?=\p{Extended_Pictographic})|(?<=\p{Extended_Pictographic})[\ufe0e\ufe0f]|(?<=[\d#*])\ufe0f(?=\u20e3)|(?<=\u{1f3f4})[\u{e0030}-\u{e0039}\u{e0061}-\u{e007a}]{3,7}\u{e007f}|(?<=[\p{Script=Khmr}\p{Script=Laoo}\p{Script=Mymr}\p{Script=Thai}])\u200b(?=[\p{Script=Khmr}\p{Script=Laoo}\p{Script=Mymr}\p{Script=Thai}])|(?<=\p{Script=Han})[\ufe00-\ufe02\u{e0100}-\u{e01ef}]|(?<=(?=\p{L})\p{Script=Mong}[\u180b-\u180d\u180f]?)[\u180b-\u180f]/gu

/**
 * Refuses a string that changes the text direction, or that looks like another one, because it deceives the person who
 * decides.
 */
export function assertVisible(field: string, text: string): void {
  const others = text.replace(ALLOWED_INVISIBLE, '').replace(LETTER_WITH_JOINERS, removeJoiners)
  const found = INVISIBLE.exec(others)?.[0]
  if (found === undefined) return
  const code = found.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0') ?? ''
  throw argumentError(
    `${field} must not contain control, bidirectional or invisible characters, received U+${code}; leave it out`,
  )
}

function removeJoiners(joined: string): string {
  return joined.replaceAll(/[\u200c\u200d]/g, '')
}

/** Refuses a website that is not a link, or that shows another host than it leads to. */
export function assertWebsite(website: string): void {
  assertVisible('website', website)
  const url = /^https?:\/\/[^\s\\]+$/i.test(website) ? parseUrl(website) : undefined
  if (url?.username !== '' || url.password !== '') {
    throw argumentError('website must be an http or https URL without a user')
  }
}

/** Refuses an icon that the Content-Security-Policy of a page cannot name. */
export function assertIconUrl(iconUrl: string): void {
  const url = /^https:\/\/[\x21-\x7e]+$/i.test(iconUrl) ? parseUrl(iconUrl) : undefined
  if (url?.username !== '' || url.password !== '' || !isPlainHost(url)) {
    throw argumentError('iconUrl must be an https URL of ASCII characters without a user')
  }
}

function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}
