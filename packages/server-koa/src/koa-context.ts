import type { HeaderAccess } from '@oauthplus/server/adapter'
import type { FinishingResponse, NodeRequest } from '@oauthplus/server/node'

/** The members of a Koa 3 or 2.16 context that this package uses. */
export interface KoaContext {
  /** The request as Node has it. */
  readonly req: NodeRequest
  /** The response as Node has it. */
  readonly res: FinishingResponse &
    HeaderAccess & {
      /** Sends the status and the headers. */
      writeHead: (...values: never[]) => unknown
    }
  /** The request target as received, whatever the routes are mounted under. */
  readonly originalUrl: string
  /** The path below the mount point, without the query. */
  readonly path: string
  /** The headers as Node joins them, names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** Koa's request. */
  readonly request: {
    /** The body as a body parser left it; `undefined` before one was there. */
    body?: unknown
    /** The body before it was parsed, if a body parser has kept it: its text, or its bytes. */
    rawBody?: string | Uint8Array | undefined
  }
  /** The HTTP status of the response. */
  status: number
  /** The body of the response. */
  body: unknown
  /** Removes a header of the response. */
  remove(name: string): void
}

/** Middleware that Koa takes. */
export type KoaMiddleware = (context: KoaContext, next: () => Promise<unknown>) => Promise<void>
