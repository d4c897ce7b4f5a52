import type { AuditEntry } from '@oauthplus/server'

import { createScript } from './redis-script.js'
import type { RedisScript } from './redis-script.js'

/**
 * The function `log` of scripts, which adds an entry to an audit log and keeps the latest 1,000; an empty
 * string adds none.
 */
export const LOG = `
local function log(audit, entry)
  if entry == '' then return end
  redis.call('LPUSH', audit, entry)
  redis.call('LTRIM', audit, 0, 999)
end
`

/** Creates a script that can write into an audit log. */
export function createAuditScript(body: string): RedisScript {
  return createScript(`${LOG}${body}`)
}

/** Formats an entry for a script; an empty string without one. */
export function formatEntry(entry: AuditEntry | undefined): string {
  return entry === undefined ? '' : JSON.stringify(entry)
}
