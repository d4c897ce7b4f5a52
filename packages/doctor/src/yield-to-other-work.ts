/** What platforms offer to let other work run; none of them has all of it. */
interface Platform {
  readonly scheduler?: { readonly yield?: () => Promise<void> }
  readonly setImmediate?: (callback: () => void) => unknown
  readonly MessageChannel?: typeof MessageChannel
  readonly setTimeout: (callback: () => void, milliseconds: number) => unknown
}

/**
 * Lets the event loop do other work: read sockets, call timers, paint. Uses what the platform has
 * for that, because browsers make timers that follow one another wait for 4 ms.
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
    // An open port keeps a program from ending.
    port1.close()
    resolve()
  }
  port2.postMessage(undefined)
}
