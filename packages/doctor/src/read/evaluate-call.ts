import { formatForm } from '@oauthplus/core'
import { argumentError } from '@oauthplus/core/internal'

import type { CallArguments } from './call-arguments.js'
import { listPairs } from './list-pairs.js'

const FORM = /(?:^|\.)(?:URLSearchParams|urlencode|querystring\.stringify|qs\.stringify)$/
const JSON_TEXT = /(?:^|\.)(?:JSON\.stringify|json\.dumps)$/
const AS_GIVEN =
  /(?:^|\.)(?:Headers|URL|dict|OrderedDict|CaseInsensitiveDict|Map|from|String|str|bytes)$/

/** Evaluates a call that only formats its argument. Throws `TypeError` for any other call. */
export function evaluateCall(name: string, { positional, named }: CallArguments): unknown {
  const value = positional[0] ?? named
  if (FORM.test(name)) return typeof value === 'string' ? value : formatForm(listPairs(value))
  if (JSON_TEXT.test(name)) return JSON.stringify(value)
  if (AS_GIVEN.test(name)) return value
  if (name === 'encodeURIComponent') return encodeURIComponent(toText(value))
  throw argumentError(`${name.slice(0, 40)}() in the text: replace it with its value`)
}

function toText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
