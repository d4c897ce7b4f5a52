import type { Context } from 'hono'

// From these the bytes can be had again; a form that was parsed has lost its order.
const KEEPS_BYTES: ReadonlySet<string | undefined> = new Set(['arrayBuffer', 'text', 'blob'])

/** Returns a `Request` with the body that earlier middleware has read through Hono, which keeps it. */
export function getKeptRequest({ req }: Context): Promise<Request> | undefined {
  // Hono makes every other form of a body out of the first one.
  const [first] = Object.keys(req.bodyCache)
  if (!KEEPS_BYTES.has(first)) return undefined
  return req.arrayBuffer().then((body) => new Request(req.raw.url, { method: 'POST', body }))
}
