// Each runtime writes URLs and bodies with its own code, and the signature must match the bytes that it writes.
/* global Request, Response, TextDecoder, TextEncoder */
import { createClient } from '@oauthplus/client'
import { parameterValue, parseAuthorizationHeader } from '@oauthplus/core'

import { equal } from './checks.mjs'
import { VECTORS } from './vectors.mjs'

/** The requests whose URLs and forms are easily signed wrongly, through the client. */
export const trickyCases = VECTORS.trickyRequests.map((tricky) => ({
  name: `fetch on the tricky request ${tricky.id}: ${tricky.title}`,
  async run() {
    const isForm = tricky.input.contentType?.includes('form') === true
    for (const [method, signature] of Object.entries(tricky.signatures)) {
      const text = tricky.input.body
      for (const body of isForm ? [text, new TextEncoder().encode(text ?? '')] : [text]) {
        const request = await sentBy(tricky, method, body)
        const header = parseAuthorizationHeader(request.headers.get('authorization') ?? '')
        equal(
          [
            request.url,
            new TextDecoder().decode(await request.arrayBuffer()),
            parameterValue(header?.parameters ?? [], 'oauth_signature'),
          ],
          [tricky.wireUrl, text ?? '', signature],
        )
      }
    }
  },
}))

async function sentBy(tricky, signatureMethod, body) {
  let sent
  const client = createClient({
    provider: { signatureMethod },
    consumer: { key: tricky.consumerKey, secret: tricky.consumerSecret },
    allowInsecure: true,
    now: () => tricky.timestamp * 1000,
    nonce: () => tricky.nonce,
    fetch: async (input, init) => {
      sent = new Request(input, init)
      return new Response('ok')
    },
  })
  const { token, tokenSecret, input } = tricky
  const { fetch } =
    token === null ? client : client.withToken({ key: token, secret: tokenSecret ?? '' })
  await fetch(input.url, {
    method: input.method,
    ...(body === null ? {} : { body }),
    ...(input.contentType === null ? {} : { headers: { 'content-type': input.contentType } }),
  })
  return sent
}
