import { PAGE_HEADERS, renderPage } from '@oauthplus/example-photo-provider-express/page'
import type { Page } from '@oauthplus/example-photo-provider-express/page'
import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'

/** Responds with a page. */
export function sendPage(context: Context, page: Page): Response {
  return context.html(renderPage(page), (page.status ?? 200) as ContentfulStatusCode, PAGE_HEADERS)
}
