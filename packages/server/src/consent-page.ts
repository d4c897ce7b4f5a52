import { escapeHtml } from './html.js'
import type { ConsentPage } from './page-data.js'
import { pageDocument } from './page-document.js'

/** Writes the page on which the User decides. */
export function consentPage(data: ConsentPage): string {
  const { consumer } = data
  const fields = data.fields.map(
    ([name, value]) =>
      `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  )
  return pageDocument(
    `${consumer.name} asks for access to your account`,
    [
      ...aboutConsumer(consumer),
      ...whatItAsks(data),
      `<p>${whereItLeads(data)} Deny if you have not asked for this.</p>`,
      '<form method="post">',
      ...fields,
      '<button type="submit" name="decision" value="approve">Allow</button>',
      '<button type="submit" name="decision" value="deny">Deny</button>',
      '</form>',
    ].join('\n'),
  )
}

function aboutConsumer({ description, website }: ConsentPage['consumer']): readonly string[] {
  return [
    ...(description === '' ? [] : [`<p>${escapeHtml(description)}</p>`]),
    ...(website !== undefined && /^https?:\/\//i.test(website)
      ? [`<p><a href="${escapeHtml(website)}" rel="noreferrer">${escapeHtml(website)}</a></p>`]
      : []),
  ]
}

function whatItAsks({ scopes }: ConsentPage): readonly string[] {
  if (scopes.length === 0) return ['<p>It asks to act for you on this site.</p>']
  const items = scopes.map(({ description }) => `<li>${escapeHtml(description)}</li>`)
  return ['<p>It asks to:</p>', '<ul>', ...items, '</ul>']
}

function whereItLeads({ callbackOrigin }: ConsentPage): string {
  return callbackOrigin === undefined
    ? 'If you allow it, you get a code to type into the application.'
    : `Your decision leads back to <strong>${escapeHtml(callbackOrigin)}</strong>.`
}
