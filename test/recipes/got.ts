import { signRequest } from '@oauthplus/core'
import type { Credentials } from '@oauthplus/core'
import got from 'got'
import type { BeforeRequestHook, Got } from 'got'

/** Makes a got that signs what it sends to one origin, its retries and redirects too. */
export function signingGot(origin: string, credentials: Credentials): Got {
  const sign: BeforeRequestHook = async (options) => {
    const { method, headers, body } = options
    const url = new URL(options.url ?? '')
    // A signature fits one request, and goes nowhere else.
    delete headers.authorization
    if (url.origin !== origin) return
    const signed = await signRequest(
      { method, url, headers, body: body as string | undefined },
      credentials,
    )
    headers.authorization = Object.fromEntries(signed.headers).Authorization
  }
  return got.extend({ hooks: { beforeRequest: [sign] } })
}
