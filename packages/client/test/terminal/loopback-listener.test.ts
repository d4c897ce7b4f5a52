import { ServerResponse } from 'node:http'

import { describe, expect, it, onTestFinished, vi } from 'vitest'

import { listenOnLoopback } from '../../src/terminal/loopback-listener.js'
import type { LoopbackListener } from '../../src/terminal/loopback-listener.js'

const HEADERS = {
  'cache-control': 'no-store',
  connection: 'close',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'content-type': 'text/html; charset=utf-8',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

async function listen(): Promise<LoopbackListener> {
  const listener = await listenOnLoopback(0, '/cb')
  onTestFinished(() => {
    listener.close()
  })
  return listener
}

function page(sentence: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${sentence}</title><main><p>${sentence}</p></main></html>`
}

describe('listenOnLoopback', () => {
  it('has no page before it is opened, and headers that keep and load nothing', async () => {
    const { callbackUrl } = await listen()
    const response = await fetch(callbackUrl)
    expect([response.status, await response.text()]).toEqual([404, page('There is nothing here.')])
    expect(Object.fromEntries(response.headers)).toMatchObject(HEADERS)
  })

  it('has a page for a visit that fails, which tells nothing of the reason', async () => {
    const listener = await listen()
    listener.open(() => Promise.reject(new Error('secret')))
    const response = await fetch(listener.callbackUrl)
    expect([response.status, await response.text()]).toEqual([500, page('Something went wrong.')])
  })

  it('gives a visit the target with its query, and runs onSent after its page', async () => {
    const listener = await listen()
    const log: string[] = []
    const end = vi.spyOn(ServerResponse.prototype, 'end')
    onTestFinished(() => {
      end.mockRestore()
    })
    const ended = new Promise<void>((resolve) => {
      listener.open(async (target) => {
        log.push(target)
        return {
          page: { status: 200, sentence: 'Done.' },
          onSent: () => {
            log.push(`pages: ${String(end.mock.calls.length)}`)
            resolve()
          },
        }
      })
    })
    expect(await (await fetch(`${listener.callbackUrl}?a=1`)).text()).toBe(page('Done.'))
    await ended
    expect(log).toEqual(['/cb?a=1', 'pages: 1'])
  })

  it('runs onSent also when the browser has gone before its page', async () => {
    const listener = await listen()
    const left = new AbortController()
    const ended = new Promise<void>((resolve) => {
      listener.open(async () => {
        left.abort()
        // The listener sees the end of that connection before it sees another one.
        await (await fetch(`${listener.callbackUrl}/other`)).text()
        return { page: { status: 200, sentence: 'Done.' }, onSent: resolve }
      })
    })
    await expect(fetch(listener.callbackUrl, { signal: left.signal })).rejects.toThrow()
    await expect(ended).resolves.toBeUndefined()
  })
})
