import { escapeHtml } from '../pages/escape-html.js'
import { renderIsolatedText } from '../pages/isolate-text.js'

/** A field of a form. Strings may be isolated in the problems. */
export interface Field {
  readonly name: string
  readonly label: string
  readonly hint?: string | undefined
  /** The problems of the value that was sent. */
  readonly problems?: readonly string[] | undefined
  /** Renders the control with the attributes that connect it to the rest. */
  readonly control: (attributes: string) => string
}

/** Renders a field with its label, its hint and its problems, which screen readers read with it. */
export function renderField({
  name,
  label,
  hint,
  problems = [],
  control,
}: Field): readonly string[] {
  return [
    '<div class="field">',
    `<label for="${name}">${escapeHtml(label)}</label>`,
    ...renderHint(name, hint),
    control(`id="${name}" name="${name}"${describeBy(name, hint, problems)}`),
    ...renderProblems(name, problems),
    '</div>',
  ]
}

/** Renders choices that belong together. */
export function renderFieldset(
  { name, label, hint, problems = [] }: Omit<Field, 'control'>,
  choices: readonly string[],
): readonly string[] {
  return [
    `<fieldset id="${name}" tabindex="-1"${describeBy(name, hint, problems)}>`,
    `<legend>${escapeHtml(label)}</legend>`,
    ...renderHint(name, hint),
    ...choices,
    ...renderProblems(name, problems),
    '</fieldset>',
  ]
}

/** Renders a checkbox or a radio button with its label. */
export function renderChoice(choice: {
  readonly type: 'checkbox' | 'radio'
  readonly name: string
  readonly value: string
  readonly label: string
  readonly isChecked: boolean
}): string {
  const { type, name, value, label, isChecked } = choice
  const checked = isChecked ? ' checked' : ''
  return `<label class="choice"><input type="${type}" name="${name}" value="${escapeHtml(value)}"${checked}> <span>${renderIsolatedText(label)}</span></label>`
}

/** Renders an input of one line. */
export function renderInput(
  attributes: string,
  { type = 'text', value }: { readonly type?: 'text' | 'search'; readonly value: string },
): string {
  return `<input type="${type}" ${attributes} value="${escapeHtml(value)}" dir="auto" autocomplete="off">`
}

/** Renders an input of several lines. */
export function renderTextarea(
  attributes: string,
  { value, isCode = false }: { readonly value: string; readonly isCode?: boolean },
): string {
  const code = isCode ? ' class="code" dir="ltr" spellcheck="false"' : ' dir="auto"'
  // A parser of HTML drops the first line break.
  return `<textarea ${attributes}${code} rows="4">\n${escapeHtml(value)}</textarea>`
}

/** Renders a select. */
export function renderSelect(
  attributes: string,
  options: readonly (readonly [value: string, label: string])[],
  chosen?: string,
): string {
  const items = options.map(([value, label]) => {
    const selected = value === chosen ? ' selected' : ''
    return `<option value="${escapeHtml(value)}"${selected}>${escapeHtml(label)}</option>`
  })
  return [`<select ${attributes}>`, ...items, '</select>'].join('')
}

function renderHint(name: string, hint: string | undefined): readonly string[] {
  return hint === undefined ? [] : [`<p class="hint" id="${name}-hint">${escapeHtml(hint)}</p>`]
}

function renderProblems(name: string, problems: readonly string[]): readonly string[] {
  if (problems.length === 0) return []
  const lines = problems.map((problem) => `<p class="problem">${renderIsolatedText(problem)}</p>`)
  return [`<div id="${name}-problem">`, ...lines, '</div>']
}

function describeBy(name: string, hint: string | undefined, problems: readonly string[]): string {
  const isInvalid = problems.length > 0
  const ids = [
    ...(hint === undefined ? [] : [`${name}-hint`]),
    ...(isInvalid ? [`${name}-problem`] : []),
  ]
  const described = ids.length === 0 ? '' : ` aria-describedby="${ids.join(' ')}"`
  return `${described}${isInvalid ? ' aria-invalid="true"' : ''}`
}
