import type { ParameterList } from '@oauthplus/core'

import type { ConsumerOptions } from '../../management/consumer-options.js'
import { createUpdate } from '../../management/update-consumer.js'
import { escapeHtml } from '../../pages/escape-html.js'
import { isolateText } from '../../pages/isolate-text.js'
import { renderHiddenFields, renderLink } from '../../pages/page-document.js'
import { isAddressRange } from '../../public-url/address-range.js'
import type { ProviderResponse } from '../../response.js'
import type { ConsumerRecord } from '../../store/consumer-record.js'
import { createPortalPage } from '../create-portal-page.js'
import { createViewUrl } from '../create-view-url.js'
import { readField } from '../developer/application-fields.js'
import type { PortalContext } from '../portal-context.js'
import { createFormFields, readPortalForm } from '../portal-form.js'
import { renderChoice, renderField, renderInput, renderTextarea } from '../render-field.js'
import { assertOthers, changeReviewed } from './change-reviewed.js'
import { findReviewed } from './find-reviewed.js'

const LIFETIMES = {
  requestTokenLifetimeSeconds: 'fieldRequestTokenLifetime',
  accessTokenLifetimeSeconds: 'fieldAccessTokenLifetime',
  sessionLifetimeSeconds: 'fieldSessionLifetime',
} as const
const SWITCHES = {
  allowXauth: 'fieldXauth',
  allowTwoLegged: 'fieldTwoLegged',
  requireBodyHash: 'fieldBodyHash',
} as const
type Lifetime = keyof typeof LIFETIMES
type Switch = keyof typeof SWITCHES

/** The decisions of reviewers about an application, as the form has them: no other field is read. */
type Flags = Readonly<Record<Lifetime | 'addressRanges', string>> &
  Readonly<Record<Switch, boolean>>
type FlagProblems = Partial<Readonly<Record<keyof Flags, string>>>

/** Changes what an application is allowed to do: GET shows the form, POST saves it. */
export async function changeFlags<User>(context: PortalContext<User>): Promise<ProviderResponse> {
  const consumer = await findReviewed(context)
  assertOthers(context, consumer)
  if (context.request.method !== 'POST') return showForm(context, consumer, toFlags(consumer))
  const { key } = consumer
  const form = await readPortalForm(context, { name: 'flags', target: key })
  const flags = readFlags(form)
  const problems = findProblems(context, consumer, flags)
  if (Object.keys(problems).length > 0) return showForm(context, consumer, flags, problems)
  const change = createUpdate(context.settings, toOptions(flags))
  return changeReviewed(context, { key, form, change })
}

function toFlags(consumer: ConsumerRecord): Flags {
  const { allowXauth, allowTwoLegged, requireBodyHash, addressRanges } = consumer
  const toText = (name: Lifetime): string => String(consumer[name] ?? '')
  return {
    allowXauth,
    allowTwoLegged,
    requireBodyHash,
    addressRanges: addressRanges.join('\n'),
    requestTokenLifetimeSeconds: toText('requestTokenLifetimeSeconds'),
    accessTokenLifetimeSeconds: toText('accessTokenLifetimeSeconds'),
    sessionLifetimeSeconds: toText('sessionLifetimeSeconds'),
  }
}

function readFlags(form: ParameterList): Flags {
  const read = (name: keyof Flags): string => readField(form, name).trim()
  return {
    allowXauth: read('allowXauth') === 'true',
    allowTwoLegged: read('allowTwoLegged') === 'true',
    requireBodyHash: read('requireBodyHash') === 'true',
    addressRanges: read('addressRanges'),
    requestTokenLifetimeSeconds: read('requestTokenLifetimeSeconds'),
    accessTokenLifetimeSeconds: read('accessTokenLifetimeSeconds'),
    sessionLifetimeSeconds: read('sessionLifetimeSeconds'),
  }
}

