import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'

import { buildProgram } from '../build-program.js'
import type { RaceOutcome, RaceTask } from './race-provider.js'

/** How many processes race. */
export const RACE_PROCESSES = 4

/** Providers in separate processes that share one store. */
export interface RaceProcesses {
  /** Lets each process do its task, all at the same time; gives the outcomes in the order of its calls. */
  run(task: (process: number) => RaceTask): Promise<readonly (readonly RaceOutcome[])[]>
  /** Kills them without a word. */
  kill(): Promise<void>
}

/** Starts the processes on the store at a URL. */
export async function startRaceProcesses(url: string): Promise<RaceProcesses> {
  const file = buildProgram('test/stores/race-process.ts')
  const children = Array.from({ length: RACE_PROCESSES }, () => fork(file, [url], { execArgv: [] }))
  const killAll = (): void => {
    for (const child of children) child.kill('SIGKILL')
  }
  process.once('exit', killAll)
  await Promise.all(children.map(nextMessage))
  return {
    run: (task) =>
      Promise.all(
        children.map(async (child, index) => {
          const told = nextMessage(child)
          child.send(task(index))
          return (await told) as readonly RaceOutcome[]
        }),
      ),
    async kill() {
      process.removeListener('exit', killAll)
      const living = children.filter((child) => child.signalCode === null)
      const ended = living.map((child) => new Promise((resolve) => child.once('exit', resolve)))
      killAll()
      await Promise.all(ended)
    },
  }
}

function nextMessage(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = (): void => {
      reject(new Error('a process of the race has ended'))
    }
    child.once('exit', ended)
    child.once('message', (message) => {
      child.removeListener('exit', ended)
      resolve(message)
    })
  })
}
