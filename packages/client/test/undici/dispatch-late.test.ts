import { setImmediate as prepared } from 'node:timers/promises'

import type { Dispatcher } from 'undici'
import { describe, expect, it, vi } from 'vitest'
import type { Mock } from 'vitest'

import { dispatchLate } from '../../src/undici/dispatch-late.js'

type Handler = Dispatcher.DispatchHandler
type Controller = Dispatcher.DispatchController

const PREPARED: Dispatcher.DispatchOptions = { path: '/prepared', method: 'GET' }
const RECEIVED = { 'x-received': 'yes' }

/** The controller of a connection, as undici creates it. */
function createConnection() {
  return {
    aborted: false,
    reason: null,
    paused: false,
    rawHeaders: [Buffer.from('a'), Buffer.from('b')],
    rawTrailers: [Buffer.from('c'), Buffer.from('d')],
    abort: vi.fn<(reason: Error) => void>(),
    pause: vi.fn<() => void>(),
    resume: vi.fn<() => void>(),
  }
}

/** The arguments of a call of the inner dispatcher. */
function forwardingOf(sent: Mock<Dispatcher.Dispatch>, call = 0): Handler {
  const [, forwarding] = sent.mock.calls[call] ?? []
  if (forwarding === undefined) throw new Error('nothing was dispatched')
  return forwarding
}

/** Dispatches a request, and returns everything that is involved. */
async function start({
  prepare = async () => PREPARED,
  receive = () => RECEIVED,
  dispatch = () => true,
}: {
  readonly prepare?: () => Promise<Dispatcher.DispatchOptions>
  readonly receive?: () => typeof RECEIVED
  readonly dispatch?: () => boolean
} = {}) {
  const sent = vi.fn<Dispatcher.Dispatch>(dispatch)
  const handler = {
    onRequestStart: vi.fn<NonNullable<Handler['onRequestStart']>>(),
    onRequestUpgrade: vi.fn<NonNullable<Handler['onRequestUpgrade']>>(),
    onResponseStart: vi.fn<NonNullable<Handler['onResponseStart']>>(),
    onResponseData: vi.fn<NonNullable<Handler['onResponseData']>>(),
    onResponseEnd: vi.fn<NonNullable<Handler['onResponseEnd']>>(),
    onResponseError: vi.fn<NonNullable<Handler['onResponseError']>>(),
  }
  const isAccepted = dispatchLate(sent, handler, { prepare, receive })
  const [controller, context] = handler.onRequestStart.mock.calls[0] as [Controller, unknown]
  const dispatched = async (): Promise<Handler> => {
    await prepared()
    return forwardingOf(sent)
  }
  return { isAccepted, controller, context, handler, sent, dispatched }
}

