import type { PageWords } from '@oauthplus/server/pages'

export { escapeHtml } from '@oauthplus/server/pages'

export const DUTCH: Partial<PageWords> = {}
