import { isolateText } from '../../pages/isolate-text.js'
import { renderLink } from '../../pages/page-document.js'
import type { ProviderResponse } from '../../response.js'
import { createPortalPage } from '../create-portal-page.js'
import { createViewUrl } from '../create-view-url.js'
import type { PortalContext } from '../portal-context.js'
import { renderApplication } from '../render-application.js'
import { loadOwnConsumer } from './load-own-consumer.js'

/** Shows an application to its developer. */
export async function showOwnApplication<User>(
  context: PortalContext<User>,
): Promise<ProviderResponse> {
  const { words } = context
  const consumer = await loadOwnConsumer(context)
  const { key, name, status, iconUrl } = consumer
  const link = (view: string, text: string): string =>
    `<li>${renderLink(createViewUrl(context, { application: key, view }), text)}</li>`
  return createPortalPage(context, {
    title: isolateText(name),
    content: [
      ...renderApplication(context, consumer),
      '<ul class="actions">',
      link('edit', words.editLink),
      link('rotate', words.rotateLink),
      link('usage', words.usageLink),
      link('tokens', words.tokensLink),
      link('console', words.consoleLink),
      ...(status === 'canceled' ? [] : [link('withdraw', words.withdrawLink)]),
      '</ul>',
    ],
    iconUrls: iconUrl === undefined ? [] : [iconUrl],
  })
}
