import { createScriptName } from './digests.js'

/** A script in Lua, which runs on the server as one step. */
export interface RedisScript {
  readonly text: string
  /** The name by which a server that has run it knows it. */
  readonly name: string
}

// `add` lets an index live as long as the longest of what is in it. The milliseconds are a string,
// empty for what is kept without end.
const PRELUDE = `
local function add(milliseconds, command, key, ...)
  local left = redis.call('PTTL', key)
  local added = redis.call(command, key, ...)
  if milliseconds == '' then
    if left >= 0 then redis.call('PERSIST', key) end
  elseif left == -2 or (left >= 0 and tonumber(milliseconds) > left) then
    redis.call('PEXPIRE', key, milliseconds)
  end
  return added
end
`

const INDEXES = `
local expiry, valid, grants, pending, approved = unpack(KEYS, 1, 5)

local function split(member)
  return member:match('^([^:]*):(.*)$')
end

-- Saves what ARGV describes from \`first\` on: the token's key, its User's tag where it is an Access
-- Token, its last second, the milliseconds to keep it, its index, and its fields.
local function save(record, first)
  local key, user, last, milliseconds, index = unpack(ARGV, first, first + 4)
  redis.call('HSET', record, unpack(ARGV, first + 5))
  if milliseconds ~= '' then redis.call('PEXPIRE', record, milliseconds) end
  add(milliseconds, 'ZADD', expiry, last, user .. ':' .. key)
  if index == 'valid' then
    add(milliseconds, 'ZADD', valid, 0, key)
    add(milliseconds, 'ZADD', grants, 0, user .. ':' .. key)
  elseif index == 'pending' then
    add(milliseconds, 'SADD', pending, key)
  elseif index == 'approved' then
    add(milliseconds, 'HSET', approved, key, redis.call('HGET', record, 'user'))
  end
end

local function forget(record, member)
  local user, key = split(member)
  redis.call('ZREM', expiry, member)
  if user ~= '' then
    redis.call('ZREM', valid, key)
    redis.call('ZREM', grants, member)
  else
    redis.call('SREM', pending, key)
    redis.call('HDEL', approved, key)
  end
  return redis.call('DEL', record)
end
`

/** Creates a script. */
export function createScript(body: string): RedisScript {
  const text = `${PRELUDE}${body}`
  return { text, name: createScriptName(text) }
}

/** Creates a script whose first five keys are the indexes of a consumer's tokens. */
export function createTokenScript(body: string): RedisScript {
  return createScript(`${INDEXES}${body}`)
}
