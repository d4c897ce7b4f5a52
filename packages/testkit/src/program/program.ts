import { spawn } from 'node:child_process'
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { createInterface } from 'node:readline'

import { Deviation } from '../checks/deviation.js'
import { truncateString } from '../report/truncate-string.js'

/** A program, or a function in its place, that runs tasks. */
export interface Program<Task, Result> {
  /** Runs a task and resolves with its result. */
  runTask(task: Task): Promise<Result>
  /** Ends the program. */
  close(): void
}

/** The options of a program. */
export interface ProgramOptions {
  /** Environment variables to add. */
  readonly environment?: Readonly<Record<string, string>> | undefined
  /** The time limit for one task. 15 seconds by default. */
  readonly timeoutSeconds?: number | undefined
  /** Called with the standard error and with each line of the standard output that is not a result. */
  readonly onOutput?: ((output: string) => void) | undefined
}

/** The properties of every task. */
export interface NumberedTask {
  /** The number of the task; its result repeats it. */
  readonly id: number
}

interface PendingResult<Result> {
  resolve(result: Result): void
  reject(error: Error): void
}

const TIMEOUT_SECONDS = 15
const MAX_CHARACTERS = 1000
// A program that has ignored so many tasks ignores the others too, and each may take the whole timeout.
const MAX_UNANSWERED_TASKS = 10

/**
 * Starts a program that reads tasks from its standard input and writes results to its standard
 * output, one line of JSON each. If it has ended, the next task starts it again.
 */
export function createProgram<Task extends NumberedTask, Result extends object>(
  command: string,
  options: ProgramOptions = {},
): Program<Task, Result> {
  const { timeoutSeconds = TIMEOUT_SECONDS } = options
  let running: RunningProgram<Task, Result> | undefined
  let unansweredCount = 0
  return {
    async runTask(task) {
      if (unansweredCount >= MAX_UNANSWERED_TASKS) {
        throw new Error(`skipped: the program has left ${MAX_UNANSWERED_TASKS} tasks unanswered`)
      }
      if (running === undefined || running.hasEnded()) running = start(command, options)
      const current = running
      unansweredCount += 1
      // A program that hangs would hang at the next task too.
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

/** Creates a program from a function. */
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
  /** Returns the last line that was not a result. */
  readonly getLastLine: () => string | undefined
  readonly end: () => void
}

function start<Task extends NumberedTask, Result extends object>(
  command: string,
  { environment = {}, onOutput }: ProgramOptions,
): RunningProgram<Task, Result> {
  const child = spawn(command, {
    shell: true,
    // The shell and its children are ended together.
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
    const said = errors.trim() === '' ? '' : `; standard error: ${errors.trim()}`
    rejectAll(new Error(`the program ${reason}${said}`))
  }
  child.stderr.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString('utf8')).slice(-MAX_CHARACTERS)
    onOutput?.(chunk.toString('utf8'))
  })
  child.on('error', (error) => {
    endWith(`could not be started: ${error.message}`)
  })
  child.on('close', (code) => {
    endWith(`ended with ${code ?? 'a signal'} before it wrote a result`)
  })
  // It may end before it has read everything; `close` reports that.
  child.stdin.on('error', () => undefined)
  createInterface({ input: child.stdout }).on('line', (line) => {
    const result = parseResult<Result>(line)
    if (typeof result !== 'object') onOutput?.(`${line}\n`)
    if (result === 'malformed') {
      rejectAll(
        new Deviation('a result that is a line of JSON', truncateString(line, MAX_CHARACTERS)),
      )
      return
    }
    // Other output is ignored, and is reported only if no result comes.
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

// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller knows the type of results
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
    // It has already ended.
  }
}

async function limitTime<Result>(
  result: Promise<Result>,
  limit: {
    readonly timeoutSeconds: number
    /** Called at the timeout; returns the last line that came instead of a result. */
    readonly onTimeout?: () => string | undefined
  },
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      const printed = limit.onTimeout?.()
      const found = printed === undefined ? 'none' : `no result with its id, but: ${printed}`
      reject(new Deviation(`a result within ${limit.timeoutSeconds} seconds`, found))
    }, limit.timeoutSeconds * 1000)
  })
  try {
    return await Promise.race([result, timeout])
  } finally {
    clearTimeout(timer)
  }
}
