import { hasFormContentType, headerValues, OAuthError } from '@oauthplus/core'

import { isExposed } from '../settings/secure-url.js'
import type { Settings } from '../settings/settings.js'
import { sign } from './sign.js'
import type { Token } from '../token.js'

/**
 * Reads the body of a request that is a form, which the signature covers; the request keeps its
 * own.
 *
 * @internal
 */
export async function formOf(request: Request): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (/^(?:GET|HEAD)$/.test(request.method) || !hasFormContentType(headersOf(request))) {
    return undefined
  }
  return new Uint8Array(await request.clone().arrayBuffer())
}

/**
 * Signs exactly what the platform will send: the request's own URL, method and form.
 *
 * @internal
 */
export async function signInPlace(
  settings: Settings,
  request: Request,
  options: {
    readonly token: Token | undefined
    readonly form: Uint8Array | undefined
  },
): Promise<void> {
  const { signatureMethod } = settings
  const { method, url } = request
  if (signatureMethod.name === 'PLAINTEXT' && isExposed(new URL(url)) && !settings.allowInsecure) {
    throw new OAuthError(
      'insecure_transport',
      'PLAINTEXT sends the secrets themselves, so it needs https.',
    )
  }
  const unsigned = { method, url, headers: headersOf(request), body: options.form }
  const signed = await sign(settings, unsigned, { token: options.token })
  for (const value of headerValues(signed.headers, 'authorization')) {
    request.headers.set('authorization', value)
  }
}

function headersOf(request: Request): readonly (readonly [name: string, value: string])[] {
  const headers: [name: string, value: string][] = []
  request.headers.forEach((value, name) => headers.push([name, value]))
  return headers
}