describe('dispatchLate', () => {
  it('dispatches the prepared request, and forwards everything with its own controller', async () => {
    const { isAccepted, controller, context, handler, sent, dispatched } = await start()
    expect([isAccepted, context]).toEqual([true, undefined])
    const forwarding = await dispatched()
    expect(sent.mock.calls[0]?.[0]).toBe(PREPARED)
    const connection = createConnection()
    forwarding.onRequestStart?.(connection, undefined)
    forwarding.onResponseStart?.(connection, 200, { a: 'b' }, 'OK')
    forwarding.onResponseStart?.(connection, 200, { a: 'b' })
    forwarding.onResponseData?.(connection, Buffer.from('data'))
    forwarding.onResponseEnd?.(connection, { trailer: 'yes' })
    expect(handler.onRequestStart).toHaveBeenCalledOnce()
    expect(handler.onResponseStart.mock.calls).toEqual([
      [controller, 200, RECEIVED, 'OK'],
      [controller, 200, RECEIVED],
    ])
    expect(handler.onResponseData.mock.calls).toEqual([[controller, Buffer.from('data')]])
    expect(handler.onResponseEnd.mock.calls).toEqual([[controller, { trailer: 'yes' }]])
    expect(connection.abort).not.toHaveBeenCalled()
    expect(handler.onResponseError).not.toHaveBeenCalled()
  })

  it('forwards an upgrade', async () => {
    const { controller, handler, dispatched } = await start()
    const forwarding = await dispatched()
    const socket = {} as never
    forwarding.onRequestUpgrade?.(createConnection(), 101, { a: 'b' }, socket)
    expect(handler.onRequestUpgrade.mock.calls).toEqual([[controller, 101, { a: 'b' }, socket]])
  })

  it('accepts a handler without methods', async () => {
    const sent = vi.fn<Dispatcher.Dispatch>(() => true)
    dispatchLate(sent, {}, { prepare: async () => PREPARED, receive: () => RECEIVED })
    await prepared()
    const forwarding = forwardingOf(sent)
    const connection = createConnection()
    expect(() => {
      forwarding.onRequestStart?.(connection, undefined)
      forwarding.onRequestUpgrade?.(connection, 101, {}, {} as never)
      forwarding.onResponseStart?.(connection, 200, {})
      forwarding.onResponseData?.(connection, Buffer.from(''))
      forwarding.onResponseEnd?.(connection, {})
    }).not.toThrow()
    dispatchLate(sent, {}, { prepare: async () => PREPARED, receive: () => RECEIVED })
    await prepared()
    expect(() => {
      forwardingOf(sent, 1).onResponseError?.(connection, new Error('x'))
    }).not.toThrow()
  })
})

describe('the controller of dispatchLate', () => {
  it('reports no connection before there is one', async () => {
    const { controller } = await start()
    const { aborted, reason, paused, rawHeaders, rawTrailers } = controller
    expect({ aborted, reason, paused, rawHeaders, rawTrailers }).toEqual({
      aborted: false,
      reason: null,
      paused: false,
      rawHeaders: null,
      rawTrailers: null,
    })
    expect(() => {
      controller.pause()
      controller.resume()
    }).not.toThrow()
  })

  it("forwards to the connection's controller", async () => {
    const { controller, dispatched } = await start()
    const connection = createConnection()
    ;(await dispatched()).onRequestStart?.(connection, undefined)
    expect(controller.rawHeaders).toBe(connection.rawHeaders)
    expect(controller.rawTrailers).toBe(connection.rawTrailers)
    expect(controller.paused).toBe(false)
    connection.paused = true
    expect(controller.paused).toBe(true)
    controller.pause()
    expect([connection.pause, connection.resume].map(({ mock }) => mock.calls.length)).toEqual([
      1, 0,
    ])
    controller.resume()
    expect([connection.pause, connection.resume].map(({ mock }) => mock.calls.length)).toEqual([
      1, 1,
    ])
  })

  it('aborts the connection, once', async () => {
    const { controller, handler, dispatched } = await start()
    const connection = createConnection()
    ;(await dispatched()).onRequestStart?.(connection, undefined)
    const reason = new Error('enough')
    controller.abort(reason)
    controller.abort(new Error('again'))
    expect(connection.abort.mock.calls).toEqual([[reason]])
    expect([controller.aborted, controller.reason]).toEqual([true, reason])
    expect(handler.onResponseError).not.toHaveBeenCalled()
  })

  it('ends a request during its preparation, and does not dispatch it', async () => {
    let finish = (): void => undefined
    const options = new Promise<typeof PREPARED>((resolve) => {
      finish = () => {
        resolve(PREPARED)
      }
    })
    const { controller, handler, sent } = await start({ prepare: () => options })
    const reason = new Error('enough')
    controller.abort(reason)
    expect(handler.onResponseError.mock.calls).toEqual([[controller, reason]])
    finish()
    await prepared()
    expect(sent).not.toHaveBeenCalled()
    expect(handler.onResponseError).toHaveBeenCalledOnce()
  })

  it('ends a request between its dispatch and its start', async () => {
    const { controller, handler, dispatched } = await start()
    const forwarding = await dispatched()
    const reason = new Error('enough')
    controller.abort(reason)
    expect(handler.onResponseError.mock.calls).toEqual([[controller, reason]])
    const connection = createConnection()
    forwarding.onRequestStart?.(connection, undefined)
    expect(connection.abort.mock.calls).toEqual([[reason]])
    forwarding.onResponseError?.(connection, reason)
    expect(handler.onResponseError).toHaveBeenCalledOnce()
  })

  it('aborts if receive throws, and the response does not start', async () => {
    const refusal = new Error('refused')
    const { controller, handler, dispatched } = await start({
      receive: () => {
        throw refusal
      },
    })
    const forwarding = await dispatched()
    const connection = createConnection()
    forwarding.onRequestStart?.(connection, undefined)
    forwarding.onResponseStart?.(connection, 302, {})
    expect(connection.abort.mock.calls).toEqual([[refusal]])
    expect(controller.reason).toBe(refusal)
    expect(handler.onResponseStart).not.toHaveBeenCalled()
  })
})

