import { describeScopes } from '../../consumer/scopes.js'
import { escapeHtml } from '../../pages/escape-html.js'
import { isolateText, renderIsolatedText } from '../../pages/isolate-text.js'
import type { ConsumerRecord } from '../../store/consumer-record.js'
import type { PortalContext } from '../portal-context.js'
import { renderStatus } from '../render-application-list.js'
import { renderDetails } from '../render-details.js'

/** Renders what a reviewer needs to know about an application: everything but its secrets. */
export function renderReviewedDetails<User>(
  context: PortalContext<User>,
  consumer: ConsumerRecord,
): readonly string[] {
  const { settings, words, pageWords } = context
  const { key, status, statusReason, ownerId, callbacks, scopes, signatureMethods } = consumer
  const permissions =
    scopes === undefined
      ? escapeHtml(words.scopesAll)
      : renderLines(
          describeScopes(settings, scopes).map(({ name, description }) =>
            pageWords.scope(name, description),
          ),
        )
  return renderDetails([
    [words.statusLabel, renderStatus(context, status)],
    [words.reasonLabel, statusReason === undefined ? undefined : renderText(statusReason)],
    [words.fieldKey, renderCodeLines([key])],
    [words.ownerLabel, ownerId === undefined ? escapeHtml(words.ownerNone) : renderText(ownerId)],
    [words.fieldRegistered, escapeHtml(pageWords.date(consumer.createdAtSeconds))],
    [words.fieldSignatureMethods, escapeHtml(signatureMethods.join(', '))],
    [words.fieldCallbacks, renderCodeLines(callbacks)],
    [words.fieldScopes, settings.scopes.size === 0 ? undefined : permissions],
    [words.flagsLabel, renderLines(listFlags(context, consumer))],
  ])
}

function listFlags<User>(
  { words }: PortalContext<User>,
  consumer: ConsumerRecord,
): readonly string[] {
  const { addressRanges, requestTokenLifetimeSeconds, accessTokenLifetimeSeconds } = consumer
  const toLifetime = (label: string, seconds: number | undefined): readonly string[] =>
    seconds === undefined ? [] : [`${label}: ${seconds}`]
  const flags = [
    ...(consumer.allowXauth ? [words.fieldXauth] : []),
    ...(consumer.allowTwoLegged ? [words.fieldTwoLegged] : []),
    ...(consumer.requireBodyHash ? [words.fieldBodyHash] : []),
    ...(addressRanges.length === 0
      ? []
      : [`${words.fieldAddressRanges}: ${addressRanges.join(', ')}`]),
    ...toLifetime(words.fieldRequestTokenLifetime, requestTokenLifetimeSeconds),
    ...toLifetime(words.fieldAccessTokenLifetime, accessTokenLifetimeSeconds),
    ...toLifetime(words.fieldSessionLifetime, consumer.sessionLifetimeSeconds),
  ]
  return flags.length === 0 ? [words.flagsNone] : flags
}

function renderText(text: string): string {
  return renderIsolatedText(isolateText(text))
}

function renderLines(lines: readonly string[]): string {
  return lines.map((line) => escapeHtml(line)).join('<br>')
}

function renderCodeLines(lines: readonly string[]): string {
  return lines.map((line) => `<code dir="ltr">${escapeHtml(line)}</code>`).join('<br>')
}
