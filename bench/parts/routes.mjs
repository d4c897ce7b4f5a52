import { startSite } from '../site.mjs'

/** A protected route against the same route unprotected: what it costs the server of processor time. */
export async function createGroups() {
  const routes = []
  for (const [framework, name] of [
    ['express', 'Express'],
    ['koa', 'Koa'],
    ['fastify', 'Fastify'],
    ['hono', 'Hono'],
    ['passport', 'passport-http-oauth on Express'],
  ]) {
    routes.push({ name, peer: framework === 'passport', site: await startSite(framework) })
  }
  const [{ site: express }] = routes
  return [
    {
      title: 'What protection adds to a request, memory store',
      baseline: {
        name: 'createHmac in the same route',
        measure: () => measureAddedNanoseconds(express, '/hash'),
      },
      rows: routes.map(({ name, peer, site }) => ({
        name,
        peer,
        ...(!peer && { atMost: 4 }),
        check: () => measureAddedNanoseconds(site, '/protected'),
        measure: () => measureAddedNanoseconds(site, '/protected'),
      })),
    },
    ...routes.map(({ name, peer, site }) => ({
      title: `A request to a protected route: ${name}`,
      baseline: { name: 'the same route, unprotected', measure: () => site.costOf('/bare') },
      rows: [
        {
          name,
          peer,
          measure: () => site.costOf('/protected'),
          close: () => site.close(),
        },
      ],
    })),
  ]
}

/** What a route costs beside the bare one. */
async function measureAddedNanoseconds(site, path) {
  const unprotected = await site.costOf('/bare')
  return (await site.costOf(path)) - unprotected
}
