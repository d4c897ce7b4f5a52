import { escapeHtml } from '../../pages/escape-html.js'
import { isolateText, renderIsolatedText } from '../../pages/isolate-text.js'
import { renderHiddenFields, renderLink } from '../../pages/page-document.js'
import { renderConsumer } from '../../pages/render-consumer.js'
import type { ProviderResponse } from '../../response.js'
import type { ConsumerRecord } from '../../store/consumer-record.js'
import { createPortalPage } from '../create-portal-page.js'
import { createViewUrl } from '../create-view-url.js'
import type { PortalContext } from '../portal-context.js'
import { createFormFields } from '../portal-form.js'
import { renderField, renderTextarea } from '../render-field.js'
import { mayDecide } from './change-reviewed.js'
import { POSSIBLE_DECISIONS } from './decision.js'
import type { Decision } from './decision.js'
import { listResembling } from './list-resembling.js'
import { renderResembling } from './render-resembling.js'
import { renderReviewedDetails } from './render-reviewed-details.js'

/** A decision that was not carried out, because something is wrong with its reason. */
interface RefusedDecision {
  readonly decision: Decision
  readonly reason: string
  readonly problem: string
}

/** Shows an application to a reviewer. */
export async function showReviewed<User>(
  context: PortalContext<User>,
  consumer: ConsumerRecord,
  refused?: RefusedDecision,
): Promise<ProviderResponse> {
  const { words } = context
  const { key, name, status, iconUrl } = consumer
  const decisions = POSSIBLE_DECISIONS[status].filter(
    (decision) => decision !== 'accept' || mayDecide(context, consumer),
  )
  const forms = await Promise.all(
    decisions.map((decision) =>
      renderDecision(context, consumer, {
        decision,
        refused: refused?.decision === decision ? refused : undefined,
      }),
    ),
  )
  // Of no use once it was decided, and every other application is read for it.
  const resembling = decisions.includes('accept')
    ? renderResembling(context, await listResembling(context, consumer))
    : []
  const toLink = (view: string, text: string): string =>
    `<li>${renderLink(createViewUrl(context, { view, application: key }), text)}</li>`
  return createPortalPage(context, {
    title: isolateText(name),
    iconUrls: iconUrl === undefined ? [] : [iconUrl],
    status: refused === undefined ? 200 : 422,
    content: [
      ...resembling,
      ...renderConsumer(consumer),
      ...renderReviewedDetails(context, consumer),
      '<ul class="actions">',
      ...(mayDecide(context, consumer) ? [toLink('flags', words.flagsLink)] : []),
      toLink('grants', words.grantsLink),
      toLink('log', words.logLink),
      '</ul>',
      ...(mayDecide(context, consumer) ? [] : [`<p>${escapeHtml(words.ownApplicationText)}</p>`]),
      ...forms.flat(),
      `<p>${renderLink(createViewUrl(context, {}), words.queueTitle)}</p>`,
    ],
  })
}

async function renderDecision<User>(
  context: PortalContext<User>,
  { key, name, revision }: ConsumerRecord,
  {
    decision,
    refused,
  }: { readonly decision: Decision; readonly refused: RefusedDecision | undefined },
): Promise<readonly string[]> {
  const { words } = context
  const action = createViewUrl(context, { view: decision, application: key })
  const csrf = await createFormFields(context, { name: decision, target: key })
  const field = `${decision}-reason`
  return [
    '<section>',
    `<form method="post" action="${escapeHtml(action)}" class="stacked">`,
    ...renderHiddenFields([['revision', String(revision)], ...csrf]),
    ...(decision === 'accept'
      ? []
      : renderField({
          name: field,
          label:
            decision === 'reject' ? words.reasonLabel : `${words.reasonLabel} ${words.optional}`,
          hint: words.reasonHint,
          problems: refused === undefined ? [] : [refused.problem],
          control: (attributes) =>
            renderTextarea(attributes.replace(`name="${field}"`, 'name="reason"'), {
              value: refused?.reason ?? '',
            }),
        })),
    `<button type="submit"${decision === 'accept' ? ' class="primary"' : ''} aria-label="${escapeHtml(`${words[`${decision}Button`]}: ${isolateText(name)}`)}">${renderIsolatedText(words[`${decision}Button`])}</button>`,
    '</form>',
    '</section>',
  ]
}
