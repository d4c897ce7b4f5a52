import type { Echo } from '@oauthplus/example-photo-provider-express/echo'
import type { User } from '@oauthplus/example-photo-provider-express/users'
import type { Grant } from '@oauthplus/server-fetch'
import type { Context } from 'hono'

/** Describes a received request. */
export async function createEcho({ req }: Context, granted: Grant<User>): Promise<Echo> {
  const { query, form, body, consumer, user } = granted
  return {
    method: req.method,
    params: [...query, ...form],
    query,
    form,
    bytes: body?.length ?? (await req.arrayBuffer()).byteLength,
    consumer: consumer.key,
    user: user.username,
  }
}
