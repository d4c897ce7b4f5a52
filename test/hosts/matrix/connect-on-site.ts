import { startProviderApp } from '../../provider-app.js'
import { freePort } from '../../servers/free-port.js'
import { startProcess } from './process-host.js'
import type { ServerCommand } from './process-host.js'

/**
 * Connects an account on a site that has `connectRoutes()` under `/v1/connect`, as a browser does: the form, the consent
 * at the provider, the callback. Returns what went wrong, or nothing.
 */
export async function connectOnSite(
  commandOf: (options: {
    readonly port: number
    readonly environment: Readonly<Record<string, string>>
  }) => ServerCommand,
): Promise<readonly string[]> {
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const provider = await startProviderApp()
  const environment = { ORIGIN: origin, PROVIDER_ORIGIN: provider.origin }
  const site = await startProcess(commandOf({ port, environment }))
  try {
    const page = await (await fetch(`${origin}/v1/connect/start`)).text()
    const action = /<form method="post" action="([^"]+)"/.exec(page)?.[1] ?? ''
    const start = (site: string): Promise<Response> =>
      fetch(`${origin}${action}`, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'Sec-Fetch-Site': site },
      })
    const crossSite = await start('cross-site')
    const started = await start('same-origin')
    const cookie = started.headers.get('set-cookie')?.split(';', 1)[0] ?? ''
    const callback = await approve(started.headers.get('location') ?? '')
    const found = [
      pathOf(crossSite),
      pathOf(await visit(callback, '')),
      pathOf(await visit(callback, cookie)),
      pathOf(await visit(callback, cookie)),
    ]
    const expected = [
      '/v1/failed/cross_site',
      '/v1/failed/ended',
      '/v1/connected/jane',
      '/v1/failed/ended',
    ]
    return found.join() === expected.join() ? [] : [`connectRoutes: ${found.join(', ')}`]
  } finally {
    await site.stop()
    await provider.close()
  }
}

function visit(url: string, cookie: string): Promise<Response> {
  return fetch(url, { headers: { cookie, 'Sec-Fetch-Site': 'cross-site' }, redirect: 'manual' })
}

/** Approves as the user at the provider, and returns the URL of the callback. */
async function approve(url: string): Promise<string> {
  const page = await (await fetch(url)).text()
  const csrf = /name="csrf" value="([^"]+)"/.exec(page)?.[1] ?? ''
  const oauthToken = new URL(url).searchParams.get('oauth_token') ?? ''
  const body = new URLSearchParams({ oauth_token: oauthToken, csrf, decision: 'approve' })
  const decided = await fetch(url, { method: 'POST', body, redirect: 'manual' })
  return decided.headers.get('location') ?? ''
}

function pathOf({ status, headers }: Response): string {
  return headers.get('location') ?? String(status)
}
