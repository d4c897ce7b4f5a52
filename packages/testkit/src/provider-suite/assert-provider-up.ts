import type { ProviderContext } from './provider-context.js'

/** The statuses of a gateway whose provider is down. */
const GATEWAY_STATUSES: ReadonlySet<number> = new Set([502, 503, 504])

/** Asserts that every origin of the provider responds. Throws an `Error` with one line if not. */
export async function assertProviderUp({ config, get }: ProviderContext): Promise<void> {
  const { requestTokenUrl, accessTokenUrl, resourceUrl } = config
  const urls = new Map(
    [resourceUrl, accessTokenUrl, requestTokenUrl].map((url) => [new URL(url).origin, url]),
  )
  for (const [origin, url] of urls) {
    const { response } = await get(url)
    if ('failure' in response) {
      throw new Error(`The provider at ${origin} does not respond: ${response.failure}`)
    }
    if (GATEWAY_STATUSES.has(response.status)) {
      throw new Error(`The provider at ${origin} does not respond: status ${response.status}`)
    }
  }
}
