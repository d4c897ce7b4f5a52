import { format } from 'node:util'

const MAX_CHARACTERS = 1_000_000
const METHODS = ['debug', 'error', 'info', 'log', 'warn'] as const

/** The output of a client, except its results. */
export interface Output {
  add(text: string): void
  /** Runs tasks of a program. Resolves with its output since the start. */
  read(run: () => Promise<void>): Promise<string>
  /** Runs tasks of a function. Resolves with what this process writes meanwhile. */
  readOwn(run: () => Promise<void>): Promise<string>
}

/** Creates an output, which keeps the last million characters. */
export function createOutput(): Output {
  let written = ''
  const add = (text: string): void => {
    written = (written + text).slice(-MAX_CHARACTERS)
  }
  return {
    add,
    async read(run) {
      await run()
      return written
    },
    async readOwn(run) {
      const release = listen(add)
      try {
        await run()
      } finally {
        release()
      }
      return written
    },
  }
}

/** Passes what this process writes to a function as well. Returns a function that ends it. */
function listen(add: (text: string) => void): () => void {
  const releases = [process.stdout, process.stderr].map((stream) => {
    const write = stream.write.bind(stream)
    stream.write = ((...given: Parameters<typeof write>) => {
      add(Buffer.from(given[0]).toString('utf8'))
      return write(...given)
    }) as typeof stream.write
    return () => {
      stream.write = write
    }
  })
  // A test runner replaces the console, which then does not write to these streams.
  /* eslint-disable no-console -- the client may write to it */
  for (const name of METHODS) {
    const write = console[name]
    console[name] = (...given: readonly unknown[]) => {
      add(`${format(...given)}\n`)
      write.apply(console, [...given])
    }
    releases.push(() => {
      console[name] = write
    })
  }
  /* eslint-enable no-console */
  return () => {
    for (const release of releases) release()
  }
}
