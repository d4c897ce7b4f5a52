import type { UnsentRequest } from './signed-only.js'

/** Writes a request as a command of curl, in the words of a POSIX shell, that sends exactly that. */
export function curlCommand({ method, url, headers, body }: UnsentRequest): string {
  const words = [
    'curl',
    ...(method === (body === '' ? 'GET' : 'POST') ? [] : ['-X', method]),
    // Else curl takes brackets and braces for patterns.
    ...(/[[\]{}]/.test(url) ? ['--globoff'] : []),
    ...headers.flatMap(([name, value]) => ['-H', quoted(`${name}: ${value}`)]),
    ...(body === '' ? [] : ['--data-raw', quoted(body)]),
    quoted(url),
  ]
  return words.join(' ')
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`
}
