import type { FetchFunction } from '@oauthplus/client'

/** Makes the fetch of a client that logs one line for each request, without secrets. */
export function loggingFetch(
  log: (line: string) => void,
  send: FetchFunction = fetch,
): FetchFunction {
  return async (input, init) => {
    const { method, url } =
      input instanceof Request ? input : new Request(input, { method: init?.method ?? 'GET' })
    // The query and the headers can have a signature, and the query personal data.
    const { origin, pathname } = new URL(url)
    const startMilliseconds = performance.now()
    const tell = (result: string): void => {
      const milliseconds = Math.round(performance.now() - startMilliseconds)
      log(`${method} ${origin}${pathname} ${result} in ${milliseconds} ms`)
    }
    try {
      const response = await send(input, init)
      tell(String(response.status))
      return response
    } catch (error) {
      tell(error instanceof Error ? error.name : 'failed')
      throw error
    }
  }
}
