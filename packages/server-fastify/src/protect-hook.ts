import type { FinishingResponse, NodeRequest } from '@oauthplus/server/node'

/** The members of a Fastify request that `protect` uses, over HTTP/1.1 or HTTP/2. */
export interface ProtectedRequest {
  /** The request of Node. */
  readonly raw: NodeRequest
  /** The request target as received, before `rewriteUrl`. */
  readonly originalUrl: string
  /** The body before it was parsed, if a parser has kept it: its bytes, or its text. */
  readonly rawBody?: string | Uint8Array | undefined
}

/** The members of a Fastify reply that `protect` uses, over HTTP/1.1 or HTTP/2. */
export interface ProtectedReply {
  /** The response of Node. */
  readonly raw: FinishingResponse
  /** Returns a header that was set before. */
  getHeader(name: string): number | string | string[] | undefined
  /** Sets a header. */
  header(name: string, value: string): unknown
  /** Sets the HTTP status. */
  code(status: number): unknown
  /** Sends the body. */
  send(body?: string): unknown
}

/** A hook for `preParsing` or `onRequest`: for `addHook`, or in the options of a route. */
export type ProtectHook = (
  request: ProtectedRequest,
  reply: ProtectedReply,
  payload?: unknown,
) => Promise<void>
