import { describeScopes } from '../consumer/scopes.js'
import { escapeHtml } from '../pages/escape-html.js'
import { isolateText, renderIsolatedText } from '../pages/isolate-text.js'
import { renderParagraph } from '../pages/page-document.js'
import { renderConsumer } from '../pages/render-consumer.js'
import type { ConsumerRecord } from '../store/consumer-record.js'
import type { PortalContext } from './portal-context.js'
import { renderStatus } from './render-application-list.js'
import { renderDetails } from './render-details.js'

/** Renders the status of an application, with its reason, and what its developer said about it. */
export function renderApplication<User>(
  context: PortalContext<User>,
  consumer: ConsumerRecord,
): readonly string[] {
  const { settings, words, pageWords } = context
  const { key, statusReason = '', callbacks, signatureMethods, allowTwoLegged } = consumer
  const scopes = describeScopes(settings, consumer.scopes ?? [...settings.scopes.keys()])
  const scopeNames = scopes.map(({ name, description }) => pageWords.scope(name, description))
  return [
    '<div class="notice">',
    `<p>${renderStatus(context, consumer.status)}</p>`,
    ...(statusReason === ''
      ? []
      : [
          `<p>${escapeHtml(words.statusReason)} ${renderIsolatedText(isolateText(statusReason))}</p>`,
        ]),
    ...(consumer.status === 'rejected' ? [renderParagraph(words.rejectedAdvice)] : []),
    '</div>',
    ...renderConsumer(consumer),
    ...renderDetails([
      [words.fieldKey, `<code dir="ltr">${escapeHtml(key)}</code>`],
      [words.fieldCallbacks, renderLines(callbacks)],
      [words.fieldScopes, scopes.length === 0 ? undefined : renderLines(scopeNames, 'auto')],
      [words.fieldSignatureMethods, renderLines(signatureMethods)],
      [words.fieldTwoLegged, allowTwoLegged ? '✓' : undefined],
      [words.fieldRegistered, escapeHtml(pageWords.date(consumer.createdAtSeconds))],
    ]),
  ]
}

function renderLines(lines: readonly string[], direction: 'ltr' | 'auto' = 'ltr'): string {
  return lines.map((line) => `<bdi dir="${direction}">${escapeHtml(line)}</bdi>`).join('<br>')
}
