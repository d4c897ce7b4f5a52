import type { ConsumerDetails } from '../../consumer/consumer-details.js'
import { escapeHtml } from '../../pages/escape-html.js'
import { isolateText, renderIsolatedText } from '../../pages/isolate-text.js'
import { createViewUrl } from '../create-view-url.js'
import type { PortalContext } from '../portal-context.js'
import { renderStatus } from '../render-application-list.js'

/** Renders a list of applications with their owners and the days on which they were registered. */
export function renderReviewedList<User>(
  context: PortalContext<User>,
  consumers: readonly ConsumerDetails[],
): readonly string[] {
  const { words, pageWords } = context
  return [
    '<ul class="applications">',
    ...consumers.map(({ key, name, ownerId, status, createdAtSeconds }) => {
      const url = createViewUrl(context, { application: key })
      const owner = ownerId === undefined ? words.ownerNone : isolateText(ownerId)
      const day = escapeHtml(pageWords.date(createdAtSeconds))
      const link = `<a href="${escapeHtml(url)}">${renderIsolatedText(isolateText(name))}</a>`
      return `<li><span>${link}<br>${renderIsolatedText(owner)} · ${day}</span> ${renderStatus(context, status)}</li>`
    }),
    '</ul>',
  ]
}
