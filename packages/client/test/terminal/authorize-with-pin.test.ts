import { PassThrough } from 'node:stream'

import { describe, expect, it } from 'vitest'

import { createClient } from '../../src/index.js'
import { askInTerminal } from '../../src/terminal/ask-in-terminal.js'
import { authorizeWithPin } from '../../src/terminal.js'
import { startProvider } from '../provider.js'
import type { TestProvider } from '../provider.js'

async function pinFlow(
  provider: TestProvider,
  typed: readonly string[],
): Promise<{ readonly result: unknown; readonly asked: number }> {
  const client = createClient({ ...provider.options, callbackUrl: 'oob' })
  let key = ''
  let asked = 0
  const result = await authorizeWithPin(client, {
    show(url) {
      provider.approve(url)
      key = new URL(url).searchParams.get('oauth_token') ?? ''
    },
    ask: async () => (typed[asked++] ?? '').replace('RIGHT', `verifier of ${key}`),
  }).catch((error: unknown) => error)
  return { result, asked }
}

describe('authorizeWithPin', () => {
  it('gets a token for what the User typed', async () => {
    const { result, asked } = await pinFlow(await startProvider(), [' RIGHT '])
    expect(result).toMatchObject({ token: { key: 'access-2' } })
    expect(asked).toBe(1)
  })

  it('asks again after a typing error and after an empty line', async () => {
    const { result, asked } = await pinFlow(await startProvider(), ['typo', ' ', 'RIGHT'])
    expect(result).toMatchObject({ token: { key: 'access-2' } })
    expect(asked).toBe(3)
  })

  it('gives up after three', async () => {
    const { result, asked } = await pinFlow(await startProvider(), ['1', '2', '3', 'RIGHT'])
    expect(result).toMatchObject({ code: 'verifier_invalid' })
    expect(asked).toBe(3)
  })

  it('asks once where the Provider answers anything else', async () => {
    const provider = await startProvider(({ target }) =>
      target === '/access_token' ? { status: 503, body: 'busy' } : undefined,
    )
    const { result, asked } = await pinFlow(provider, ['RIGHT', 'RIGHT'])
    expect(result).toMatchObject({ code: 'request_failed', status: 503 })
    expect(asked).toBe(1)
  })
})

describe('askInTerminal', () => {
  it('reads one line, and asks on another stream than the output', async () => {
    const input = new PassThrough()
    const output = new PassThrough()
    input.write('123456\nmore\n')
    expect(await askInTerminal(undefined, { input, output })).toBe('123456')
    expect(String(output.read())).toContain('The code that you were shown: ')
  })

  it('does not wait for an input that has ended', async () => {
    const input = new PassThrough()
    input.end()
    await expect(
      askInTerminal(undefined, { input, output: new PassThrough() }),
    ).rejects.toMatchObject({ code: 'input_ended' })
  })

  it('ends with its signal', async () => {
    const controller = new AbortController()
    const asked = askInTerminal(controller.signal, {
      input: new PassThrough(),
      output: new PassThrough(),
    })
    controller.abort()
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' })
  })
})
