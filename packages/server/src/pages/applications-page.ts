import { aboutConsumer, scopeList } from './consumer-text.js'
import { escapeHtml } from './html.js'
import { isolated, isolatedHtml } from './isolated.js'
import type { ApplicationsPage, ConnectedApplication } from './page-data.js'
import { hiddenFields, pageDocument, paragraph } from './page-document.js'
import type { PageWords } from './page-words.js'

/** Writes the page that lists which applications have access to the User's account. */
export function applicationsPage(data: ApplicationsPage, words: PageWords): string {
  const { applications, nextUrl } = data
  return pageDocument(words, words.applicationsTitle, [
    ...(applications.length === 0
      ? [paragraph(words.applicationsNone)]
      : applications.flatMap((application) => section(application, words))),
    ...(nextUrl === undefined
      ? []
      : [`<p><a href="${escapeHtml(nextUrl)}">${escapeHtml(words.nextPage)}</a></p>`]),
  ])
}

function section(application: ConnectedApplication, words: PageWords): readonly string[] {
  const { consumer, scopes, fields } = application
  return [
    '<section>',
    `<h2>${isolatedHtml(isolated(consumer.name))}</h2>`,
    ...aboutConsumer(consumer),
    ...(scopes.length === 0
      ? [paragraph(words.applicationNoScopes)]
      : [paragraph(words.applicationScopes), ...scopeList(scopes, words)]),
    paragraph(times(application, words).join(' ')),
    '<form method="post">',
    ...hiddenFields(fields),
    `<button type="submit" aria-label="${escapeHtml(words.revokeFrom(isolated(consumer.name)))}">${escapeHtml(words.revoke)}</button>`,
    '</form>',
    '</section>',
  ]
}

function times(application: ConnectedApplication, words: PageWords): readonly string[] {
  const { grantedAtSeconds, lastUsedAtSeconds, expiresAtSeconds } = application
  return [
    words.applicationSince(words.date(grantedAtSeconds)),
    lastUsedAtSeconds === undefined
      ? words.applicationNeverUsed
      : words.applicationLastUsed(words.date(lastUsedAtSeconds)),
    ...(expiresAtSeconds === undefined
      ? []
      : [words.applicationExpires(words.date(expiresAtSeconds))]),
  ]
}
