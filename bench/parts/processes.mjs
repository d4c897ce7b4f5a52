import { performance } from 'node:perf_hooks'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

import { startServer } from '../store-servers.mjs'

const PROGRAM = fileURLToPath(new URL('../servers/authenticator.mjs', import.meta.url))
const REQUESTS_A_PROCESS = 1000

/** Two and four processes that share a store against one: the time that passes for each request. */
export async function createGroups() {
  const all = []
  for (const [kind, name] of [
    ['postgres', 'PostgreSQL'],
    ['redis', 'Redis'],
  ]) {
    const server = await startServer(kind)
    const processes = await startProcesses(server.url, 4)
    const createRow = (count, title) => ({
      name: title,
      check: () => measureProcesses(processes.slice(0, count)),
      measure: () => measureProcesses(processes.slice(0, count)),
    })
    all.push({
      title: `Time a request on ${name}, 8 at once in each process`,
      baseline: createRow(1, 'one process'),
      rows: [
        createRow(2, 'two processes'),
        {
          ...createRow(4, 'four processes'),
          async close() {
            for (const child of processes) child.kill()
            await server.stop()
          },
        },
      ],
    })
  }
  return all
}

async function startProcesses(url, count) {
  const processes = []
  let token
  while (processes.length < count) {
    const child = fork(PROGRAM)
    child.send({ url, token })
    // The first one prepares the store and issues the token.
    const [told] = await once(child, 'message')
    token = told.token
    processes.push(child)
  }
  return processes
}

async function measureProcesses(processes) {
  const sendTask = async (child, task) => {
    child.send({ task, count: REQUESTS_A_PROCESS })
    await once(child, 'message')
  }
  await Promise.all(processes.map((child) => sendTask(child, 'sign')))
  const start = performance.now()
  await Promise.all(processes.map((child) => sendTask(child, 'authenticate')))
  const requests = REQUESTS_A_PROCESS * processes.length
  return ((performance.now() - start) * 1e6) / requests
}
