/** The scheduling functions of platforms. No platform has all of them. */
interface Platform {
  readonly scheduler?: { readonly yield?: () => Promise<void> }
  readonly setImmediate?: (callback: () => void) => unknown
  readonly MessageChannel?: typeof MessageChannel
  readonly setTimeout: (callback: () => void, milliseconds: number) => unknown
}

/**
 * Yields to the event loop, so that it can read sockets, call timers and paint. Uses the platform's
 * own function, because browsers delay successive timers by 4 ms.
 */
export function yieldToOtherWork(platform: Platform = globalThis): Promise<void> {
  const { scheduler } = platform
  if (typeof scheduler?.yield === 'function') return scheduler.yield()
  return new Promise((resolve) => {
    if (typeof platform.setImmediate === 'function') platform.setImmediate(resolve)
    else if (typeof platform.MessageChannel === 'function') resolveByMessage(platform, resolve)
    else platform.setTimeout(resolve, 0)
  })
}

function resolveByMessage({ MessageChannel: Channel }: Platform, resolve: () => void): void {
  if (Channel === undefined) return
  const { port1, port2 } = new Channel()
  port1.onmessage = () => {
    // An open port would keep the program running.
    port1.close()
    resolve()
  }
  port2.postMessage(undefined)
}
