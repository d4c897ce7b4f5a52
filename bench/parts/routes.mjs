import { startSite } from '../site.mjs'

const UNSIGNED = { path: '/bare', isSigned: false }
const BARE = { path: '/bare' }
const HASH = { path: '/hash' }
const PROTECTED = { path: '/protected' }
const KINDS = [UNSIGNED, BARE, HASH, PROTECTED]
const SLICES = 12
// A hash is a small part of a request, so it needs more runs to be measured with the same
// precision.
const HASH_SLICES = 60

/** Compares a protected route with the same unprotected route: the processor time on the server. */
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
        name: 'createHmac in the same route on Express',
        check: () => express.warmUp(KINDS),
        measure: () => express.measureAdded(HASH, BARE, HASH_SLICES),
      },
      rows: routes.map(({ name, peer, site }) => ({
        name,
        peer,
        ...(!peer && { atMost: 4 }),
        check: () => site.warmUp(KINDS),
        measure: () => site.measureAdded(PROTECTED, BARE, SLICES),
      })),
    },
    ...routes.map(createSiteGroup),
  ]
}

/** Measures the total cost of each kind of request to a site. */
function createSiteGroup({ name, peer, site }) {
  let costs = []
  return {
    title: `A whole request: ${name}`,
    baseline: {
      name: 'unprotected, not signed',
      async measure() {
        costs = await site.measure(KINDS, SLICES)
        return costs[0]
      },
    },
    rows: [
      { name: 'unprotected, signed', measure: () => costs[1] },
      { name: 'unprotected, createHmac in the route', measure: () => costs[2] },
      { name: 'protected', peer, measure: () => costs[3], close: () => site.close() },
    ],
  }
}
