import { createUsageFailure } from '../failure.js'
import type { Profile } from '../profiles/profile.js'
import { createSignedFetch } from './prepare-client.js'

/** A signed request that was not sent. */
interface UnsentRequest {
  readonly method: string
  readonly url: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string
}

/** Signs a request without sending it. */
export async function signWithoutSending(
  profile: Profile,
  url: string,
  init: RequestInit,
): Promise<UnsentRequest> {
  let signed: Request | undefined
  const fetch = await createSignedFetch(profile, {
    fetch: (input, options) => {
      signed = new Request(input, options)
      return Promise.resolve(new Response())
    },
  })
  await fetch(url, init)
  if (signed === undefined) throw new Error('Nothing was signed')
  const bytes = await signed.arrayBuffer()
  let body: string
  try {
    body = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw createUsageFailure(
      'A command cannot contain this body, because it is not valid UTF-8: use oauthplus request',
    )
  }
  return { method: signed.method, url: signed.url, headers: [...signed.headers], body }
}

/** Formats a request as a curl command for a POSIX shell that sends exactly this request. */
export function formatCurlCommand({ method, url, headers, body }: UnsentRequest): string {
  const words = [
    'curl',
    ...(method === (body === '' ? 'GET' : 'POST') ? [] : ['-X', method]),
    // Otherwise curl treats brackets and braces as patterns.
    ...(/[[\]{}]/.test(url) ? ['--globoff'] : []),
    ...headers.flatMap(([name, value]) => ['-H', quote(`${name}: ${value}`)]),
    ...(body === '' ? [] : ['--data-raw', quote(body)]),
    quote(url),
  ]
  return words.join(' ')
}

function quote(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`
}
