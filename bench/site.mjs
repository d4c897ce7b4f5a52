import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

import { signRequest } from '@oauthplus/core'
import autocannon from 'autocannon'

import { CONSUMER } from './fixture.mjs'

const CONNECTIONS = 8
const REQUESTS = 1600
const PROGRAM = fileURLToPath(new URL('servers/site.mjs', import.meta.url))

/** Starts a site in a process of its own. */
export async function startSite(framework) {
  const child = fork(PROGRAM)
  child.send({ framework })
  const [{ port, token }] = await once(child, 'message')
  const origin = `http://127.0.0.1:${port}`
  const readCpuNanoseconds = async () => {
    child.send({})
    const [told] = await once(child, 'message')
    return told.cpuNanoseconds
  }
  return {
    /** Gives what one request to a path costs the site of processor time. */
    async costOf(path) {
      const url = `${origin}${path}?file=vacation.jpg&size=original`
      // Each connection has requests of its own: a nonce is good for one.
      const queues = []
      for (let index = 0; index < CONNECTIONS; index++) {
        queues.push(await createRequests(url, { consumer: CONSUMER, token }))
      }
      const start = await readCpuNanoseconds()
      const result = await autocannon({
        url: origin,
        connections: CONNECTIONS,
        amount: REQUESTS,
        setupClient: (client) => client.setRequests(queues.pop()),
      })
      if (result['2xx'] !== REQUESTS) {
        throw new Error(`${framework} answered ${result.non2xx} requests to ${path} wrongly`)
      }
      return ((await readCpuNanoseconds()) - start) / REQUESTS
    },
    close: () => child.kill(),
  }
}

async function createRequests(url, credentials) {
  const requests = []
  while (requests.length < REQUESTS / CONNECTIONS) {
    const { method, headers } = await signRequest({ method: 'GET', url }, credentials)
    const { pathname, search } = new URL(url)
    requests.push({ method, path: pathname + search, headers: Object.fromEntries(headers) })
  }
  return requests
}
