import { createClient } from '@oauthplus/client'
import type { HmacName } from '@oauthplus/client'
import vectors from '@oauthplus/testkit/vectors/tricky-requests.json' with { type: 'json' }

/** A request that signers stumble over, with its signatures as Python's oauthlib makes them. */
export type TrickyRequest = (typeof vectors)[number]

/** Finds one by its number. */
export function trickyRequest(id: string): TrickyRequest {
  const found = vectors.find((tricky) => tricky.id === id)
  if (found === undefined) throw new Error(`There is no tricky request ${id}.`)
  return found
}

/** Gives a request as the client hands it to the platform, to be sent. */
export async function handedOver(
  tricky: TrickyRequest,
  signatureMethod: HmacName | 'PLAINTEXT',
): Promise<Request> {
  const { consumerKey, consumerSecret, token, tokenSecret, input } = tricky
  const handed: Request[] = []
  const client = createClient({
    provider: { signatureMethod },
    consumer: { key: consumerKey, secret: consumerSecret },
    // Some of them are for plain http.
    allowInsecure: true,
    now: () => tricky.timestamp * 1000,
    nonce: () => tricky.nonce,
    // Their hosts are not on this machine.
    fetch: (request, init) => {
      handed.push(new Request(request, init))
      return Promise.resolve(new Response('ok'))
    },
  })
  const { fetch } = token === null ? client : client.withToken({ key: token, secret: tokenSecret })
  await fetch(input.url, {
    method: input.method,
    ...(input.body === null ? {} : { body: input.body }),
    ...(input.contentType === null ? {} : { headers: { 'content-type': input.contentType } }),
  })
  const [request] = handed
  if (request === undefined) throw new Error('Nothing was sent.')
  return request
}
