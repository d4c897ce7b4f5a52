import { readOptional } from '../../authorization/visitor-request.js'
import { escapeHtml } from '../../pages/escape-html.js'
import { isolateText, renderIsolatedText } from '../../pages/isolate-text.js'
import { renderLink, renderParagraph } from '../../pages/page-document.js'
import type { ProviderResponse } from '../../response.js'
import type { AuditAction, AuditEntry } from '../../store/audit-entry.js'
import { createPortalError } from '../create-portal-error.js'
import { createPortalPage } from '../create-portal-page.js'
import { createViewUrl } from '../create-view-url.js'
import type { PortalContext } from '../portal-context.js'
import { renderDetails } from '../render-details.js'

const ENTRIES_PER_PAGE = 50
const NO_ENTRIES = { entries: [], next: undefined }
const ACTION_WORDS = {
  registered: 'actionRegistered',
  proposed: 'actionProposed',
  accepted: 'statusAccepted',
  rejected: 'statusRejected',
  canceled: 'statusCanceled',
  updated: 'actionUpdated',
  rotated: 'actionRotated',
  removed: 'actionRemoved',
} as const satisfies Readonly<Record<AuditAction, string>>

/** Shows who changed an application, when and why, with what was before and after. */
export async function showAuditLog<User>(context: PortalContext<User>): Promise<ProviderResponse> {
  const { request, words } = context
  // The log outlasts the application.
  const key = readOptional(request.query, 'application') ?? ''
  const consumer = key === '' ? undefined : await context.consumers.find(key)
  const before = readOptional(request.query, 'before')
  const page = { before, limit: ENTRIES_PER_PAGE }
  const { entries, next } =
    key === '' ? NO_ENTRIES : await context.consumers.listAuditEntries(key, page)
  if (consumer === undefined && entries.length === 0) throw createPortalError('notFound')
  const nextUrl =
    next === undefined
      ? undefined
      : createViewUrl(context, { view: 'log', application: key, before: next })
  return createPortalPage(context, {
    title: `${words.logLink}: ${isolateText(consumer?.name ?? key)}`,
    content: [
      ...(entries.length === 0 ? [renderParagraph(words.logNone)] : []),
      ...entries.flatMap((entry) => renderEntry(context, entry)),
      ...(nextUrl === undefined ? [] : [`<p>${renderLink(nextUrl, words.nextPage)}</p>`]),
      `<p>${renderLink(createViewUrl(context, consumer ? { application: key } : {}), words.back)}</p>`,
    ],
  })
}

function renderEntry<User>(
  context: PortalContext<User>,
  { action, actorId, atSeconds, reason, changes }: AuditEntry,
): readonly string[] {
  const { words } = context
  const actor = actorId === undefined ? words.actorProgram : isolateText(actorId)
  return [
    '<section>',
    `<h2>${escapeHtml(words[ACTION_WORDS[action]])} · ${formatTime(context, atSeconds)}</h2>`,
    ...renderDetails([
      [words.actorLabel, renderIsolatedText(actor)],
      [
        words.reasonLabel,
        reason === undefined ? undefined : renderIsolatedText(isolateText(reason)),
      ],
      ...changes.map(({ field, before, after }) => [field, renderChange(before, after)] as const),
    ]),
    '</section>',
  ]
}

function formatTime<User>({ pageWords }: PortalContext<User>, seconds: number): string {
  const iso = new Date(seconds * 1000).toISOString()
  return `<time datetime="${iso}">${escapeHtml(pageWords.date(seconds))}, ${iso.slice(11, 19)} UTC</time>`
}

function renderChange(before: string | undefined, after: string | undefined): string {
  const [old, current] = [before, after].map((json) =>
    json === undefined ? '–' : renderIsolatedText(isolateText(json)),
  )
  return `<del>${old ?? ''}</del><br><ins>${current ?? ''}</ins>`
}
