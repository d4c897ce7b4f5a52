import type { ProviderResponse } from '@oauthplus/server'
import { writeHeaders } from '@oauthplus/server/adapter'
import type { HeaderAccess } from '@oauthplus/server/adapter'

import type { ProtectedReply } from './protect-hook.js'

/**
 * Sends a neutral response as a reply, so that the hooks of the application see it. Resolves when it
 * was sent, and never before Fastify could run another hook.
 */
export async function sendResponse(
  reply: ProtectedReply,
  response: ProviderResponse,
): Promise<void> {
  reply.code(response.status)
  writeHeaders(toHeaderAccess(reply), response)
  // Fastify would give an empty string a Content-Type.
  await reply.send(response.body === '' ? undefined : response.body)
}

/** Returns the headers of a reply in the form of Node's own responses. */
export function toHeaderAccess(reply: ProtectedReply): HeaderAccess {
  return {
    getHeader: (name) => reply.getHeader(name),
    setHeader: (name, value) => reply.header(name, value),
  }
}
