/** What an element holds: texts stay texts, whatever stands in them. */
export type Content = Node | string

/** Makes an element. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]> = {},
  content: readonly Content[] = [],
): HTMLElementTagNameMap[Name] {
  const made = Object.assign(document.createElement(name), properties)
  made.append(...content)
  return made
}

/** Makes a link to a section of RFC 5849. */
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
