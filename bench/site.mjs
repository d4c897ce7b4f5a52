import { Buffer } from 'node:buffer'
import { execFileSync, fork } from 'node:child_process'
import { once } from 'node:events'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'

import { signRequest } from '@oauthplus/core'

import { getMedian } from './compare.mjs'
import { CONSUMER } from './fixture.mjs'
import { openClient } from './pipelined-client.mjs'

const CONNECTIONS = 8
const REQUESTS_ON_THEIR_WAY = 8
const REQUESTS_A_SLICE = 128
const WARM_UP_SLICES = 12
const HOST = 'photos.example'
const PROGRAM = fileURLToPath(new URL('servers/site.mjs', import.meta.url))

/** Starts a site in a separate process, on a separate processor if the system supports it. */
export async function startSite(framework) {
  const child = fork(PROGRAM)
  child.send({ framework })
  const [{ port, token }] = await once(child, 'message')
  pinProcess(process.pid, 0)
  pinProcess(child.pid, cpus().length - 1)
  const client = await openClient({ port, connections: CONNECTIONS, depth: REQUESTS_ON_THEIR_WAY })
  const readCpuNanoseconds = async () => {
    child.send({})
    const [message] = await once(child, 'message')
    return message.cpuNanoseconds
  }
  const measureSlice = async ({ path, isSigned = true }) => {
    const credentials = isSigned ? { consumer: CONSUMER, token } : undefined
    const requests = await createRequests(path, credentials)
    const start = await readCpuNanoseconds()
    await client.send(requests)
    return ((await readCpuNanoseconds()) - start) / REQUESTS_A_SLICE
  }
  const measureSlices = async (kinds, slices) => {
    const measured = kinds.map(() => [])
    for (let slice = 0; slice < slices; slice++) {
      for (let turn = 0; turn < kinds.length; turn++) {
        // Each kind comes first in turn, because one kind leaves garbage for the next one to collect.
        const index = (slice + turn) % kinds.length
        measured[index].push(await measureSlice(kinds[index]))
      }
    }
    return measured
  }
  return {
    /**
     * Sends requests until the site is compiled. A kind of request has a path, and may be unsigned.
     */
    warmUp: (kinds) => measureSlices(kinds, WARM_UP_SLICES),
    /**
     * Measures the processor time that one request of each kind costs the site, in short
     * alternating slices.
     */
    measure: async (kinds, slices) => (await measureSlices(kinds, slices)).map(getMedian),
    /** Measures the additional cost of one kind of request over another, in pairs of slices. */
    async measureAdded(kind, other, slices) {
      const [costs, others] = await measureSlices([kind, other], slices)
      return getMedian(costs.map((cost, slice) => cost - others[slice]))
    },
    close() {
      client.close()
      child.kill()
    },
  }
}

async function createRequests(path, credentials) {
  const target = `${path}?file=vacation.jpg&size=original`
  const requests = []
  while (requests.length < REQUESTS_A_SLICE) {
    const lines = [
      `GET ${target} HTTP/1.1`,
      ...[`Host: ${HOST}`, 'User-Agent: bench', 'Accept: */*'],
      // The header of a proxy that terminates TLS. passport-http-oauth needs it to know the URL.
      'X-Forwarded-Proto: https',
    ]
    if (credentials !== undefined) {
      // Each request is signed individually, because a nonce is valid once.
      const url = `https://${HOST}${target}`
      const { headers } = await signRequest({ method: 'GET', url }, credentials)
      lines.push(...headers.map((header) => header.join(': ')))
    }
    requests.push(Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'))
  }
  return requests
}

/** Binds a process to one processor, so that its caches stay warm. */
function pinProcess(pid, processor) {
  try {
    execFileSync('taskset', ['-acp', `${processor}`, `${pid}`], { stdio: 'ignore' })
  } catch {
    // Only Linux supports this.
  }
}
