import type { PageWords } from '@oauthplus/server/pages'

export const GERMAN: Partial<PageWords> = {}