function findProblems<User>(
  { settings, words }: PortalContext<User>,
  consumer: ConsumerRecord,
  flags: Flags,
): FlagProblems {
  const wrongRange = listRanges(flags).find((range) => !isAddressRange(range))
  const isUnhashable = consumer.signatureMethods.some(
    (name) => settings.signatureMethods.get(name)?.bodyHash === undefined,
  )
  const lifetimes = Object.keys(LIFETIMES) as Lifetime[]
  const wrong = lifetimes.filter((name) => !/^(?:[1-9]\d{0,9})?$/.test(flags[name]))
  return {
    ...(wrongRange !== undefined && {
      addressRanges: words.problemAddressRange(isolateText(wrongRange)),
    }),
    ...(flags.requireBodyHash && isUnhashable && { requireBodyHash: words.problemBodyHash }),
    ...Object.fromEntries(wrong.map((name) => [name, words.problemSeconds])),
  }
}

function toOptions(flags: Flags): Partial<ConsumerOptions> {
  const { allowXauth, allowTwoLegged, requireBodyHash } = flags
  const toSeconds = (name: Lifetime): number | null =>
    flags[name] === '' ? null : Number(flags[name])
  return {
    allowXauth,
    allowTwoLegged,
    requireBodyHash,
    addressRanges: listRanges(flags),
    requestTokenLifetimeSeconds: toSeconds('requestTokenLifetimeSeconds'),
    accessTokenLifetimeSeconds: toSeconds('accessTokenLifetimeSeconds'),
    sessionLifetimeSeconds: toSeconds('sessionLifetimeSeconds'),
  }
}

function listRanges({ addressRanges }: Flags): readonly string[] {
  return addressRanges
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

async function showForm<User>(
  context: PortalContext<User>,
  { key, name, revision }: ConsumerRecord,
  flags: Flags,
  problems: FlagProblems = {},
): Promise<ProviderResponse> {
  const { words } = context
  const csrf = await createFormFields(context, { name: 'flags', target: key })
  const renderSwitch = (field: Switch): readonly string[] => {
    const choice = { name: field, label: words[SWITCHES[field]], isChecked: flags[field] }
    const problem = problems[field]
    return [
      '<div class="field">',
      renderChoice({ ...choice, type: 'checkbox', value: 'true' }),
      ...(problem === undefined ? [] : [`<p class="problem">${escapeHtml(problem)}</p>`]),
      '</div>',
    ]
  }
  const renderLifetime = (field: Lifetime): readonly string[] =>
    renderField({
      name: field,
      label: `${words[LIFETIMES[field]]} ${words.optional}`,
      problems: toList(problems[field]),
      control: (attributes) =>
        renderInput(`${attributes} inputmode="numeric"`, { value: flags[field] }),
    })
  return createPortalPage(context, {
    title: `${words.flagsLink}: ${isolateText(name)}`,
    status: Object.keys(problems).length === 0 ? 200 : 422,
    content: [
      '<form method="post" class="stacked">',
      ...renderHiddenFields([['revision', String(revision)], ...csrf]),
      ...(Object.keys(SWITCHES) as Switch[]).flatMap(renderSwitch),
      ...renderField({
        name: 'addressRanges',
        label: `${words.fieldAddressRanges} ${words.optional}`,
        hint: words.fieldAddressRangesHint,
        problems: toList(problems.addressRanges),
        control: (attributes) =>
          renderTextarea(attributes, { value: flags.addressRanges, isCode: true }),
      }),
      ...(Object.keys(LIFETIMES) as Lifetime[]).flatMap(renderLifetime),
      `<button type="submit" class="primary">${escapeHtml(words.editButton)}</button>`,
      '</form>',
      `<p>${renderLink(createViewUrl(context, { application: key }), words.back)}</p>`,
    ],
  })
}

function toList(problem: string | undefined): readonly string[] {
  return problem === undefined ? [] : [problem]
}
