import { isolateText, renderIsolatedText } from './isolate-text.js'
import type { AccountData } from './page-data.js'
import { renderLink } from './page-document.js'
import type { PageWords } from './page-words.js'

/** Renders which account is logged in, and the link to use another one. */
export function renderAccount(
  { userName, switchUserUrl }: AccountData,
  words: PageWords,
): readonly string[] {
  if (userName === undefined) return []
  return [
    '<p class="account">',
    `<span>${renderIsolatedText(words.signedInAs(isolateText(userName)))}</span>`,
    ...(switchUserUrl === undefined ? [] : [renderLink(switchUserUrl, words.notYou)]),
    '</p>',
  ]
}