describe('a failure of dispatchLate', () => {
  const failure = new Error('failed')

  it.each<[string, Parameters<typeof start>[0]]>([
    ['to prepare', { prepare: () => Promise.reject(failure) }],
    [
      'to dispatch',
      {
        dispatch: () => {
          throw failure
        },
      },
    ],
  ])('%s is reported', async (_title, parts) => {
    const { controller, handler } = await start(parts)
    await prepared()
    expect(handler.onResponseError.mock.calls).toEqual([[controller, failure]])
  })

  it('is reported once if the connection fails', async () => {
    const { controller, handler, dispatched } = await start()
    const forwarding = await dispatched()
    const connection = createConnection()
    forwarding.onResponseError?.(connection, failure)
    forwarding.onResponseError?.(connection, failure)
    expect(handler.onResponseError.mock.calls).toEqual([[controller, failure]])
  })

  it('is not reported after the end of the response', async () => {
    const { handler, dispatched } = await start()
    const forwarding = await dispatched()
    const connection = createConnection()
    forwarding.onResponseEnd?.(connection, {})
    forwarding.onResponseError?.(connection, failure)
    expect(handler.onResponseError).not.toHaveBeenCalled()
  })

  it('is reported if the end of the response throws', async () => {
    const { controller, handler, dispatched } = await start()
    const forwarding = await dispatched()
    handler.onResponseEnd.mockImplementation(() => {
      throw failure
    })
    const connection = createConnection()
    expect(() => forwarding.onResponseEnd?.(connection, {})).toThrow(failure)
    forwarding.onResponseError?.(connection, failure)
    expect(handler.onResponseError.mock.calls).toEqual([[controller, failure]])
  })
})

describe('a request of dispatchLate that starts again', () => {
  const MESSAGE =
    'oauthInterceptor: an inner interceptor redirects or retries, so it would repeat the signed request. Compose it after the signing interceptor: compose(oauthInterceptor(options), interceptors.redirect()).'

  it('is aborted before it is sent', async () => {
    const { controller, dispatched } = await start()
    const forwarding = await dispatched()
    const [first, second] = [createConnection(), createConnection()]
    forwarding.onRequestStart?.(first, undefined)
    expect(controller.aborted).toBe(false)
    forwarding.onRequestStart?.(second, undefined)
    expect(first.abort).not.toHaveBeenCalled()
    expect(second.abort.mock.calls).toEqual([
      [expect.objectContaining({ name: 'TypeError', message: MESSAGE })],
    ])
  })

  it('to another place is aborted because of its history', async () => {
    const { dispatched } = await start()
    const connection = createConnection()
    ;(await dispatched()).onRequestStart?.(connection, { history: [] })
    expect(connection.abort.mock.calls).toEqual([
      [expect.objectContaining({ name: 'TypeError', message: MESSAGE })],
    ])
  })

  it.each([undefined, null, 'history', {}, { retries: 1 }])(
    'has a context with a history, unlike %j',
    async (context) => {
      const { dispatched } = await start()
      const connection = createConnection()
      ;(await dispatched()).onRequestStart?.(connection, context)
      expect(connection.abort).not.toHaveBeenCalled()
    },
  )
})
