import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'

import type { Provider } from '@oauthplus/server'
import { createAdapter } from '@oauthplus/server/adapter'
import { readNodeRequest, writeNodeResponse } from '@oauthplus/server/node'

import { viewOf, VISITOR } from './host-provider.js'
import type { HostUser } from './host-provider.js'

/** Makes the application on Node's own server, without a framework. */
export function makeNodeApplication(provider: Provider<HostUser>): RequestListener {
  const { respond: respondAtEndpoint, prepareAuthentication } = createAdapter<
    HostUser,
    [IncomingMessage]
  >(provider, VISITOR)
  const authenticate = prepareAuthentication([{ allowTwoLegged: true }])
  async function respond(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const how = incoming.headers['x-read']
    const read = how === undefined ? undefined : await buffer(incoming)
    const kept = how === 'kept' && read !== undefined ? { keptBody: read } : {}
    const request = readNodeRequest(incoming, { ...kept, response })
    const path = incoming.url?.split('?', 1)[0]?.replace(/^\/v1(?=\/)/, '') ?? ''
    const routed = await respondAtEndpoint({ request, path }, incoming)
    if (routed) {
      writeNodeResponse(response, routed)
      return
    }
    const result = await authenticate(request, incoming)
    if (!result.ok) {
      writeNodeResponse(response, result.response)
      return
    }
    const { query, form, body } = result.grant
    const bytes = body ?? (await buffer(incoming))
    const view =
      path === '/parsed'
        ? { query, form, body: parsedOf(Buffer.from(bytes).toString()) }
        : viewOf(result.grant, bytes)
    response.end(JSON.stringify(view))
  }
  return (incoming, response) => {
    respond(incoming, response).catch((error: unknown) => {
      response.statusCode = 500
      response.end(String(error))
    })
  }
}

function parsedOf(text: string): unknown {
  if (text.startsWith('{')) return JSON.parse(text)
  const form = new URLSearchParams(text)
  return Object.fromEntries(
    [...form.keys()].map((name) => {
      const values = form.getAll(name)
      return [name, values.length === 1 ? values[0] : values]
    }),
  )
}
