import { createRedirect } from '../../authorization/create-page-response.js'
import { escapeHtml } from '../../pages/escape-html.js'
import { isolateText } from '../../pages/isolate-text.js'
import { renderHiddenFields, renderLink, renderParagraph } from '../../pages/page-document.js'
import type { ProviderResponse } from '../../response.js'
import { changeApplication } from '../change-application.js'
import { confirmVisitor } from '../confirm-visitor.js'
import { createPortalPage } from '../create-portal-page.js'
import { createViewUrl } from '../create-view-url.js'
import type { PortalContext } from '../portal-context.js'
import { createFormFields, readPortalForm } from '../portal-form.js'
import { readField } from './application-fields.js'
import { loadOwnConsumer } from './load-own-consumer.js'

const FORM = 'withdraw'

/** Withdraws an application, which is then canceled: GET asks, POST does it. */
export async function withdrawApplication<User>(
  context: PortalContext<User>,
): Promise<ProviderResponse> {
  const { request, words } = context
  const { key, name, revision } = await loadOwnConsumer(context)
  const unconfirmed = await confirmVisitor(context)
  if (unconfirmed !== undefined) return unconfirmed
  const url = createViewUrl(context, { application: key })
  if (request.method === 'POST') {
    const form = await readPortalForm(context, { name: FORM, target: key })
    const change = { key, revision: readField(form, 'revision') }
    await changeApplication(context, change, (current) =>
      // The reason of a reviewer must not disappear.
      current.status === 'canceled'
        ? current
        : { ...current, status: 'canceled', statusReason: undefined },
    )
    return createRedirect(303, url)
  }
  const csrf = await createFormFields(context, { name: FORM, target: key })
  return createPortalPage(context, {
    title: `${words.withdrawLink}: ${isolateText(name)}`,
    content: [
      renderParagraph(words.withdrawText),
      '<form method="post">',
      ...renderHiddenFields([['revision', String(revision)], ...csrf]),
      `<button type="submit">${escapeHtml(words.withdrawButton)}</button>`,
      '</form>',
      `<p>${renderLink(url, words.back)}</p>`,
    ],
  })
}
