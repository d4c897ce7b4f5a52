import { describeScopes } from '../../consumer/scopes.js'
import { escapeHtml } from '../../pages/escape-html.js'
import { renderHiddenFields } from '../../pages/page-document.js'
import type { PortalContext } from '../portal-context.js'
import {
  renderChoice,
  renderField,
  renderFieldset,
  renderInput,
  renderTextarea,
} from '../render-field.js'
import type { ApplicationFields } from './application-fields.js'
import type { FieldProblems } from './find-field-problems.js'
import { listFamilies } from './list-families.js'

/** The form of an application: of a new one, or of one that its developer changes. */
export interface ApplicationForm {
  readonly fields: ApplicationFields
  readonly problems: FieldProblems
  readonly isNew: boolean
  readonly hiddenFields: readonly (readonly [name: string, value: string])[]
  readonly button: string
}

/** Renders the form of an application. */
export function renderApplicationForm<User>(
  context: PortalContext<User>,
  form: ApplicationForm,
): readonly string[] {
  const { words } = context
  const { fields, problems } = form
  const input = (name: 'name' | 'website' | 'iconUrl', label: string, hint?: string) =>
    renderField({
      name,
      label: name === 'name' ? label : `${label} ${words.optional}`,
      hint,
      problems: problems[name],
      control: (attributes) =>
        renderInput(name === 'name' ? `${attributes} required` : attributes, {
          value: fields[name],
        }),
    })
  return [
    ...renderSummary(context, form),
    '<form method="post" class="stacked">',
    ...renderHiddenFields(form.hiddenFields),
    ...input('name', words.fieldName, words.fieldNameHint),
    ...renderField({
      name: 'description',
      label: `${words.fieldDescription} ${words.optional}`,
      problems: problems.description,
      control: (attributes) => renderTextarea(attributes, { value: fields.description }),
    }),
    ...input('website', words.fieldWebsite),
    ...input('iconUrl', words.fieldIcon, words.fieldIconHint),
    ...renderField({
      name: 'callbacks',
      label: words.fieldCallbacks,
      hint: words.fieldCallbacksHint,
      problems: problems.callbacks,
      control: (attributes) =>
        renderTextarea(`${attributes} required`, { value: fields.callbacks, isCode: true }),
    }),
    ...renderScopeChoices(context, fields.scopes),
    ...(form.isNew ? renderFamily(context, form) : []),
    ...renderTwoLegged(context, form),
    `<button type="submit" class="primary">${escapeHtml(form.button)}</button>`,
    '</form>',
  ]
}

/** Renders the scopes of the provider as checkboxes, or those that are offered. */
export function renderScopeChoices<User>(
  { settings, words, pageWords }: PortalContext<User>,
  chosen: readonly string[],
  offered: readonly string[] = [...settings.scopes.keys()],
): readonly string[] {
  if (offered.length === 0) return []
  return renderFieldset(
    { name: 'scopes', label: words.fieldScopes },
    describeScopes(settings, offered).map(({ name, description }) =>
      renderChoice({
        type: 'checkbox',
        name: 'scope',
        value: name,
        label: pageWords.scope(name, description),
        isChecked: chosen.includes(name),
      }),
    ),
  )
}

function renderFamily<User>(
  context: PortalContext<User>,
  { fields, problems }: ApplicationForm,
): readonly string[] {
  const { words } = context
  const families = listFamilies(context)
  if (!families.includes('rsa')) return []
  const labels = { secret: words.familySecret, rsa: words.familyRsa }
  const choice = renderFieldset(
    { name: 'family', label: words.fieldFamily },
    families.map((family) =>
      renderChoice({
        type: 'radio',
        name: 'family',
        value: family,
        label: labels[family],
        isChecked: fields.family === family || families.length === 1,
      }),
    ),
  )
  return [
    ...choice,
    ...renderField({
      name: 'publicKey',
      label: `${words.fieldPublicKey} ${words.optional}`,
      hint: words.fieldPublicKeyHint,
      problems: problems.publicKey,
      control: (attributes) =>
        renderTextarea(attributes, { value: fields.publicKey, isCode: true }),
    }),
  ]
}

function renderTwoLegged<User>(
  { words }: PortalContext<User>,
  { fields }: ApplicationForm,
): readonly string[] {
  const choice = renderChoice({
    type: 'checkbox',
    name: 'allowTwoLegged',
    value: 'true',
    label: words.fieldTwoLegged,
    isChecked: fields.allowTwoLegged,
  })
  return ['<div class="field">', choice, '</div>']
}

function renderSummary<User>(
  { words }: PortalContext<User>,
  { problems }: ApplicationForm,
): readonly string[] {
  const labels: Readonly<Record<string, string>> = {
    name: words.fieldName,
    description: words.fieldDescription,
    website: words.fieldWebsite,
    iconUrl: words.fieldIcon,
    callbacks: words.fieldCallbacks,
    publicKey: words.fieldPublicKey,
  }
  const names = Object.keys(problems)
  if (names.length === 0) return []
  return [
    '<div class="notice" role="alert">',
    `<p>${escapeHtml(words.formProblems)}</p>`,
    '<ul>',
    ...names.map((name) => `<li><a href="#${name}">${escapeHtml(labels[name] ?? name)}</a></li>`),
    '</ul>',
    '</div>',
  ]
}
