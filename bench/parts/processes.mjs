import { performance } from 'node:perf_hooks'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { startServer } from '../store-servers.mjs'

const PROGRAM = fileURLToPath(new URL('../servers/authenticator.mjs', import.meta.url))
const REQUESTS_A_PROCESS = 1000

/** The stores that processes share. */
const KINDS = [
  ['SQLite', [startSqlite]],
  ['PostgreSQL', [() => startServer('postgres')]],
  ['Redis', [() => startServer('redis')]],
  ['PostgreSQL and Redis', [() => startServer('postgres'), () => startServer('redis')]],
]

/**
 * Compares two and four processes that share a store with one process: the elapsed time per request. Then compares
 * each store with the store in memory: the processor time per request in the provider's process.
 */
export async function createGroups() {
  const all = []
  const ofStores = []
  for (const [name, starts] of KINDS) {
    const places = await Promise.all(starts.map((start) => start()))
    const urls = places.map(({ url }) => url)
    const processes = await startProcesses(urls, 4)
    const createRow = (count, title) => ({
      name: title,
      check: () => measureTime(processes.slice(0, count)),
      measure: () => measureTime(processes.slice(0, count)),
    })
    all.push({
      title: `Time a request on ${name}, 8 at once in each process`,
      baseline: createRow(1, 'one process'),
      rows: [createRow(2, 'two processes'), createRow(4, 'four processes')],
    })
    ofStores.push({
      name,
      measure: () => measureCpu(processes.slice(0, 1)),
      async close() {
        for (const child of processes) child.kill()
        for (const { stop } of places) await stop()
      },
    })
  }
  const inMemory = await startProcesses(['memory:'], 1)
  all.push({
    title: 'Processor time a request takes its process, 8 at once',
    baseline: {
      name: 'memory',
      measure: () => measureCpu(inMemory),
      async close() {
        inMemory[0].kill()
      },
    },
    rows: ofStores,
  })
  return all
}

async function startSqlite() {
  const directory = await mkdtemp(join(tmpdir(), 'oauthplus-bench-'))
  return {
    url: `sqlite:${join(directory, 'oauth.db')}`,
    stop: () => rm(directory, { recursive: true }),
  }
}

async function startProcesses(urls, count) {
  const processes = []
  let token
  while (processes.length < count) {
    const child = fork(PROGRAM)
    child.send({ urls, token })
    // The first one prepares the store and issues the token.
    const [told] = await once(child, 'message')
    token = told.token
    processes.push(child)
  }
  return processes
}

async function measureTime(processes) {
  const { nanoseconds } = await measureProcesses(processes)
  return nanoseconds
}

async function measureCpu(processes) {
  const { cpuNanoseconds } = await measureProcesses(processes)
  return cpuNanoseconds
}

/** Gives how much time passes for each request, and how much time it takes the processor of its process. */
async function measureProcesses(processes) {
  const sendTask = async (child, task) => {
    child.send({ task, count: REQUESTS_A_PROCESS })
    const [{ cpuNanoseconds }] = await once(child, 'message')
    return cpuNanoseconds
  }
  await Promise.all(processes.map((child) => sendTask(child, 'sign')))
  const start = performance.now()
  const used = await Promise.all(processes.map((child) => sendTask(child, 'authenticate')))
  const requests = REQUESTS_A_PROCESS * processes.length
  return {
    nanoseconds: ((performance.now() - start) * 1e6) / requests,
    cpuNanoseconds: used.reduce((sum, value) => sum + value, 0) / requests,
  }
}
