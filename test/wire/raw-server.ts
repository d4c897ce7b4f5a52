import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Server } from 'node:net'

import { Agent } from 'undici'
import type { buildConnector } from 'undici'

const ANSWER = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'

/** A request as it came out of the socket. */
export interface WireRequest {
  readonly scheme: string
  readonly bytes: Buffer
}

/** Replaces every host: reads bytes, and recognizes only the end of an HTTP request. */
export interface RawServer {
  /** Leads to it, whatever the URL says; TLS is left out. */
  readonly dispatcher: Agent
  /** The requests since the last call. */
  readonly taken: () => readonly WireRequest[]
  readonly stop: () => Promise<void>
}

/** Starts one. */
export async function startRawServer(): Promise<RawServer> {
  let requests: WireRequest[] = []
  const servers = new Map<string, Server>()
  for (const scheme of ['http:', 'https:']) {
    const server = createServer((socket) => {
      let bytes = Buffer.alloc(0)
      socket.on('data', (chunk) => {
        bytes = Buffer.concat([bytes, chunk])
        if (!isWhole(bytes)) return
        requests.push({ scheme, bytes })
        bytes = Buffer.alloc(0)
        socket.write(ANSWER)
      })
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    servers.set(scheme, server)
  }
  const connector: buildConnector.connector = ({ protocol }, callback) => {
    const { port } = servers.get(protocol)?.address() as AddressInfo
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => callback(null, socket))
    socket.once('error', (error) => callback(error, null))
  }
  const dispatcher = new Agent({ connect: connector })
  return {
    dispatcher,
    taken() {
      const taken = requests
      requests = []
      return taken
    },
    async stop() {
      await dispatcher.destroy()
      for (const server of servers.values()) server.close()
    },
  }
}

function isWhole(bytes: Buffer): boolean {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) return false
  const [, length = '0'] = /^content-length: *(\d+)/im.exec(bytes.toString('latin1', 0, end)) ?? []
  return bytes.length >= end + 4 + Number(length)
}
