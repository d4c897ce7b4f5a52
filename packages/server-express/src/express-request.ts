import type { FinishingResponse, NodeRequest, NodeResponse } from '@oauthplus/server/node'

declare global {
  // Express names its own types so, and middleware such as express-session adds to them. Declared
  // here as well, so that this package needs no types of Express.
  // eslint-disable-next-line @typescript-eslint/no-namespace -- the only way to join that declaration
  namespace Express {
    // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- other packages add members to it
    interface Request {}
  }
}

/** The members of an Express 4 or 5 request that this package uses. */
export interface ExpressRequest extends NodeRequest, Express.Request {
  /** The request target as received, whatever the routes are mounted under. */
  readonly originalUrl: string
  /** The path below the mount point, without the query. */
  readonly path: string
  /** The headers as Node joins them, names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** The body as a body parser left it; `undefined` or empty before one was there. */
  body?: unknown
  /** Whether body-parser 1, of Express 4, has read the body. */
  _body?: boolean
}

/** The members of an Express 4 or 5 response that this package uses. */
export interface ExpressResponse extends NodeResponse, FinishingResponse {}

/** A handler that Express takes wherever it takes middleware. */
export type ExpressHandler = (
  request: ExpressRequest,
  response: ExpressResponse,
  next: (error?: unknown) => void,
) => void
