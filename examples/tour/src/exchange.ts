import type { FetchFunction } from '@oauthplus/client'
import { collectRequest, signatureBaseString } from '@oauthplus/core'
import type { HeaderList } from '@oauthplus/core'

/** A request as sent, and its response. */
export interface Exchange {
  readonly request: RecordedRequest
  readonly response: RecordedResponse
  /** The signature base string, or `undefined` if the request is not signed. */
  readonly baseString: string | undefined
}

/** A request that was sent. */
export interface RecordedRequest {
  readonly method: string
  readonly url: string
  readonly headers: HeaderList
  readonly body: string
}

/** A received response. */
export interface RecordedResponse {
  readonly status: number
  readonly statusText: string
  readonly headers: HeaderList
  readonly body: string
}

const TIMEOUT_MILLISECONDS = 10_000

/** Records exchanges in the order of the responses. */
export interface ExchangeRecorder {
  /** A `fetch` that records its exchanges. */
  readonly fetch: FetchFunction
  /** Removes and returns the first exchange with this method and URL, without its query. Throws if there is none. */
  take(method: string, url: string): Exchange
  /** Stops recording. */
  stop(): void
}

/** Creates a recorder. */
export function createExchangeRecorder(): ExchangeRecorder {
  const exchanges: Exchange[] = []
  let isRecording = true
  return {
    async fetch(input, init) {
      if (!isRecording) return fetch(input, init)
      const request = new Request(input, init)
      const recorded = {
        method: request.method,
        url: request.url,
        headers: [...request.headers],
        body: await request.clone().text(),
      }
      const signal = AbortSignal.any([request.signal, AbortSignal.timeout(TIMEOUT_MILLISECONDS)])
      const response = await fetch(request, { signal })
      exchanges.push({
        request: recorded,
        response: {
          status: response.status,
          statusText: response.statusText,
          headers: [...response.headers],
          body: await response.clone().text(),
        },
        baseString: getBaseString(recorded),
      })
      return response
    },
    take(method, url) {
      const index = exchanges.findIndex(
        ({ request }) => request.method === method && request.url.replace(/\?.*/, '') === url,
      )
      const [exchange] = index < 0 ? [] : exchanges.splice(index, 1)
      if (exchange === undefined) throw new Error(`Request not found: ${method} ${url}.`)
      return exchange
    },
    stop() {
      isRecording = false
    },
  }
}

function getBaseString({ method, url, headers, body }: RecordedRequest): string | undefined {
  // A browser may post a token too, but it does not sign.
  if (!headers.some(([name]) => name === 'authorization')) return undefined
  const { header, form } = collectRequest({ method, url, headers, body })
  return signatureBaseString({ method, url, parameters: [...header, ...form] })
}
