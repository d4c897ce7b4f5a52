import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'

declare module 'fastify' {
  // @fastify/session adds to it as well.
  interface FastifyRequest {
    session: { userId?: string }
  }
}

export const app: FastifyInstance = Fastify()
