import type { HttpBindings } from '@hono/node-server'
import { getConnInfo } from '@hono/node-server/conninfo'
import type { Grant } from '@oauthplus/server'
import { fetchOAuth } from '@oauthplus/server-fetch'
import { honoOAuth } from '@oauthplus/server-fetch/hono'
import { Hono } from 'hono'

import { listenerOf, peerAddress } from '../../packages/server-fetch/test/listener-of.js'
import { ID_HEADER, toPairs } from './fuzzed-site.js'
import type { FuzzedUser, MakeHandler, Sighting } from './fuzzed-site.js'

const VISITOR = { getUserId: () => 'jane', getLoginUrl: () => '/login' } as const

/** Makes the site on `Request` and `Response`. */
export const fetchHandler: MakeHandler = (provider, see) => {
  const { routes, protect, grant } = fetchOAuth(provider, {
    ...VISITOR,
    getPeerAddress: peerAddress,
  })
  const echo = protect({}, async (request, { incoming }: HttpBindings) => {
    const form = await formOf(request.clone())
    see(String(incoming.headers[ID_HEADER]), {
      ...(await seenIn(request, incoming, grant(request))),
      query: groupByName(new URL(request.url).searchParams),
      parsedBody: form && groupByName(form),
    })
    return Response.json({ ok: true })
  })
  return listenerOf(
    async (request, bindings) => (await routes(request, bindings)) ?? echo(request, bindings),
  ) as ReturnType<MakeHandler>
}

/** Makes the site on Hono. */
export const honoHandler: MakeHandler = (provider, see) => {
  const { routes, protect, grant } = honoOAuth(provider, { ...VISITOR, getConnInfo })
  const app = new Hono<{ Bindings: HttpBindings }>()
  app.use(routes)
  app.all('*', protect(), async (context) => {
    const { req, env } = context
    const form = await formOf(req.raw.clone())
    see(String(env.incoming.headers[ID_HEADER]), {
      ...(await seenIn(req.raw.clone(), env.incoming, grant(context))),
      query: req.queries(),
      parsedBody: form && (await req.parseBody({ all: true })),
    })
    return context.json({ ok: true })
  })
  return listenerOf((request, bindings) => app.fetch(request, bindings)) as ReturnType<MakeHandler>
}

async function seenIn(
  request: Request,
  { rawHeaders }: HttpBindings['incoming'],
  grant: Grant<FuzzedUser>,
): Promise<Omit<Sighting, 'query' | 'parsedBody'>> {
  return {
    method: request.method,
    target: request.url,
    headers: toPairs(rawHeaders),
    grant,
    body: undefined,
    rest: Buffer.from(await request.arrayBuffer()),
  }
}

/** Parses a form; gives nothing if the platform does not take the body for one. */
async function formOf(request: Request): Promise<FormData | undefined> {
  if (!/^application\/x-www-form/i.test(request.headers.get('content-type') ?? '')) return undefined
  return request.formData().catch(() => undefined)
}

function groupByName(pairs: URLSearchParams | FormData): Readonly<Record<string, unknown>> {
  return Object.fromEntries([...pairs.keys()].map((name) => [name, pairs.getAll(name)]))
}
