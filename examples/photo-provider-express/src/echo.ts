import type { Grant } from '@oauthplus/server-express'
import type { Request } from 'express'

import type { User } from './users.js'

type Parameters = readonly (readonly [name: string, value: string])[]

/** The received request, for authors of clients. */
export interface Echo {
  readonly method: string
  /** The query's parameters, then the form's, in the order sent, without those of OAuth. */
  readonly params: Parameters
  readonly query: Parameters
  readonly form: Parameters
  /** The length of the body. */
  readonly bytes: number
  /** The consumer key. */
  readonly consumer: string
  /** The username. */
  readonly user: string
}

/** Describes a received request. */
export async function createEcho(request: Request, granted: Grant<User>): Promise<Echo> {
  const { query, form, body, consumer, user } = granted
  return {
    method: request.method,
    params: [...query, ...form],
    query,
    form,
    bytes: body?.length ?? (await streamLength(request)),
    consumer: consumer.key,
    user: user.username,
  }
}

async function streamLength(stream: AsyncIterable<Uint8Array>): Promise<number> {
  let length = 0
  for await (const chunk of stream) length += chunk.length
  return length
}
