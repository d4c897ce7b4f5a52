import type { ParameterList } from '@oauthplus/core'

import { createRotation } from '../../management/rotate-consumer.js'
import { escapeHtml } from '../../pages/escape-html.js'
import { isolateText } from '../../pages/isolate-text.js'
import { renderHiddenFields, renderLink, renderParagraph } from '../../pages/page-document.js'
import type { ProviderResponse } from '../../response.js'
import type { ConsumerRecord } from '../../store/consumer-record.js'
import { changeApplication } from '../change-application.js'
import { confirmVisitor } from '../confirm-visitor.js'
import { createPortalPage } from '../create-portal-page.js'
import { createViewUrl } from '../create-view-url.js'
import type { PortalContext } from '../portal-context.js'
import { createFormFields, readPortalForm } from '../portal-form.js'
import { renderField, renderSelect, renderTextarea } from '../render-field.js'
import { readField } from './application-fields.js'
import { findKeyProblems } from './find-field-problems.js'
import { loadOwnConsumer } from './load-own-consumer.js'
import { renderCredentials } from './render-credentials.js'

const FORM = 'rotate'
const OVERLAPS_SECONDS = [0, 3600, 86_400, 604_800]
const USUAL_OVERLAP_SECONDS = 86_400

/** Gives an application a new secret, which POST shows once, or a new public key. */
export async function rotateCredentials<User>(
  context: PortalContext<User>,
): Promise<ProviderResponse> {
  const consumer = await loadOwnConsumer(context)
  const unconfirmed = await confirmVisitor(context)
  if (unconfirmed !== undefined) return unconfirmed
  if (context.request.method !== 'POST') return showForm(context, consumer, {})
  const form = await readPortalForm(context, { name: FORM, target: consumer.key })
  const publicKey = readField(form, 'publicKey').trim()
  const problems = hasKeys(consumer) ? await findKeyProblems(context, publicKey) : []
  if (problems.length > 0) return showForm(context, consumer, { publicKey, problems })
  return rotate(context, consumer, form)
}

async function rotate<User>(
  context: PortalContext<User>,
  consumer: ConsumerRecord,
  form: ParameterList,
): Promise<ProviderResponse> {
  const { settings, words, pageWords } = context
  const { key } = consumer
  const publicKey = hasKeys(consumer) ? readField(form, 'publicKey').trim() : undefined
  const overlapSeconds = readOverlap(form)
  const rotation = await createRotation(settings, { publicKey, overlapSeconds })
  // Sent again, the form has an old revision: nothing is rotated twice, and no secret shown twice.
  const revision = readField(form, 'revision')
  const { secrets } = await changeApplication(context, { key, revision }, rotation)
  const url = createViewUrl(context, { application: key })
  return createPortalPage(context, {
    title: words.rotatedTitle,
    content: [
      ...renderCredentials(context, { key, secret: secrets[0]?.value }),
      renderParagraph(
        overlapSeconds === 0
          ? words.rotatedAtOnce
          : words.rotatedFor(pageWords.duration(overlapSeconds)),
      ),
      `<p>${renderLink(url, words.openApplication)}</p>`,
    ],
  })
}

function hasKeys({ publicKeys }: ConsumerRecord): boolean {
  return publicKeys.length > 0
}

function readOverlap(form: ParameterList): number {
  const overlap = readField(form, 'overlap')
  // Not as a number: an empty field would be 0.
  return OVERLAPS_SECONDS.find((seconds) => String(seconds) === overlap) ?? USUAL_OVERLAP_SECONDS
}

async function showForm<User>(
  context: PortalContext<User>,
  consumer: ConsumerRecord,
  {
    publicKey = '',
    problems = [],
  }: { readonly publicKey?: string; readonly problems?: readonly string[] },
): Promise<ProviderResponse> {
  const { words, pageWords } = context
  const { key, revision } = consumer
  const csrf = await createFormFields(context, { name: FORM, target: key })
  const overlaps = OVERLAPS_SECONDS.map((seconds): [string, string] => [
    String(seconds),
    seconds === 0 ? words.rotateNoOverlap : pageWords.duration(seconds),
  ])
  return createPortalPage(context, {
    title: `${words.rotateLink}: ${isolateText(consumer.name)}`,
    content: [
      '<form method="post" class="stacked">',
      ...renderHiddenFields([['revision', String(revision)], ...csrf]),
      ...(hasKeys(consumer)
        ? renderField({
            name: 'publicKey',
            label: words.fieldPublicKey,
            hint: words.fieldPublicKeyHint,
            problems,
            control: (attributes) =>
              renderTextarea(`${attributes} required`, { value: publicKey, isCode: true }),
          })
        : []),
      ...renderField({
        name: 'overlap',
        label: words.rotateOverlap,
        control: (attributes) => renderSelect(attributes, overlaps, String(USUAL_OVERLAP_SECONDS)),
      }),
      `<button type="submit" class="primary">${escapeHtml(words.rotateButton)}</button>`,
      '</form>',
      `<p>${renderLink(createViewUrl(context, { application: key }), words.back)}</p>`,
    ],
    status: problems.length === 0 ? 200 : 422,
  })
}
