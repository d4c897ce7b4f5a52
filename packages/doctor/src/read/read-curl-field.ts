import type { MultipartField } from './write-multipart.js'

/**
 * Parses the argument of curl's --form. Returns `undefined` if the content of the field is in a
 * file.
 */
export function readCurlField(argument: string): MultipartField | undefined {
  const equals = argument.indexOf('=')
  const name = equals === -1 ? argument : argument.slice(0, equals)
  const content = equals === -1 ? '' : argument.slice(equals + 1)
  if (content.startsWith('<')) return undefined
  if (!content.startsWith('@')) return { name, value: readText(content) }
  const path = readText(content.slice(1))
  const given = /;filename=([^;]*)/.exec(content)?.[1]
  return { name, value: '', filename: given ?? path.slice(path.lastIndexOf('/') + 1) }
}

/** Returns the part before `;type=` and other settings of a field. */
function readText(text: string): string {
  const quoted = readQuoted(text)
  if (quoted !== undefined) return quoted
  const end = text.search(/;\s*(?:type|filename|headers|encoder)=/)
  return end === -1 ? text : text.slice(0, end)
}

/**
 * Parses a string in double quotes with the escapes `\"` and `\\`. Returns `undefined` without one.
 */
function readQuoted(text: string): string | undefined {
  if (!text.startsWith('"')) return undefined
  let value = ''
  for (let index = 1; index < text.length; index++) {
    const character = text.charAt(index)
    if (character === '"') return value
    const next = text.charAt(index + 1)
    const isEscape = character === '\\' && (next === '"' || next === '\\')
    value += isEscape ? next : character
    if (isEscape) index++
  }
  return undefined
}
