import http from 'node:http'
import type { IncomingMessage } from 'node:http'
import https from 'node:https'

import { signRequest } from '@oauthplus/core'
import type { Credentials, UnsignedRequest } from '@oauthplus/core'

/** Sends a signed request by Node's own modules. */
export async function sendSigned(
  request: UnsignedRequest,
  credentials: Credentials,
): Promise<IncomingMessage> {
  const { method, url, headers, body } = await signRequest(request, credentials)
  const { request: send } = url.startsWith('https:') ? https : http
  return new Promise((resolve, reject) => {
    send(url, { method, headers: Object.fromEntries(headers) }, resolve)
      .once('error', reject)
      .end(body)
  })
}
