import type { PageWords } from '@oauthplus/server/pages'

export { escapeHtml } from '@oauthplus/server/pages'

export const DUTCH: Partial<PageWords> = {}

export const sendMail = async (_userId: string | undefined, _text: string): Promise<void> =>
  undefined
