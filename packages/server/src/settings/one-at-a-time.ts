/** Runs work after the work that was given before it, or refuses it. */
export type Queue = <Result>(work: () => Promise<Result>) => Promise<Result> | undefined

/**
 * Creates a queue that runs one work at a time; it refuses, by `undefined`, what comes while as many
 * wait as may.
 */
export function createQueue(mostWaiting: number): Queue {
  let unfinished = 0
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    if (unfinished > mostWaiting) return undefined
    unfinished += 1
    const result = last.then(work).finally(() => {
      unfinished -= 1
    })
    last = result.catch(() => undefined)
    return result
  }
}
