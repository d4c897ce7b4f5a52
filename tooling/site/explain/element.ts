import { escapeControlsInLines } from '../../../packages/core/src/internal.js'

/** The content of an element. Strings are never markup. */
export type Content = Node | string

/**
 * Creates an element. Escapes control characters in strings, so that a request cannot change the
 * text direction of the page.
 */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]> = {},
  content: readonly Content[] = [],
): HTMLElementTagNameMap[Name] {
  const made = Object.assign(document.createElement(name), properties)
  made.append(
    ...content.map((each) => (typeof each === 'string' ? escapeControlsInLines(each) : each)),
  )
  return made
}

/** Creates a link to a section of RFC 5849. */
export function sectionLink(section: string): Content {
  const [number] = /\d+(?:\.\d+)*$/.exec(section) ?? []
  if (number === undefined || /RFC (?!5849)/.test(section)) return section
  return element(
    'a',
    {
      href: `https://www.rfc-editor.org/rfc/rfc5849#section-${number}`,
      target: '_blank',
      rel: 'noopener noreferrer',
    },
    [section],
  )
}
