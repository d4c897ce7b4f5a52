import { signRequest } from '@oauthplus/core'
import type { Credentials, UnsignedRequest } from '@oauthplus/core'
import superagent from 'superagent'
import type { Response } from 'superagent'

/** Signs a request and sends it by superagent. */
export async function sendBySuperagent(
  request: UnsignedRequest,
  credentials: Credentials,
): Promise<Response> {
  const { method, url, headers, body } = await signRequest(request, credentials)
  return superagent(method, url)
    .set(Object.fromEntries(headers))
    .redirects(0)
    .send(body?.toString())
}
