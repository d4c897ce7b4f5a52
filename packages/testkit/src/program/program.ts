import { spawn } from 'node:child_process'
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { createInterface } from 'node:readline'

import { Deviation } from '../checks/deviation.js'
import { truncateString } from '../report/truncate-string.js'

/** Something that does tasks: a program, or a function in its place. */
export interface Program<Task, Result> {
  /** Gives a task, and waits for its answer. */
  runTask(task: Task): Promise<Result>
  /** Ends it. */
  close(): void
}

/** How a program is started, and how long it may take. */
export interface ProgramOptions {
  /** What its environment has beside ours. */
  readonly environment?: Readonly<Record<string, string>> | undefined
  /** How long it may take for an answer. */
  readonly timeoutSeconds?: number | undefined
}

/** What every task has. */
export interface NumberedTask {
  /** The number of the task; its answer repeats it. */
  readonly id: number
}

interface PendingResult<Result> {
  resolve(result: Result): void
  reject(error: Error): void
}

const TIMEOUT_SECONDS = 15
const MAX_CHARACTERS = 1000
// What has not answered so often will not answer, and each time may cost the whole timeout.
const MAX_UNANSWERED_TASKS = 10

/**
 * Starts a program that reads tasks from its standard input and writes answers to its standard
 * output, a line of JSON each. One that has ended is started anew for the next task.
 */
export function createProgram<Task extends NumberedTask, Result extends object>(
  command: string,
  { environment = {}, timeoutSeconds = TIMEOUT_SECONDS }: ProgramOptions = {},
): Program<Task, Result> {
  let running: RunningProgram<Task, Result> | undefined
  let unansweredCount = 0
  return {
    async runTask(task) {
      if (unansweredCount >= MAX_UNANSWERED_TASKS) {
        throw new Error(`not asked: the program has left ${MAX_UNANSWERED_TASKS} tasks unanswered`)
      }
      if (running === undefined || running.hasEnded()) running = start(command, environment)
      const current = running
      unansweredCount += 1
      // What hangs would hang at the next task, too.
      const result = await limitTime(current.runTask(task), {
        timeoutSeconds,
        onTimeout: () => {
          current.end()
          return current.getLastLine()
        },
      })
      unansweredCount = 0
      return result
    },
    close() {
      running?.end()
    },
  }
}

/** Makes a program of a function. */
export function createFunctionProgram<Task, Result>(
  runTask: (task: Task) => Promise<Result>,
  { timeoutSeconds = TIMEOUT_SECONDS }: ProgramOptions = {},
): Program<Task, Result> {
  return {
    runTask: (task) => limitTime(runTask(task), { timeoutSeconds }),
    close: () => undefined,
  }
}

interface RunningProgram<Task, Result> {
  readonly runTask: (task: Task) => Promise<Result>
  readonly hasEnded: () => boolean
  /** The last line that was no answer. */
  readonly getLastLine: () => string | undefined
  readonly end: () => void
}

function start<Task extends NumberedTask, Result extends object>(
  command: string,
  environment: Readonly<Record<string, string>>,
): RunningProgram<Task, Result> {
  const child = spawn(command, {
    shell: true,
    // A shell and its children end together.
    detached: true,
    env: { ...process.env, ...environment },
  })
  const waiting = new Map<number, PendingResult<Result>>()
  let ended = false
  let errors = ''
  let printed: string | undefined
  const rejectAll = (error: Error): void => {
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  const endWith = (reason: string): void => {
    ended = true
    const said = errors.trim() === '' ? '' : `; it said: ${errors.trim()}`
    rejectAll(new Error(`the program ${reason}${said}`))
  }
  child.stderr.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString('utf8')).slice(-MAX_CHARACTERS)
  })
  child.on('error', (error) => {
    endWith(`could not be started: ${error.message}`)
  })
  child.on('close', (code) => {
    endWith(`ended with ${code ?? 'a signal'} before it answered`)
  })
  // It may end before it has read everything; `close` says so.
  child.stdin.on('error', () => undefined)
  createInterface({ input: child.stdout }).on('line', (line) => {
    const result = parseResult<Result>(line)
    if (result === 'malformed') {
      rejectAll(
        new Deviation('an answer that is a line of JSON', truncateString(line, MAX_CHARACTERS)),
      )
      return
    }
    // What else a program prints is nobody's business, until it is all that it prints.
    if (result === undefined || !waiting.has(result.id))
      printed = truncateString(line, MAX_CHARACTERS)
    else waiting.get(result.id)?.resolve(result)
    if (result !== undefined) waiting.delete(result.id)
  })
  return {
    runTask: (task) =>
      new Promise((resolve, reject) => {
        waiting.set(task.id, { resolve, reject })
        child.stdin.write(`${JSON.stringify(task)}\n`)
      }),
    hasEnded: () => ended,
    getLastLine: () => printed,
    end() {
      ended = true
      child.removeAllListeners('close')
      killGroup(child)
    },
  }
}

// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller knows what is answered
function parseResult<Result extends object>(
  line: string,
): (Result & NumberedTask) | 'malformed' | undefined {
  try {
    const value = JSON.parse(line) as (Result & { readonly id?: unknown }) | null
    return typeof value?.id === 'number' ? { ...value, id: value.id } : undefined
  } catch {
    return line.trimStart().startsWith('{') ? 'malformed' : undefined
  }
}

function killGroup(child: ChildProcessWithoutNullStreams): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}

async function limitTime<Result>(
  result: Promise<Result>,
  limit: {
    readonly timeoutSeconds: number
    /** Is called when the time is up; gives what came in place of an answer. */
    readonly onTimeout?: () => string | undefined
  },
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      const printed = limit.onTimeout?.()
      const found = printed === undefined ? 'none' : `none that repeats its id, but: ${printed}`
      reject(new Deviation(`an answer within ${limit.timeoutSeconds} seconds`, found))
    }, limit.timeoutSeconds * 1000)
  })
  try {
    return await Promise.race([result, timeout])
  } finally {
    clearTimeout(timer)
  }
}
