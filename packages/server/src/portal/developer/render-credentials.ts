import { escapeHtml } from '../../pages/escape-html.js'
import { renderParagraph } from '../../pages/page-document.js'
import type { PortalContext } from '../portal-context.js'
import { renderDetails } from '../render-details.js'

/** Renders the key and, the one time that it is shown, the secret of an application. */
export function renderCredentials<User>(
  { words }: PortalContext<User>,
  { key, secret }: { readonly key: string; readonly secret: string | undefined },
): readonly string[] {
  return [
    ...(secret === undefined ? [] : [renderParagraph(words.secretOnce)]),
    ...renderDetails([
      [words.fieldKey, renderCode(key)],
      [words.fieldSecret, secret === undefined ? undefined : renderCode(secret)],
    ]),
  ]
}

/** Renders a value that people copy. */
export function renderCode(value: string): string {
  return `<code class="secret" dir="ltr">${escapeHtml(value)}</code>`
}
