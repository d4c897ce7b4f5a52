/** An application with its name. */
interface Named {
  readonly name: string
}

// The letter that each resembles, in the same case: capital Eta is an H, the small one an n.
const LOOKALIKES: Readonly<Record<string, string>> = {
  // Latin, and digits. A capital I, a small L and the digit 1 look the same in many typefaces.
  ...{ '0': 'o', '1': 'l', '5': 's', I: 'l', i: 'l', ı: 'l', '|': 'l', ł: 'l', Ł: 'l' },
  ...{ ø: 'o', Ø: 'o', đ: 'd', Đ: 'd', ħ: 'h', ŧ: 't', ɑ: 'a', ɡ: 'g', ƅ: 'b', ß: 'ss' },
  ...{ æ: 'ae', Æ: 'ae', œ: 'oe', Œ: 'oe' },
  // Cyrillic.
  ...{ А: 'a', В: 'b', С: 'c', Е: 'e', Н: 'h', І: 'l', Ј: 'j', К: 'k', М: 'm', О: 'o' },
  ...{ Р: 'p', Ѕ: 's', Т: 't', У: 'y', Ү: 'y', Х: 'x', З: '3', Ԁ: 'd', Ԛ: 'q', Ԝ: 'w', Ӏ: 'l' },
  ...{ а: 'a', в: 'b', с: 'c', ԁ: 'd', е: 'e', һ: 'h', н: 'h', і: 'l', ј: 'j', к: 'k' },
  ...{ ӏ: 'l', м: 'm', п: 'n', о: 'o', р: 'p', ԛ: 'q', г: 'r', ѕ: 's', т: 't', у: 'y' },
  ...{ ү: 'y', ѵ: 'v', ԝ: 'w', х: 'x', з: '3' },
  // Greek.
  ...{ Α: 'a', Β: 'b', Ε: 'e', Ζ: 'z', Η: 'h', Ι: 'l', Κ: 'k', Μ: 'm', Ν: 'n', Ο: 'o' },
  ...{ Ρ: 'p', Τ: 't', Υ: 'y', Χ: 'x', α: 'a', β: 'b', ε: 'e', γ: 'y', η: 'n', ι: 'l' },
  ...{ κ: 'k', ν: 'v', ο: 'o', ρ: 'p', τ: 't', υ: 'u', χ: 'x', ω: 'w', ϲ: 'c', ϳ: 'j' },
  // Small capitals, Cherokee, Lisu and Coptic.
  ...{ ᴀ: 'a', ʙ: 'b', ᴄ: 'c', ᴅ: 'd', ᴇ: 'e', ꜰ: 'f', ɢ: 'g', ʜ: 'h', ɪ: 'l', ᴊ: 'j', ᴋ: 'k' },
  ...{ ʟ: 'l', ᴍ: 'm', ɴ: 'n', ᴏ: 'o', ᴘ: 'p', ʀ: 'r', ꜱ: 's', ᴛ: 't', ᴜ: 'u', ᴠ: 'v', ᴡ: 'w' },
  ...{ ʏ: 'y', ᴢ: 'z' },
  ...{ Ꭰ: 'd', Ꭱ: 'r', Ꭲ: 't', Ꭵ: 'l', Ꭺ: 'a', Ꭻ: 'j', Ꭼ: 'e', Ꮃ: 'w', Ꮇ: 'm', Ꮋ: 'h', Ꮐ: 'g' },
  ...{ Ꮓ: 'z', Ꮢ: 'r', Ꮤ: 'w', Ꮥ: 's', Ꮩ: 'v', Ꮪ: 's', Ꮮ: 'l', Ꮯ: 'c', Ꮲ: 'p', Ꮶ: 'k', Ᏼ: 'b' },
  ...{ ꓐ: 'b', ꓑ: 'p', ꓓ: 'd', ꓔ: 't', ꓖ: 'g', ꓗ: 'k', ꓙ: 'j', ꓚ: 'c', ꓜ: 'z', ꓝ: 'f', ꓟ: 'm' },
  ...{ ꓠ: 'n', ꓡ: 'l', ꓢ: 's', ꓣ: 'r', ꓦ: 'v', ꓧ: 'h', ꓪ: 'w', ꓫ: 'x', ꓬ: 'y', ꓮ: 'a', ꓰ: 'e' },
  ...{ ꓲ: 'l', ꓳ: 'o', ꓴ: 'u' },
  ...{ Ⲁ: 'a', Ⲃ: 'b', Ⲉ: 'e', Ⲏ: 'h', Ⲓ: 'l', Ⲕ: 'k', Ⲙ: 'm', Ⲛ: 'n', Ⲟ: 'o', Ⲣ: 'p', Ⲥ: 'c' },
  ...{ Ⲧ: 't', Ⲩ: 'y', Ⲭ: 'x', ⲟ: 'o', ⲣ: 'p', ⲥ: 'c' },
  // Armenian.
  ...{ հ: 'h', ո: 'n', ս: 'u', օ: 'o', Օ: 'o', Ս: 'u' },
}

const MAX_COMPARED_LENGTH = 64
// Symbols stay, because some are letters once they are normalized.
const NEVER_COMPARED = /[\p{M}\p{P}\p{Z}\p{C}]/gu
// A vertical line looks like a letter.
const NOT_COMPARED = /[^\p{L}\p{N}|]/gu

/**
 * Finds the applications whose names can be mistaken for a name. Letters count as the same that look the same in
 * Latin and in a script such as Cyrillic, Greek or Cherokee; case, accents, spaces, punctuation and repeated letters
 * do not count. Of long names, only the first 64 characters count.
 *
 * @example
 *
 * ```ts
 * findResemblingNames('Рrinter', [{ name: 'Printer' }, { name: 'Camera' }]) // [{ name: 'Printer' }]
 * ```
 *
 * @param name The name.
 * @param others The applications that it is compared with.
 *
 * @returns Those that it resembles.
 *
 * @see [UTS #39, section 4](https://www.unicode.org/reports/tr39/#Confusable_Detection)
 */
export function findResemblingNames<Application extends Named>(
  name: string,
  others: readonly Application[],
): readonly Application[] {
  const wanted = toSkeleton(name)
  return others.filter((other) => toSkeleton(other.name) === wanted)
}

/** Reduces a name to what a hasty reader sees of it. */
function toSkeleton(name: string): string {
  // Thousands of names are compared for one page, and one character can become eighteen.
  const compared = name.replaceAll(NEVER_COMPARED, '').slice(0, MAX_COMPARED_LENGTH)
  // Accents are then separate characters, and compatibility characters, such as wide ones, become the usual ones.
  const visible = compared.normalize('NFKD').replaceAll(NOT_COMPARED, '')
  const characters = Array.from(visible.slice(0, MAX_COMPARED_LENGTH))
  const look = characters.map((character) => LOOKALIKES[character] ?? character).join('')
  const letters = Array.from(look.toLowerCase()).filter((character) =>
    /[\p{L}\p{N}]/u.test(character),
  )
  const seen = letters
    .map((character) => LOOKALIKES[character] ?? character)
    .join('')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
  const distinct = Array.from(seen).filter((character, index, all) => character !== all[index - 1])
  // A name of nothing but signs, such as emoji, is its own skeleton.
  return distinct.length === 0 ? name.normalize('NFKC').replaceAll(' ', '') : distinct.join('')
}
