import { ServerResponse } from 'node:http'

import { describe, expect, it, onTestFinished, vi } from 'vitest'

import { listenOnLoopback } from '../../src/terminal/loopback-listener.js'
import type { LoopbackListener } from '../../src/terminal/loopback-listener.js'

const HEADERS = {
  'cache-control': 'no-store',
  connection: 'close',
  'content-security-policy': expect.stringMatching(
    /^default-src 'none'; style-src 'sha256-[\w+/]{43}='; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
  ) as string,
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

async function readPage(response: Response): Promise<readonly [number, ...(string | undefined)[]]> {
  const html = await response.text()
  const parts = ['title', 'h1', 'p'].map((tag) => html.split(new RegExp(`</?${tag}>`))[1])
  return [response.status, ...parts]
}

describe('listenOnLoopback', () => {
  it('serves no page before it is opened, and sends headers that forbid storing and loading', async () => {
    const { callbackUrl } = await listen()
    const response = await fetch(callbackUrl)
    expect(await readPage(response)).toEqual([
      404,
      'Page not found',
      'Page not found',
      'There is nothing at this address.',
    ])
    expect(Object.fromEntries(response.headers)).toMatchObject(HEADERS)
  })

  it('shows a page for a failed visit, without the reason', async () => {
    const listener = await listen()
    listener.open(() => Promise.reject(new Error('secret')))
    const response = await fetch(listener.callbackUrl)
    expect(await readPage(response)).toEqual([
      500,
      'Something went wrong',
      'Something went wrong',
      'Go back to the program and start again.',
    ])
  })

  it('passes the target with its query to a visit, and runs onSent after its page', async () => {
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
          page: { status: 200, title: 'Done', text: '<Done>' },
          onSent: () => {
            log.push(`pages: ${String(end.mock.calls.length)}`)
            resolve()
          },
        }
      })
    })
    expect(await readPage(await fetch(`${listener.callbackUrl}?a=1`))).toEqual([
      200,
      'Done',
      'Done',
      '&lt;Done&gt;',
    ])
    await ended
    expect(log).toEqual(['/cb?a=1', 'pages: 1'])
  })

  it('runs onSent even if the browser has disconnected', async () => {
    const listener = await listen()
    const left = new AbortController()
    const ended = new Promise<void>((resolve) => {
      listener.open(async () => {
        left.abort()
        // The listener notices the end of that connection before it accepts another one.
        await (await fetch(`${listener.callbackUrl}/other`)).text()
        return { page: { status: 200, title: 'Done', text: '<Done>' }, onSent: resolve }
      })
    })
    await expect(fetch(listener.callbackUrl, { signal: left.signal })).rejects.toThrow()
    await expect(ended).resolves.toBeUndefined()
  })
})
