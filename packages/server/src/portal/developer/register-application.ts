import { isOAuthError } from '@oauthplus/core'

import type { ConsumerWithSecret } from '../../consumer/consumer-details.js'
import { renderLink, renderParagraph } from '../../pages/page-document.js'
import type { ProviderResponse } from '../../response.js'
import { confirmVisitor } from '../confirm-visitor.js'
import { createPortalPage } from '../create-portal-page.js'
import { createViewUrl } from '../create-view-url.js'
import type { PortalContext } from '../portal-context.js'
import { createFormFields, readNewForm } from '../portal-form.js'
import { createEmptyFields, readApplicationFields } from './application-fields.js'
import type { ApplicationFields } from './application-fields.js'
import { createSentBeforePage } from './create-sent-before-page.js'
import { findFieldProblems } from './find-field-problems.js'
import type { FieldProblems } from './find-field-problems.js'
import { listFamilies, listMethods } from './list-families.js'
import { renderApplicationForm } from './render-application-form.js'
import { renderCredentials } from './render-credentials.js'
import { toConsumerOptions } from './to-consumer-options.js'

const FORM = 'register'

/** Registers an application: GET shows the form, POST proposes the application and shows its secret once. */
export async function registerApplication<User>(
  context: PortalContext<User>,
): Promise<ProviderResponse> {
  const { settings, request } = context
  const unconfirmed = await confirmVisitor(context)
  if (unconfirmed !== undefined) return unconfirmed
  if (request.method !== 'POST') {
    return showForm(context, { key: settings.random.key(), fields: createEmptyFields() })
  }
  // The key was made with the form: sent again, the form finds the application that it has registered.
  const { target: key, form } = await readNewForm(context, { name: FORM, targetField: 'key' })
  const sent = readApplicationFields(form)
  const [family = 'secret'] = listFamilies(context)
  const fields = listFamilies(context).includes(sent.family) ? sent : { ...sent, family }
  if (await context.consumers.find(key)) {
    return createSentBeforePage(context, createViewUrl(context, { application: key }))
  }
  const problems = await findFieldProblems(context, fields, { isNew: true })
  if (Object.keys(problems).length > 0) return showForm(context, { key, fields, problems })
  return propose(context, { key, fields })
}

async function propose<User>(
  context: PortalContext<User>,
  { key, fields }: { readonly key: string; readonly fields: ApplicationFields },
): Promise<ProviderResponse> {
  const { consumers, userId, words } = context
  const { family, publicKey } = fields
  const url = createViewUrl(context, { application: key })
  const options = {
    ...toConsumerOptions(context, fields),
    key,
    status: 'pending',
    ownerId: userId,
    signatureMethods: listMethods(context, family),
    ...(family === 'rsa' && { publicKeys: [publicKey] }),
  } as const
  let registered: ConsumerWithSecret
  try {
    registered = await consumers.register(options, { actorId: userId })
  } catch (error) {
    // A double click sends the form twice at once.
    if (!isOAuthError(error) && (await consumers.find(key))) {
      return createSentBeforePage(context, url)
    }
    throw error
  }
  return createPortalPage(context, {
    title: words.proposedTitle,
    content: [
      renderParagraph(words.proposedText),
      ...renderCredentials(context, registered),
      `<p>${renderLink(url, words.openApplication)}</p>`,
    ],
  })
}

async function showForm<User>(
  context: PortalContext<User>,
  {
    key,
    fields,
    problems = {},
  }: {
    readonly key: string
    readonly fields: ApplicationFields
    readonly problems?: FieldProblems
  },
): Promise<ProviderResponse> {
  const { words } = context
  const csrf = await createFormFields(context, { name: FORM, target: key })
  return createPortalPage(context, {
    title: words.registerLink,
    content: [
      renderParagraph(words.registerText),
      ...renderApplicationForm(context, {
        fields,
        problems,
        isNew: true,
        hiddenFields: [['key', key], ...csrf],
        button: words.proposeButton,
      }),
    ],
    status: Object.keys(problems).length === 0 ? 200 : 422,
  })
}
