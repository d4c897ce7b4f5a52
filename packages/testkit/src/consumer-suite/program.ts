import { spawn } from 'node:child_process'
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { createInterface } from 'node:readline'

import { Departure } from '../checks/departure.js'
import type { ClientAnswer, ClientFunction, ClientTask } from './task.js'

/** A client under test. */
export interface Program {
  /** Gives a task, and waits for its answer. */
  ask(task: ClientTask): Promise<ClientAnswer>
  /** Ends it. */
  close(): void
}

type Waiting = Map<number, { resolve(answer: ClientAnswer): void; reject(error: Error): void }>

const TIMEOUT_SECONDS = 15
const SHOWN_CHARACTERS = 1000

/**
 * Starts a program that reads tasks from its standard input and writes answers to its standard
 * output, a line of JSON each. One that has ended is started anew for the next task.
 */
export function createProgram(command: string, certificateFile: string): Program {
  let running: Running | undefined
  return {
    ask(task) {
      const current =
        running === undefined || running.hasEnded() ? start(command, certificateFile) : running
      running = current
      // What hangs would hang at the next task, too.
      return limited(current.ask(task), current.end)
    },
    close() {
      running?.end()
    },
  }
}

/** Makes a program of a function. */
export function functionProgram(client: ClientFunction): Program {
  return { ask: (task) => limited(client(task)), close: () => undefined }
}

interface Running {
  readonly ask: (task: ClientTask) => Promise<ClientAnswer>
  readonly hasEnded: () => boolean
  readonly end: () => void
}

function start(command: string, certificateFile: string): Running {
  const child = spawn(command, {
    shell: true,
    // A shell and its children end together.
    detached: true,
    env: { ...process.env, ...trusting(certificateFile) },
  })
  const waiting: Waiting = new Map()
  let ended = false
  let errors = ''
  const fail = (reason: string): void => {
    ended = true
    const said = errors.trim() === '' ? '' : `; it said: ${errors.trim()}`
    for (const { reject } of waiting.values()) reject(new Error(`the program ${reason}${said}`))
    waiting.clear()
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
    const answer = answerIn(line)
    if (answer === undefined) return
    waiting.get(answer.id)?.resolve(answer)
    waiting.delete(answer.id)
  })
  return {
    ask: (task) =>
      new Promise((resolve, reject) => {
        waiting.set(task.id, { resolve, reject })
        child.stdin.write(`${JSON.stringify(task)}\n`)
      }),
    hasEnded: () => ended,
    end() {
      ended = true
      child.removeAllListeners('close')
      endGroup(child)
    },
  }
}

/** What makes the usual clients trust the certificate, and keeps them from proxies. */
function trusting(certificateFile: string): Readonly<Record<string, string>> {
  return {
    NODE_EXTRA_CA_CERTS: certificateFile,
    SSL_CERT_FILE: certificateFile,
    REQUESTS_CA_BUNDLE: certificateFile,
    CURL_CA_BUNDLE: certificateFile,
    NO_PROXY: '*',
    no_proxy: '*',
  }
}

/** Reads an answer; what else a program prints is nobody's business. */
function answerIn(line: string): (ClientAnswer & { readonly id: number }) | undefined {
  try {
    const value = JSON.parse(line) as (ClientAnswer & { readonly id?: unknown }) | null
    return typeof value?.id === 'number' ? { ...value, id: value.id } : undefined
  } catch {
    return undefined
  }
}

function endGroup(child: ChildProcessWithoutNullStreams): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}

async function limited<Answer>(answer: Promise<Answer>, onTimeout?: () => void): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      onTimeout?.()
      reject(new Departure(`an answer within ${TIMEOUT_SECONDS} seconds`, 'none'))
    }, TIMEOUT_SECONDS * 1000)
  })
  try {
    return await Promise.race([answer, timeout])
  } finally {
    clearTimeout(timer)
  }
}
