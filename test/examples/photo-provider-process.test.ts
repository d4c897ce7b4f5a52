import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

import { expect, it } from 'vitest'

import { exampleCommand } from './run-example.js'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

it.for([
  ['photo-provider-express', 'SIGTERM'],
  ['photo-provider-express', 'SIGINT'],
  ['photo-provider-fastify', 'SIGTERM'],
  ['photo-provider-hono', 'SIGTERM'],
  ['photo-provider-koa', 'SIGTERM'],
  ['photo-provider-koa', 'SIGINT'],
] as const)(
  '%s prints one line of JSON when it listens, and ends at %s',
  { timeout: 60_000 },
  async ([name, signal]) => {
    const child = spawn(...exampleCommand(name, ['--port', '0']), {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const ended = once(child, 'close')
    const lines: string[] = []
    const reader = createInterface({ input: child.stdout }).on('line', (line) => lines.push(line))
    await once(reader, 'line')
    const endpoints = JSON.parse(lines[0] ?? '') as Record<string, string>
    const { origin = '' } = endpoints
    expect(origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(endpoints).toEqual({
      origin,
      requestTokenUrl: `${origin}/oauth/request_token`,
      authorizeUrl: `${origin}/oauth/authorize`,
      accessTokenUrl: `${origin}/oauth/access_token`,
      echoUrl: `${origin}/api/echo`,
      photosUrl: `${origin}/photos`,
    })
    expect((await fetch(endpoints.photosUrl ?? '')).status).toBe(401)
    child.kill(signal)
    expect(await ended).toEqual([0, null])
    expect(lines).toHaveLength(1)
  },
)
