import { PAGE_HEADERS, renderPage } from '@oauthplus/example-photo-provider-express/page'
import type { Page } from '@oauthplus/example-photo-provider-express/page'
import type { FastifyReply } from 'fastify'

/** Responds with a page. */
export function sendPage(reply: FastifyReply, page: Page): FastifyReply {
  reply.code(page.status ?? 200).headers(PAGE_HEADERS)
  return reply.type('text/html; charset=utf-8').send(renderPage(page))
}
