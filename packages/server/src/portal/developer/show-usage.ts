import { escapeHtml } from '../../pages/escape-html.js'
import { isolateText } from '../../pages/isolate-text.js'
import { renderLink, renderParagraph } from '../../pages/page-document.js'
import type { ProviderResponse } from '../../response.js'
import type { RefusalCount } from '../../store/refusal-count.js'
import { createPortalPage } from '../create-portal-page.js'
import { createViewUrl } from '../create-view-url.js'
import type { PortalContext } from '../portal-context.js'
import { renderDetails } from '../render-details.js'
import { loadOwnConsumer } from './load-own-consumer.js'
import { measureUsage } from './measure-usage.js'

const DAY_SECONDS = 86_400

/** Shows when an application was last used, by how many users, and which of its requests were refused. */
export async function showUsage<User>(context: PortalContext<User>): Promise<ProviderResponse> {
  const { words, pageWords } = context
  const { key, name } = await loadOwnConsumer(context)
  const { lastUsedAtSeconds, userCount, isComplete, refusals } = await measureUsage(context, key)
  const count = formatNumber(context, userCount)
  return createPortalPage(context, {
    title: `${words.usageLink}: ${isolateText(name)}`,
    content: [
      ...renderDetails([
        [
          words.usageLastUsed,
          escapeHtml(
            lastUsedAtSeconds === undefined ? words.usageNever : pageWords.date(lastUsedAtSeconds),
          ),
        ],
        [words.usageUsers, escapeHtml(isComplete ? count : words.usageOrMore(count))],
      ]),
      `<h2>${escapeHtml(words.usageRefusals)}</h2>`,
      ...(refusals.length === 0
        ? [renderParagraph(words.usageNoRefusals)]
        : renderRefusals(context, refusals)),
      `<p>${renderLink(createViewUrl(context, { application: key }), words.back)}</p>`,
    ],
  })
}

function renderRefusals<User>(
  context: PortalContext<User>,
  refusals: readonly RefusalCount[],
): readonly string[] {
  const { words, pageWords } = context
  const headings = [words.usageDay, words.usageProblem, words.usageCount]
  return [
    '<table>',
    `<thead><tr>${headings.map((heading) => `<th scope="col">${escapeHtml(heading)}</th>`).join('')}</tr></thead>`,
    '<tbody>',
    ...refusals.map(({ day, code, count }) => {
      const cells = [
        escapeHtml(pageWords.date(day * DAY_SECONDS)),
        `<code dir="ltr">${escapeHtml(code)}</code>`,
        escapeHtml(formatNumber(context, count)),
      ]
      return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`
    }),
    '</tbody>',
    '</table>',
  ]
}

function formatNumber<User>({ words }: PortalContext<User>, count: number): string {
  return new Intl.NumberFormat(words.language).format(count)
}
