import { argumentError } from '@oauthplus/core/internal'
import type { Dispatcher } from 'undici'

/** What happens to a request on its way to the connection and back. */
interface Preparation {
  /** Creates the options that are sent. */
  readonly prepare: () => Promise<Dispatcher.DispatchOptions>
  /**
   * Changes the headers of the response, those of the controller too, before anybody sees them. What
   * it throws ends the request.
   */
  readonly receive: (head: ReceivedHead) => Headers
}

/** The beginning of a response. */
export interface ReceivedHead {
  readonly status: number
  readonly headers: Headers
  readonly rawHeaders: RawHeaders
}

/** The headers of a response as an object. */
export type Headers = Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>[2]

/** The headers of a response as they came. */
export type RawHeaders = Dispatcher.DispatchController['rawHeaders']

/**
 * Dispatches a request whose options take time to prepare. The handler gets a controller at once,
 * so that an abort meanwhile need not wait; what it asks of that controller later (pause,
 * resume, abort) reaches the connection. What was prepared is to be sent once: if something beneath
 * starts it again and says so, to the same place or elsewhere, the request fails before that. undici's
 * `retry` does not say so if it resumes a response that broke off, so that repeat goes out.
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
    // There is nothing to hold back before a response comes.
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
      // An interceptor that retries throws here, and waits for the error that undici makes of it.
      handler.onResponseEnd?.(controller, trailers)
      isEnded = true
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

// Interceptors that redirect report the URLs to the outer ones.
function isRedirected(context: unknown): boolean {
  return typeof context === 'object' && context !== null && 'history' in context
}

function createOrderError(): TypeError {
  return argumentError(
    'oauthInterceptor: an inner interceptor redirects or retries, so it would send the signed request again. Compose it after the one that signs: compose(oauthInterceptor(options), interceptors.redirect()).',
  )
}
