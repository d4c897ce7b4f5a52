import type { Dispatcher } from 'undici'

/**
 * Dispatches a request whose options take time to prepare. The handler gets a controller at once,
 * so that whoever aborts meanwhile need not wait; what it asks of that controller later (pause,
 * resume, abort) reaches the connection.
 *
 * @internal
 */
export function lateDispatch(
  dispatch: Dispatcher.Dispatch,
  handler: Dispatcher.DispatchHandler,
  prepare: () => Promise<Dispatcher.DispatchOptions>,
): true {
  let connection: Dispatcher.DispatchController | undefined
  let abortReason: Error | null = null
  let isEnded = false

  const hasEnded = (): boolean => isEnded
  const fail = (error: Error): void => {
    if (isEnded) return
    isEnded = true
    handler.onResponseError?.(controller, error)
  }
  const controller: Dispatcher.DispatchController = {
    get aborted() {
      return abortReason !== null
    },
    get reason() {
      return abortReason
    },
    get paused() {
      return connection?.paused ?? false
    },
    get rawHeaders() {
      return connection?.rawHeaders ?? null
    },
    get rawTrailers() {
      return connection?.rawTrailers ?? null
    },
    abort(reason) {
      if (abortReason !== null) return
      abortReason = reason
      if (connection === undefined) fail(reason)
      else connection.abort(reason)
    },
    // There is nothing to hold back before an answer comes.
    pause: () => connection?.pause(),
    resume: () => connection?.resume(),
  }
  const forwarding: Dispatcher.DispatchHandler = {
    onRequestStart(started) {
      connection = started
      if (abortReason !== null) started.abort(abortReason)
    },
    onRequestUpgrade: (_started, ...upgrade) => handler.onRequestUpgrade?.(controller, ...upgrade),
    onResponseStart: (_started, ...start) => handler.onResponseStart?.(controller, ...start),
    onResponseData: (_started, chunk) => handler.onResponseData?.(controller, chunk),
    onResponseEnd(_started, trailers) {
      isEnded = true
      handler.onResponseEnd?.(controller, trailers)
    },
    onResponseError: (_started, error) => fail(error),
  }

  handler.onRequestStart?.(controller, undefined)
  void (async () => {
    try {
      // What was aborted already is not even prepared.
      if (hasEnded()) return
      const options = await prepare()
      if (!hasEnded()) dispatch(options, forwarding)
    } catch (error) {
      fail(error as Error)
    }
  })()
  // Whether the connection is busy is not known yet.
  return true
}
