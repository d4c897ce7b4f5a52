import { makeFetchApplication } from '../matrix/fetch-application.js'
import { makeHonoApplication } from '../matrix/hono-application.js'
import { createHostProvider } from '../matrix/host-provider.js'

/** Creates the application of a server of `Request` and `Response`, on Hono if a header says so. */
export function createWebApplication(): (request: Request) => Promise<Response> {
  let starting: ReturnType<typeof start> | undefined
  return async (request) => {
    // workerd gives neither random values nor timers before the first request.
    starting ??= start()
    const applications = await starting
    return applications[request.headers.get('x-application') === 'hono' ? 'hono' : 'fetch'](request)
  }
}

async function start() {
  const provider = await createHostProvider()
  return { fetch: makeFetchApplication(provider), hono: makeHonoApplication(provider).fetch }
}
