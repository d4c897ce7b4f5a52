import { createPageStyle } from '../pages/create-page-style.js'
import type { Theme } from '../pages/theme.js'

const RULES = `
header, main, footer, nav { max-width: 44rem; }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; margin: 0 auto; padding: 0 0 1rem; }
nav a[aria-current] { font-weight: 600; text-decoration-thickness: 2px; }
.applications { margin: 0 0 1rem; padding: 0; list-style: none; }
.applications li { display: flex; flex-wrap: wrap; align-items: start; justify-content: space-between; gap: .25rem 1rem; padding: .75rem 0; border-bottom: 1px solid var(--line); }
.applications li:last-child { border-bottom: 0; }
.status { padding: 0 .5rem; border: 1px solid var(--line); border-radius: 1rem; font-size: .875rem; white-space: nowrap; }
.notice { margin: 0 0 1rem; padding: .75rem 1rem; border: 1px solid var(--line); border-inline-start: .375rem solid var(--accent); border-radius: .5rem; }
section > :first-child, .notice > :first-child { margin-top: 0; }
.notice > :last-child { margin-bottom: 0; }
form + h2, .notice + h2 { margin-top: 1.5rem; }
form.stacked { display: block; }
form.stacked button { min-width: 10rem; }
.field { margin: 0 0 1.25rem; }
.field label, legend { display: block; padding: 0 0 .125rem; font-weight: 600; }
fieldset { margin: 0 0 1.25rem; padding: 0; border: 0; }
fieldset label, .field label.choice { font-weight: 400; }
legend { padding: 0; }
.choice, .field label.choice { display: flex; align-items: baseline; gap: .5rem; padding: .25rem 0; }
.hint { margin: .125rem 0 .375rem; font-size: .9375rem; }
.problem { position: relative; margin: .25rem 0; padding-inline-start: 1.75rem; font-weight: 600; }
.problem::before { position: absolute; inset-inline-start: 0; content: '⚠'; }
[aria-invalid='true'] { border-inline-start-width: .375rem; }
input[type='text'], input[type='url'], input[type='search'], input[type='number'], select, textarea { width: 100%; min-height: 2.75rem; padding: .5rem .75rem; font: inherit; color: var(--text); background: var(--background); border: 2px solid var(--line); border-radius: .5rem; }
input[type='checkbox'], input[type='radio'] { flex: none; width: 1.125rem; height: 1.125rem; margin: 0; accent-color: var(--accent); }
textarea { min-height: 6rem; resize: vertical; }
textarea.code, pre, code { font-family: ui-monospace, monospace; font-size: .9375rem; }
input:focus-visible, select:focus-visible, textarea:focus-visible, summary:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
pre { margin: .25rem 0 1rem; padding: .75rem; border: 1px solid var(--line); border-radius: .5rem; white-space: pre-wrap; overflow-wrap: anywhere; }
.secret { display: inline-block; padding: .25rem .5rem; background: var(--background); border: 1px solid var(--line); border-radius: .375rem; overflow-wrap: anywhere; user-select: all; }
button.primary { color: var(--on-accent); background: var(--accent); border-color: var(--accent); }
dl { display: grid; grid-template-columns: minmax(0, 12rem) minmax(0, 1fr); gap: .5rem 1rem; margin: 0 0 1rem; }
dt { font-weight: 600; }
dd { margin: 0; }
table { width: 100%; margin: 0 0 1rem; border-collapse: collapse; }
th, td { padding-block: .5rem; padding-inline: 0 .75rem; border-bottom: 1px solid var(--line); text-align: start; vertical-align: top; }
th:last-child, td:last-child { padding-inline-end: 0; }
td code { overflow-wrap: anywhere; }
.actions { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; margin: 1rem 0; padding: 0; list-style: none; }
@media (max-width: 30rem) { table { font-size: .875rem; } th, td { padding-inline-end: .375rem; } dl { grid-template-columns: minmax(0, 1fr); gap: 0; } dd { margin: 0 0 .75rem; } }
`

/** Creates the style of the portal: that of the default pages, with forms and lists. */
export function createPortalStyle(theme: Theme): string {
  return `${createPageStyle(theme)}${RULES}`
}
