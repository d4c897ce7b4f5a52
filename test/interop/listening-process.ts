import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

// The first start may have to build the packages.
const START_TIMEOUT_SECONDS = 180
const STOP_TIMEOUT_SECONDS = 5

/** A server in a separate process that has printed its address. */
export interface ListeningProcess<Endpoints> {
  /** The line of JSON that it printed. */
  readonly endpoints: Endpoints
  /** Ends the process and those it started, and resolves when it is gone. */
  stop(): Promise<void>
}

/**
 * Starts a server and waits for the line of JSON that it prints when it listens.
 *
 * @param command The program.
 * @param args Its arguments.
 * @param options.cwd The directory to run it in.
 * @param options.env Variables of its environment in addition to ours.
 * @param options.endpointsOf Reads a line of its standard output or error. By default the first object of JSON counts.
 *
 * @returns The endpoints that it printed, and a function that ends it.
 *
 * @throws Error with its standard error when it ends, or stays silent for three minutes, before it listens.
 */
export async function startListening<Endpoints>(
  command: string,
  args: readonly string[],
  options: {
    cwd: string
    env?: Readonly<Record<string, string>>
    endpointsOf?: (line: string) => Endpoints | undefined
  },
): Promise<ListeningProcess<Endpoints>> {
  const {
    endpointsOf = (line: string) =>
      line.startsWith('{') ? (JSON.parse(line) as Endpoints) : undefined,
  } = options
  // A separate process group: npm starts shells, and all of them have to end together.
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve()
    })
    child.once('error', () => {
      resolve()
    })
  })
  let standardError = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (standardError += text))

  const signalGroup = (signal: NodeJS.Signals): void => {
    if (child.pid === undefined) return
    try {
      process.kill(-child.pid, signal)
    } catch {
      // The group is gone already.
    }
  }
  // Interrupted tests must not leave servers running.
  const killGroup = (): void => {
    signalGroup('SIGKILL')
  }
  process.once('exit', killGroup)
  const stop = async (): Promise<void> => {
    process.removeListener('exit', killGroup)
    signalGroup('SIGTERM')
    const killTimer = setTimeout(killGroup, STOP_TIMEOUT_SECONDS * 1000)
    await exited
    clearTimeout(killTimer)
  }

  let timer: NodeJS.Timeout | undefined
  try {
    const endpoints = await new Promise<Endpoints>((resolve, reject) => {
      const giveUp = (reason: string): void => {
        reject(new Error(`${[command, ...args].join(' ')}: ${reason}\n${standardError}`))
      }
      timer = setTimeout(() => {
        giveUp(`does not listen after ${START_TIMEOUT_SECONDS} seconds`)
      }, START_TIMEOUT_SECONDS * 1000)
      child.once('error', (error) => {
        giveUp(error.message)
      })
      // "close", not "exit": by then all of its standard error has been read.
      child.once('close', (code) => {
        giveUp(`ended with ${code} before it listened`)
      })
      for (const input of [child.stdout, child.stderr]) {
        createInterface({ input }).on('line', (line) => {
          const endpoints = endpointsOf(line)
          if (endpoints !== undefined) resolve(endpoints)
        })
      }
    })
    return { endpoints, stop }
  } catch (error) {
    await stop()
    throw error
  } finally {
    clearTimeout(timer)
  }
}
