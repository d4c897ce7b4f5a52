import type { ConsumerDetails } from '../consumer/consumer-details.js'
import { escapeHtml } from '../pages/escape-html.js'
import { isolateText, renderIsolatedText } from '../pages/isolate-text.js'
import type { PortalWords } from '../pages/portal-words.js'
import type { ConsumerStatus } from '../store/consumer-record.js'
import { createViewUrl } from './create-view-url.js'
import type { PortalContext } from './portal-context.js'

const STATUS_WORDS = {
  pending: 'statusPending',
  accepted: 'statusAccepted',
  rejected: 'statusRejected',
  canceled: 'statusCanceled',
} as const satisfies Readonly<Record<ConsumerStatus, keyof PortalWords>>

/** Renders a list of applications, each with a link to its page. */
export function renderApplicationList<User>(
  context: PortalContext<User>,
  consumers: readonly ConsumerDetails[],
): readonly string[] {
  return [
    '<ul class="applications">',
    ...consumers.map(({ key, name, status }) => {
      const url = createViewUrl(context, { application: key })
      const link = `<a href="${escapeHtml(url)}">${renderIsolatedText(isolateText(name))}</a>`
      return `<li>${link} ${renderStatus(context, status)}</li>`
    }),
    '</ul>',
  ]
}

/** Renders the status of an application. */
export function renderStatus<User>(
  { words }: Pick<PortalContext<User>, 'words'>,
  status: ConsumerStatus,
): string {
  return `<span class="status">${escapeHtml(words[STATUS_WORDS[status]])}</span>`
}
