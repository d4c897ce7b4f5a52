import { PAGE_HEADERS, renderPage } from '@oauthplus/example-photo-provider-express/page'
import type { Page } from '@oauthplus/example-photo-provider-express/page'
import type { Context } from 'koa'

/** Responds with a page. */
export function sendPage(context: Context, page: Page): void {
  context.status = page.status ?? 200
  context.set(PAGE_HEADERS)
  context.type = 'html'
  context.body = renderPage(page)
}
