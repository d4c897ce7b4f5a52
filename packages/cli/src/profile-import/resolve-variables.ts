import type { Variables } from './layer-variables.js'

const MAX_ROUNDS = 10
const MAX_CHARACTERS = 65_536

/** A string without variables, or the name of a variable without a value. */
export type Resolved = { readonly text: string } | { readonly missing: string }

/**
 * Replaces variables with their values, which may contain other variables: `{{name}}` as in
 * Postman, `{{ _.name }}` and `{{ _['name'] }}` as in Insomnia.
 *
 * @returns The name of a variable without a value, also for circular references and for values
 *   longer than 65,536 characters.
 */
export function resolveVariables(text: string, variables: Variables): Resolved {
  let current = text
  for (let round = 0; round < MAX_ROUNDS; round++) {
    if (current.includes('{%')) return { missing: 'a template tag' }
    const next = replaceOnce(current, variables)
    if ('missing' in next || next.text === current) return next
    current = next.text
  }
  return replaceOnce(current, new Map())
}

function replaceOnce(text: string, variables: Variables): Resolved {
  const [first = '', ...rest] = text.split('{{')
  let replaced = first
  for (const part of rest) {
    const end = part.indexOf('}}')
    // An unclosed variable is plain text.
    if (end === -1) replaced += `{{${part}`
    else {
      const name = toVariableName(part.slice(0, end))
      const value = variables.get(name)
      if (value === undefined) return { missing: name }
      replaced += `${value}${part.slice(end + 2)}`
      if (replaced.length > MAX_CHARACTERS) return { missing: name }
    }
  }
  return { text: replaced }
}

function toVariableName(expression: string): string {
  const name = expression.trim()
  const [, single, double] = /^_\[(?:'([^']*)'|"([^"]*)")\]$/.exec(name) ?? []
  return single ?? double ?? (name.startsWith('_.') ? name.slice('_.'.length) : name)
}
