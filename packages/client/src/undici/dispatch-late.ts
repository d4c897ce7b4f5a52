import { argumentError } from '@oauthplus/core/internal'
import type { Dispatcher } from 'undici'

/** Hooks for a request on its way to the connection and back. */
interface Preparation {
  /** Creates the options to send. */
  readonly prepare: () => Promise<Dispatcher.DispatchOptions>
  /**
   * Changes the headers of the response, including the controller's, before any handler sees them.
   * If it throws, the request fails.
   */
  readonly receive: (head: ReceivedHead) => Headers
}

/** The start of a response. */
export interface ReceivedHead {
  readonly status: number
  readonly headers: Headers
  readonly rawHeaders: RawHeaders
}

/** The response headers as an object. */
export type Headers = Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>[2]

/** The raw response headers. */
export type RawHeaders = Dispatcher.DispatchController['rawHeaders']

/**
 * Dispatches a request whose options are prepared asynchronously. The handler receives a controller
 * at once, so it can abort meanwhile. Later calls (pause, resume, abort) are forwarded to the
 * connection. The prepared request is sent only once: if an inner interceptor starts it again and
 * reports that, the request fails before it is sent. undici's `retry` does not report it when it
 * resumes an interrupted response, so that repetition is sent.
 *
 * @internal
 */
export function dispatchLate(
  dispatch: Dispatcher.Dispatch,
  handler: Dispatcher.DispatchHandler,
  { prepare, receive }: Preparation,
): true {
  let connection: Dispatcher.DispatchController | undefined
  let abortReason: Error | null = null
  let hasStarted = false
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
    // There is nothing to pause before a response arrives.
    pause: () => connection?.pause(),
    resume: () => connection?.resume(),
  }
  const receiveOrAbort = (head: ReceivedHead): Headers | undefined => {
    try {
      return receive(head)
    } catch (error) {
      controller.abort(error as Error)
      return undefined
    }
  }
  const forwarding: Dispatcher.DispatchHandler = {
    onRequestStart(started, context) {
      connection = started
      if (hasStarted || isRedirected(context)) abortReason ??= createOrderError()
      hasStarted = true
      if (abortReason !== null) started.abort(abortReason)
    },
    onRequestUpgrade: (_started, ...upgrade) => handler.onRequestUpgrade?.(controller, ...upgrade),
    onResponseStart(started, status, ...[headers, message]) {
      const received = receiveOrAbort({ status, headers, rawHeaders: started.rawHeaders })
      if (received === undefined) return
      const rest = message === undefined ? [] : [message]
      handler.onResponseStart?.(controller, status, received, ...rest)
    },
    onResponseData: (_started, chunk) => handler.onResponseData?.(controller, chunk),
    onResponseEnd(_started, trailers) {
      // An interceptor that retries throws here, and waits for the error that undici creates from it.
      handler.onResponseEnd?.(controller, trailers)
      isEnded = true
    },
    onResponseError: (_started, error) => fail(error),
  }

  handler.onRequestStart?.(controller, undefined)
  void (async () => {
    try {
      // An aborted request is not prepared.
      if (hasEnded()) return
      const options = await prepare()
      if (!hasEnded()) dispatch(options, forwarding)
    } catch (error) {
      fail(error as Error)
    }
  })()
  // Whether the connection is busy is not yet known.
  return true
}

// Interceptors that redirect report the URLs to the outer ones.
function isRedirected(context: unknown): boolean {
  return typeof context === 'object' && context !== null && 'history' in context
}

function createOrderError(): TypeError {
  return argumentError(
    'oauthInterceptor: an inner interceptor redirects or retries, so it would repeat the signed request. Compose it after the signing interceptor: compose(oauthInterceptor(options), interceptors.redirect()).',
  )
}
