import type { FetchFunction } from '@oauthplus/client'
import { collectRequest, signatureBaseString } from '@oauthplus/core'
import type { HeaderList } from '@oauthplus/core'

/** A request as it went over the wire, and what was answered. */
export interface Exchange {
  readonly request: RecordedRequest
  readonly response: RecordedResponse
  /** What the request's signature covers; absent where the request is not signed. */
  readonly baseString: string | undefined
}

/** A request that was sent. */
export interface RecordedRequest {
  readonly method: string
  readonly url: string
  readonly headers: HeaderList
  readonly body: string
}

/** An answer that came. */
export interface RecordedResponse {
  readonly status: number
  readonly statusText: string
  readonly headers: HeaderList
  readonly body: string
}

const TIMEOUT_MILLISECONDS = 10_000

/** Keeps what goes over the wire, in the order in which it was answered. */
export interface ExchangeRecorder {
  /** A `fetch` whose exchanges are kept. */
  readonly fetch: FetchFunction
  /** Takes the earliest exchange with this method and this URL, its query aside. Throws where there is none. */
  take(method: string, url: string): Exchange
  /** Keeps nothing from now on. */
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
        baseString: baseStringOf(recorded),
      })
      return response
    },
    take(method, url) {
      const index = exchanges.findIndex(
        ({ request }) => request.method === method && request.url.replace(/\?.*/, '') === url,
      )
      const [exchange] = index < 0 ? [] : exchanges.splice(index, 1)
      if (exchange === undefined) throw new Error(`Nobody has sent ${method} ${url}.`)
      return exchange
    },
    stop() {
      isRecording = false
    },
  }
}

function baseStringOf({ method, url, headers, body }: RecordedRequest): string | undefined {
  // What a browser posts may name a token too, but is not signed.
  if (!headers.some(([name]) => name === 'authorization')) return undefined
  const { header, form } = collectRequest({ method, url, headers, body })
  return signatureBaseString({ method, url, parameters: [...header, ...form] })
}
