import { argumentError } from '@oauthplus/core/internal'

import { findField } from './header-fields.js'
import type { ReadRequest } from './read-request.js'

const WITH_ARGUMENT = new Set(
  '-O -o -a -U -P -t -T -e -Q -w --header --method --post-data --body-data --post-file --body-file --output-document --user-agent --timeout --tries'.split(
    ' ',
  ),
)

interface Command {
  readonly headers: (readonly [name: string, value: string])[]
  method: string | undefined
  url: string | undefined
  body: string | undefined
}

/** Parses the request of a wget command from its words. Throws `TypeError` without a URL. */
export function readWget(words: readonly string[]): ReadRequest {
  const command: Command = { headers: [], method: undefined, url: undefined, body: undefined }
  for (let index = 1; index < words.length; index++) {
    const word = words[index] ?? ''
    const equals = word.indexOf('=')
    if (!word.startsWith('-')) command.url ??= word
    else if (equals !== -1) take(command, word.slice(0, equals), word.slice(equals + 1))
    else if (WITH_ARGUMENT.has(word)) take(command, word, words[++index] ?? '')
  }
  const { headers, method, url, body } = command
  if (url === undefined) throw argumentError('The wget command contains no URL')
  if (body !== undefined && findField(headers, 'content-type') === undefined) {
    headers.push(['Content-Type', 'application/x-www-form-urlencoded'])
  }
  const absolute = /^https?:\/\//i.test(url) ? url : `http://${url}`
  return { method: method ?? 'GET', url: absolute, headers, body: body ?? '' }
}

function take(command: Command, option: string, argument: string): void {
  switch (option) {
    case '--header':
      command.headers.push(splitHeader(argument))
      return
    case '--method':
      command.method = argument
      return
    case '--post-data':
      command.method ??= 'POST'
      command.body = argument
      return
    case '--body-data':
      command.body = argument
      return
    case '--post-file':
    case '--body-file':
      throw argumentError('The data of the wget command is in a file; replace it with the content')
  }
}

function splitHeader(field: string): readonly [name: string, value: string] {
  const colon = field.indexOf(':')
  return [field.slice(0, colon).trim(), field.slice(colon + 1).trim()]
}
