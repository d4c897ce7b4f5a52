import { escapeHtml } from '../../pages/escape-html.js'
import type { PortalContext } from '../portal-context.js'
import type { ResemblingApplications } from './list-resembling.js'
import { renderReviewedList } from './render-reviewed-list.js'

/** Renders the warning about a name that resembles those of other applications. */
export function renderResembling<User>(
  context: PortalContext<User>,
  { consumers, isComplete }: ResemblingApplications,
): readonly string[] {
  const { words } = context
  if (consumers.length === 0 && isComplete) return []
  return [
    '<div class="notice">',
    ...(consumers.length === 0
      ? []
      : [`<p>${escapeHtml(words.resemblingText)}</p>`, ...renderReviewedList(context, consumers)]),
    ...(isComplete ? [] : [`<p>${escapeHtml(words.resemblingIncomplete)}</p>`]),
    '</div>',
  ]
}
