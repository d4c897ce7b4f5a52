import { createRedirect } from '../../authorization/create-page-response.js'
import { applyOptions, assertConsumer } from '../../management/consumer-options.js'
import { isolateText } from '../../pages/isolate-text.js'
import { renderLink, renderParagraph } from '../../pages/page-document.js'
import type { ProviderResponse } from '../../response.js'
import type { ConsumerRecord } from '../../store/consumer-record.js'
import { changeApplication } from '../change-application.js'
import { createPortalPage } from '../create-portal-page.js'
import { createViewUrl } from '../create-view-url.js'
import type { PortalContext } from '../portal-context.js'
import { createFormFields, readPortalForm } from '../portal-form.js'
import { readApplicationFields, readField, toApplicationFields } from './application-fields.js'
import type { ApplicationFields } from './application-fields.js'
import { findFieldProblems } from './find-field-problems.js'
import type { FieldProblems } from './find-field-problems.js'
import { loadOwnConsumer } from './load-own-consumer.js'
import { toConsumerOptions } from './to-consumer-options.js'
import { renderApplicationForm } from './render-application-form.js'

const FORM = 'edit'
/** The fields that a reviewer has accepted, and that users rely on. */
const REVIEWED = ['name', 'iconUrl', 'callbacks', 'scopes', 'allowTwoLegged'] as const

/** Changes an application: GET shows the form, POST saves it and, if necessary, proposes it again. */
export async function editApplication<User>(
  context: PortalContext<User>,
): Promise<ProviderResponse> {
  const { settings, request } = context
  const consumer = await loadOwnConsumer(context)
  const { key } = consumer
  if (request.method !== 'POST') {
    const fields = toApplicationFields(context, consumer)
    return showForm(context, { consumer, fields, revision: String(consumer.revision) })
  }
  const form = await readPortalForm(context, { name: FORM, target: key })
  const fields = readApplicationFields(form)
  const revision = readField(form, 'revision')
  const problems = await findFieldProblems(context, fields, { isNew: false })
  if (Object.keys(problems).length > 0) {
    return showForm(context, { consumer, fields, revision, problems })
  }
  await changeApplication(context, { key, revision }, (current) => {
    const changed = proposeAgain(current, amend(context, current, fields))
    assertConsumer(settings, changed)
    return changed
  })
  return createRedirect(303, createViewUrl(context, { application: key }))
}

function amend<User>(
  context: PortalContext<User>,
  current: ConsumerRecord,
  fields: ApplicationFields,
): ConsumerRecord {
  const { scopes, ...options } = toConsumerOptions(context, fields)
  return applyOptions(current, { ...options, scopes: chooseScopes(context, current, scopes ?? []) })
}

/** Returns the scopes that an application has after the change; `undefined` if they do not change. */
function chooseScopes<User>(
  { settings }: PortalContext<User>,
  { scopes }: ConsumerRecord,
  chosen: readonly string[],
): readonly string[] | undefined {
  // An application that may request all scopes keeps that, also for scopes that are added later.
  if (scopes === undefined) return chosen.length === settings.scopes.size ? undefined : chosen
  // Those that this provider does not have were not in the form.
  const changed = [...chosen, ...scopes.filter((scope) => !settings.scopes.has(scope))]
  const isSame =
    changed.length === scopes.length && changed.every((scope) => scopes.includes(scope))
  return isSame ? undefined : changed
}

function proposeAgain(current: ConsumerRecord, changed: ConsumerRecord): ConsumerRecord {
  const isReviewed =
    current.status === 'accepted' &&
    REVIEWED.every((field) => JSON.stringify(current[field]) === JSON.stringify(changed[field]))
  return isReviewed ? changed : { ...changed, status: 'pending', statusReason: undefined }
}

async function showForm<User>(
  context: PortalContext<User>,
  {
    consumer,
    fields,
    revision,
    problems = {},
  }: {
    readonly consumer: ConsumerRecord
    readonly fields: ApplicationFields
    readonly revision: string
    readonly problems?: FieldProblems
  },
): Promise<ProviderResponse> {
  const { words } = context
  const { key, status } = consumer
  const csrf = await createFormFields(context, { name: FORM, target: key })
  return createPortalPage(context, {
    title: `${words.editLink}: ${isolateText(consumer.name)}`,
    content: [
      ...(status === 'accepted'
        ? ['<div class="notice">', renderParagraph(words.editWarning), '</div>']
        : []),
      ...renderApplicationForm(context, {
        fields,
        problems,
        isNew: false,
        hiddenFields: [['revision', revision], ...csrf],
        button: status === 'accepted' ? words.editButton : words.proposeButton,
      }),
      `<p>${renderLink(createViewUrl(context, { application: key }), words.back)}</p>`,
    ],
    status: Object.keys(problems).length === 0 ? 200 : 422,
  })
}
