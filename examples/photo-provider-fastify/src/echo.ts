import type { Echo } from '@oauthplus/example-photo-provider-express/echo'
import type { User } from '@oauthplus/example-photo-provider-express/users'
import type { Grant } from '@oauthplus/server-fastify'
import type { FastifyRequest } from 'fastify'

/** Describes a received request. */
export async function createEcho(request: FastifyRequest, granted: Grant<User>): Promise<Echo> {
  const { query, form, body, consumer, user } = granted
  return {
    method: request.method,
    params: [...query, ...form],
    query,
    form,
    bytes: body?.length ?? (await streamLength(request.raw)),
    consumer: consumer.key,
    user: user.username,
  }
}

async function streamLength(stream: AsyncIterable<Uint8Array>): Promise<number> {
  let length = 0
  for await (const chunk of stream) length += chunk.length
  return length
}
