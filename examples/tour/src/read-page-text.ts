const ENTITIES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&amp;': '&',
}

/** Returns the visible text of a page, one line per element, with secrets masked. */
export function readPageText(html: string): string {
  const body = /<body[^>]*>([\s\S]*)<\/body>/i.exec(html)?.[1] ?? html
  return unescapeHtml(
    body
      .replace(/(<code class="secret"[^<>]*>)[^<]*/gi, '$1***')
      .replace(/<img [^>]*>/gi, '[picture] ')
      .replace(/<button[^>]*>([\s\S]*?)<\/button>/gi, '[ $1 ]')
      .replace(/<input (?![^>]*hidden)[^>]*>/gi, ' ______')
      .replace(/<\/?(?:strong|b|em|a|figcaption|span|code)\b[^>]*>/gi, '')
      .replace(/<[^>]*>/g, '\n'),
  )
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '')
    .join('\n')
}

/** Decodes the entities that pages are escaped with. */
export function unescapeHtml(text: string): string {
  return text.replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => ENTITIES[entity] ?? entity)
}
