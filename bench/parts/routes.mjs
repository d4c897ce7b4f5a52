import { HASH_ALONE } from '../fixture.mjs'
import { startSite } from '../site.mjs'

/** A protected route against the same route unprotected: what it costs the server of processor time. */
export async function groups() {
  const routes = []
  for (const [framework, name] of [
    ['express', 'Express'],
    ['koa', 'Koa'],
    ['passport', 'passport-http-oauth on Express'],
  ]) {
    routes.push({ name, peer: framework === 'passport', site: await startSite(framework) })
  }
  const bare = (site) => site.costOf('/bare')
  const guarded = (site) => site.costOf('/protected')
  return [
    {
      title: 'What protection adds to a request, memory store',
      baseline: HASH_ALONE,
      rows: routes.map(({ name, peer, site }) => ({
        name,
        peer,
        ...(!peer && { atMost: 7 }),
        check: async () => {
          await bare(site)
          await guarded(site)
        },
        measure: async () => {
          const unprotected = await bare(site)
          return (await guarded(site)) - unprotected
        },
      })),
    },
    ...routes.map(({ name, peer, site }) => ({
      title: `A request to a protected route: ${name}`,
      baseline: { name: 'the same route, unprotected', measure: () => bare(site) },
      rows: [{ name, peer, measure: () => guarded(site), close: () => site.close() }],
    })),
  ]
}
