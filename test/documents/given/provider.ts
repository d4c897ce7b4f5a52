import type { PageWords } from '@oauthplus/server/pages'

export { escapeHtml } from '@oauthplus/server/pages'

export const DUTCH: Partial<PageWords> = {}

const mails: (readonly [userId: string | undefined, text: string])[] = []

export const sendMail = async (...mail: (typeof mails)[number]): Promise<void> => {
  mails.push(mail)
  await Promise.resolve()
}
