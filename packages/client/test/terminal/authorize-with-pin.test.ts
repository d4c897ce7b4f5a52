import { PassThrough } from 'node:stream'

import { describe, expect, it } from 'vitest'

import { createClient } from '../../src/index.js'
import type { Client } from '../../src/index.js'
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
  it('returns a token for the verifier that the user typed', async () => {
    const { result, asked } = await pinFlow(await startProvider(), [' RIGHT '])
    expect(result).toMatchObject({ token: { key: 'access-2' } })
    expect(asked).toBe(1)
  })

  it('asks again after a typing error and after an empty line', async () => {
    const { result, asked } = await pinFlow(await startProvider(), ['typo', ' ', 'RIGHT'])
    expect(result).toMatchObject({ token: { key: 'access-2' } })
    expect(asked).toBe(3)
  })

  it('gives up after three attempts', async () => {
    const { result, asked } = await pinFlow(await startProvider(), ['1', '2', '3', 'RIGHT'])
    expect(result).toMatchObject({ code: 'verifier_invalid' })
    expect(asked).toBe(3)
  })

  it('asks once if the provider responds with anything else', async () => {
    const provider = await startProvider(({ target }) =>
      target === '/access_token' ? { status: 503, body: 'busy' } : undefined,
    )
    const { result, asked } = await pinFlow(provider, ['RIGHT', 'RIGHT'])
    expect(result).toMatchObject({ code: 'request_failed', status: 503 })
    expect(asked).toBe(1)
  })
})

describe('the options of authorizeWithPin', () => {
  const show = (): void => undefined

  it.each([
    [{}, 'show must be a function, received undefined'],
    [{ show: 5 }, 'show must be a function, received 5'],
    [{ show, ask: 5 }, 'ask must be a function, received 5'],
    [{ show, signal: 5 }, 'signal must be an AbortSignal, received 5'],
    [{ show, sate: 5 }, 'sate is not an option (received 5). Did you mean state?'],
  ])('are checked: %j', async (options, message) => {
    const provider = await startProvider()
    const client = createClient(provider.options)
    await expect(authorizeWithPin(client, options as never)).rejects.toMatchObject({
      name: 'TypeError',
      message: `authorizeWithPin: ${message}`,
    })
    expect(provider.seen).toEqual([])
  })

  it('are checked after the client', async () => {
    await expect(authorizeWithPin(5 as never, { show })).rejects.toMatchObject({
      name: 'TypeError',
      message: 'authorizeWithPin: client must be a client that createClient() returned, received 5',
    })
  })

  it('include those of authorize, and ask receives the signal', async () => {
    const provider = await startProvider()
    const client = createClient({ ...provider.options, callbackUrl: 'oob' })
    const { signal } = new AbortController()
    const given: unknown[] = []
    let shown = ''
    const { state } = await authorizeWithPin(client, {
      show: (url) => {
        shown = url
        provider.approve(url)
      },
      ask: async (received) => {
        given.push(received)
        return 'verifier of request-1'
      },
      state: 7,
      parameters: [['scope', 'read']],
      authorizeParameters: [['perms', 'write']],
      signal,
    })
    expect([state, String(provider.verified[0]?.body)]).toEqual([7, 'scope=read'])
    expect(new URL(shown).searchParams.get('perms')).toBe('write')
    expect(given).toEqual([signal])
  })
})

it('authorizeWithPin asks once after an error from elsewhere, with any code', async () => {
  const failure = Object.assign(new Error('no network'), { code: 'verifier_invalid' })
  const client = {
    authorize: async () => ({ url: 'https://photos.example/', requestToken: { key: 'r' } }),
    callback: async () => undefined,
    exchangeVerifier: () => Promise.reject(failure),
  } as unknown as Client
  let asked = 0
  const ask = async (): Promise<string> => String((asked += 1))
  await expect(authorizeWithPin(client, { show: () => undefined, ask })).rejects.toBe(failure)
  expect(asked).toBe(1)
})

describe('askInTerminal', () => {
  it('reads one line, and writes the question to another stream than the output', async () => {
    const input = new PassThrough()
    const output = new PassThrough()
    input.write('123456\nmore\n')
    expect(await askInTerminal(undefined, { input, output })).toBe('123456')
    expect(String(output.read())).toContain('The code that you were shown: ')
    expect(input.isPaused()).toBe(true)
  })

  it('does not wait if the input has ended', async () => {
    const input = new PassThrough()
    input.end()
    await expect(
      askInTerminal(undefined, { input, output: new PassThrough() }),
    ).rejects.toMatchObject({ code: 'input_ended' })
  })

  it('aborts with its signal', async () => {
    const controller = new AbortController()
    const asked = askInTerminal(controller.signal, {
      input: new PassThrough(),
      output: new PassThrough(),
    })
    controller.abort()
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' })
  })
})
