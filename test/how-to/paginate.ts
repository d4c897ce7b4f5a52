import type { ClientWithToken } from '@oauthplus/client'

/** Reads all pages that a Link header leads to. */
export async function* followLinks(
  client: ClientWithToken,
  url: string,
): AsyncGenerator<unknown[]> {
  for (let next: string | undefined = url; next !== undefined;) {
    const { value, headers } = await getJson(client, next)
    yield value as unknown[]
    const links = (headers.get('link') ?? '').split(/,(?=\s*<)/)
    const link = links.find((each) => /;\s*rel="?next"?/.test(each))
    const target = link?.match(/<([^>]*)>/)?.[1]
    next = target && new URL(target, next).href
  }
}

/** Reads all pages of a service with cursors. */
export async function* followCursors(
  client: ClientWithToken,
  url: string,
): AsyncGenerator<unknown[]> {
  const pageUrl = new URL(url)
  for (let cursor: string | undefined = ''; cursor !== undefined;) {
    if (cursor !== '') pageUrl.searchParams.set('cursor', cursor)
    const { value } = await getJson(client, pageUrl.href)
    const page = value as { items: unknown[]; next_cursor?: string }
    yield page.items
    cursor = page.next_cursor
  }
}

/** Reads numbered pages, up to the first that is empty. */
export async function* countPages(client: ClientWithToken, url: string): AsyncGenerator<unknown[]> {
  const pageUrl = new URL(url)
  for (let page = 1; ; page++) {
    pageUrl.searchParams.set('page', String(page))
    const { value } = await getJson(client, pageUrl.href)
    if ((value as unknown[]).length === 0) return
    yield value as unknown[]
  }
}

async function getJson(
  { fetch }: ClientWithToken,
  url: string,
): Promise<{ readonly value: unknown; readonly headers: Headers }> {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`${url}: ${response.status}`)
  return { value: await response.json(), headers: response.headers }
}
