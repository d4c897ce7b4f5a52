import { assertArgument, isString } from '@oauthplus/core/internal'

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
}

/**
 * Escapes a string for HTML, between tags and inside quoted attributes.
 *
 * @example
 *
 * ```ts
 * escapeHtml('<Printer & Co>') // '&lt;Printer &amp; Co&gt;'
 * ```
 *
 * @param text Any text, such as the name of a consumer.
 *
 * @returns HTML that shows the text.
 *
 * @see [OWASP, Cross Site Scripting
 *   Prevention](https://cheatsheetseries.owasp.org/cheatsheets/Cross_Site_Scripting_Prevention_Cheat_Sheet.html)
 */
export function escapeHtml(text: string): string {
  assertArgument('escapeHtml', { text }, isString)
  return text.replace(/[&<>"'`]/g, (character) => ENTITIES[character] ?? character)
}
