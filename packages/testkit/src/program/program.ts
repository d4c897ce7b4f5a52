import { spawn } from 'node:child_process'
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { createInterface } from 'node:readline'

import { Departure } from '../checks/departure.js'
import { cutText } from '../report/cut-text.js'

/** Something that does tasks: a program, or a function in its place. */
export interface Program<Task, Answer> {
  /** Gives a task, and waits for its answer. */
  ask(task: Task): Promise<Answer>
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

interface Settle<Answer> {
  resolve(answer: Answer): void
  reject(error: Error): void
}

const TIMEOUT_SECONDS = 15
const SHOWN_CHARACTERS = 1000
// What has not answered so often will not answer, and each time may cost the whole timeout.
const MOST_SILENCE = 10

/**
 * Starts a program that reads tasks from its standard input and writes answers to its standard
 * output, a line of JSON each. One that has ended is started anew for the next task.
 */
export function createProgram<Task extends NumberedTask, Answer extends object>(
  command: string,
  { environment = {}, timeoutSeconds = TIMEOUT_SECONDS }: ProgramOptions = {},
): Program<Task, Answer> {
  let running: Running<Task, Answer> | undefined
  let silence = 0
  return {
    async ask(task) {
      if (silence >= MOST_SILENCE) {
        throw new Error(`not asked: the program has left ${MOST_SILENCE} tasks unanswered`)
      }
      if (running === undefined || running.hasEnded()) running = start(command, environment)
      const current = running
      silence += 1
      // What hangs would hang at the next task, too.
      const answer = await limited(current.ask(task), {
        timeoutSeconds,
        onTimeout: () => {
          current.end()
          return current.printed()
        },
      })
      silence = 0
      return answer
    },
    close() {
      running?.end()
    },
  }
}

/** Makes a program of a function. */
export function functionProgram<Task, Answer>(
  answerTo: (task: Task) => Promise<Answer>,
  { timeoutSeconds = TIMEOUT_SECONDS }: ProgramOptions = {},
): Program<Task, Answer> {
  return {
    ask: (task) => limited(answerTo(task), { timeoutSeconds }),
    close: () => undefined,
  }
}

interface Running<Task, Answer> {
  readonly ask: (task: Task) => Promise<Answer>
  readonly hasEnded: () => boolean
  /** The last line that was no answer. */
  readonly printed: () => string | undefined
  readonly end: () => void
}

function start<Task extends NumberedTask, Answer extends object>(
  command: string,
  environment: Readonly<Record<string, string>>,
): Running<Task, Answer> {
  const child = spawn(command, {
    shell: true,
    // A shell and its children end together.
    detached: true,
    env: { ...process.env, ...environment },
  })
  const waiting = new Map<number, Settle<Answer>>()
  let ended = false
  let errors = ''
  let printed: string | undefined
  const failAll = (error: Error): void => {
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  const fail = (reason: string): void => {
    ended = true
    const said = errors.trim() === '' ? '' : `; it said: ${errors.trim()}`
    failAll(new Error(`the program ${reason}${said}`))
  }
  child.stderr.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString('utf8')).slice(-SHOWN_CHARACTERS)
  })
  child.on('error', (error) => {
    fail(`could not be started: ${error.message}`)
  })
  child.on('close', (code) => {
    fail(`ended with ${code ?? 'a signal'} before it answered`)
  })
  // It may end before it has read everything; `close` says so.
  child.stdin.on('error', () => undefined)
  createInterface({ input: child.stdout }).on('line', (line) => {
    const answer = answerIn<Answer>(line)
    if (answer === 'malformed') {
      failAll(new Departure('an answer that is a line of JSON', cutText(line, SHOWN_CHARACTERS)))
      return
    }
    // What else a program prints is nobody's business, until it is all that it prints.
    if (answer === undefined || !waiting.has(answer.id)) printed = cutText(line, SHOWN_CHARACTERS)
    else waiting.get(answer.id)?.resolve(answer)
    if (answer !== undefined) waiting.delete(answer.id)
  })
  return {
    ask: (task) =>
      new Promise((resolve, reject) => {
        waiting.set(task.id, { resolve, reject })
        child.stdin.write(`${JSON.stringify(task)}\n`)
      }),
    hasEnded: () => ended,
    printed: () => printed,
    end() {
      ended = true
      child.removeAllListeners('close')
      endGroup(child)
    },
  }
}

// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller knows what is answered
function answerIn<Answer extends object>(
  line: string,
): (Answer & NumberedTask) | 'malformed' | undefined {
  try {
    const value = JSON.parse(line) as (Answer & { readonly id?: unknown }) | null
    return typeof value?.id === 'number' ? { ...value, id: value.id } : undefined
  } catch {
    return line.trimStart().startsWith('{') ? 'malformed' : undefined
  }
}

function endGroup(child: ChildProcessWithoutNullStreams): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}

async function limited<Answer>(
  answer: Promise<Answer>,
  limit: {
    readonly timeoutSeconds: number
    /** Is called when the time is up; gives what came in place of an answer. */
    readonly onTimeout?: () => string | undefined
  },
): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      const printed = limit.onTimeout?.()
      const found = printed === undefined ? 'none' : `none that repeats its id, but: ${printed}`
      reject(new Departure(`an answer within ${limit.timeoutSeconds} seconds`, found))
    }, limit.timeoutSeconds * 1000)
  })
  try {
    return await Promise.race([answer, timeout])
  } finally {
    clearTimeout(timer)
  }
}
