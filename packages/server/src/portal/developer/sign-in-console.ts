import { formatForm, isOAuthError, parseForm } from '@oauthplus/core'
import type { ParameterList } from '@oauthplus/core'

import { isolateText } from '../../pages/isolate-text.js'
import { escapeHtml } from '../../pages/escape-html.js'
import { renderHiddenFields, renderLink, renderParagraph } from '../../pages/page-document.js'
import type { ProviderResponse } from '../../response.js'
import type { ConsumerRecord } from '../../store/consumer-record.js'
import type { AccessTokenRecord } from '../../store/token-records.js'
import { confirmVisitor } from '../confirm-visitor.js'
import { createPortalPage } from '../create-portal-page.js'
import { createViewUrl } from '../create-view-url.js'
import type { PortalContext } from '../portal-context.js'
import { createFormFields, readPortalForm } from '../portal-form.js'
import { renderField, renderInput, renderSelect } from '../render-field.js'
import { readField } from './application-fields.js'
import { explainSigning } from './explain-signing.js'
import type { ConsoleRequest } from './explain-signing.js'
import { loadOwnConsumer } from './load-own-consumer.js'

const FORM = 'console'
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']
const TOKENS_OFFERED = 20
// One slash, and what a URL can contain.
const PATH = /^\/(?!\/)[\x21\x24-\x5b\x5d-\x7e]{0,2000}$/

/** Signs a request to this site and shows each step; nothing is sent. */
export async function signInConsole<User>(context: PortalContext<User>): Promise<ProviderResponse> {
  const { settings, request, userId } = context
  const consumer = await loadOwnConsumer(context)
  const { key } = consumer
  // A person who can have requests signed does not need the secret.
  const unconfirmed = await confirmVisitor(context)
  if (unconfirmed !== undefined) return unconfirmed
  const tokens = await settings.store.listAccessTokens(
    { consumerKey: key, userId },
    { limit: TOKENS_OFFERED },
  )
  if (request.method !== 'POST') {
    const form: ParameterList = [['path', '/']]
    return showConsole(context, { consumer, tokens, form })
  }
  const form = await readPortalForm(context, { name: FORM, target: key })
  const signed = readRequest(form, tokens)
  if (signed === undefined) return showConsole(context, { consumer, tokens, form, isInvalid: true })
  const steps = await explainSigning(context, consumer, signed)
  return showConsole(context, { consumer, tokens, form, steps })
}

function readRequest(
  form: ParameterList,
  tokens: readonly AccessTokenRecord[],
): ConsoleRequest | undefined {
  const method = readField(form, 'method')
  const path = readField(form, 'path').trim()
  if (!METHODS.includes(method) || !PATH.test(path)) return undefined
  try {
    const body = parseForm(readField(form, 'body').trim())
    // A malformed escape in the query cannot be signed.
    parseForm(path.replace(/^[^?]*\??/, ''))
    const token = tokens.find(({ key }) => key === readField(form, 'token'))
    return { method, path, body: formatForm(body), token }
  } catch (error) {
    if (isOAuthError(error)) return undefined
    throw error
  }
}

async function showConsole<User>(
  context: PortalContext<User>,
  page: {
    readonly consumer: ConsumerRecord
    readonly tokens: readonly AccessTokenRecord[]
    readonly form: ParameterList
    readonly steps?: readonly string[]
    readonly isInvalid?: boolean
  },
): Promise<ProviderResponse> {
  const { words } = context
  const { consumer, tokens, form, steps = [], isInvalid = false } = page
  const csrf = await createFormFields(context, { name: FORM, target: consumer.key })
  const options = (values: readonly string[]): [string, string][] =>
    values.map((value) => [value, value])
  const tokenOptions: [string, string][] = [
    ['', words.consoleNoToken],
    ...options(tokens.map(({ key }) => key)),
  ]
  const backUrl = createViewUrl(context, { application: consumer.key })
  return createPortalPage(context, {
    title: `${words.consoleLink}: ${isolateText(consumer.name)}`,
    content: [
      renderParagraph(words.consoleText),
      '<form method="post" class="stacked">',
      ...renderHiddenFields(csrf),
      ...renderField({
        name: 'method',
        label: words.consoleMethod,
        control: (attributes) =>
          renderSelect(attributes, options(METHODS), readField(form, 'method')),
      }),
      ...renderField({
        name: 'path',
        label: words.consolePath,
        problems: isInvalid ? [words.consoleProblem] : [],
        control: (attributes) =>
          renderInput(`${attributes} required`, { value: readField(form, 'path') }),
      }),
      ...renderField({
        name: 'body',
        label: `${words.consoleForm} ${words.optional}`,
        control: (attributes) => renderInput(attributes, { value: readField(form, 'body') }),
      }),
      ...renderField({
        name: 'token',
        label: words.fieldToken,
        control: (attributes) => renderSelect(attributes, tokenOptions, readField(form, 'token')),
      }),
      `<button type="submit" class="primary">${escapeHtml(words.consoleSign)}</button>`,
      '</form>',
      ...steps,
      `<p>${renderLink(backUrl, words.back)}</p>`,
    ],
    status: isInvalid ? 422 : 200,
  })
}
