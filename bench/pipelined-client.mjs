import { Buffer } from 'node:buffer'
import { once } from 'node:events'
import { connect } from 'node:net'

const STATUS_LINE = /HTTP\/1\.1 (\d{3}) /g

/**
 * Opens persistent connections with several concurrent requests each. A server that always has work
 * is measured more steadily than one that wakes up for each request.
 */
export async function openClient({ port, connections, depth }) {
  const sockets = []
  while (sockets.length < connections) {
    const socket = connect(port, '127.0.0.1')
    await once(socket, 'connect')
    socket.setNoDelay(true)
    sockets.push(socket)
  }
  return {
    /**
     * Sends the requests, which are buffers, and resolves when each has a response with status 200.
     */
    async send(requests) {
      const shares = sockets.map((_, index) =>
        requests.filter((_request, position) => position % connections === index),
      )
      await Promise.all(sockets.map((socket, index) => sendAll(socket, shares[index], depth)))
    },
    close() {
      for (const socket of sockets) socket.destroy()
    },
  }
}

function sendAll(socket, requests, depth) {
  return new Promise((resolve, reject) => {
    let sent = 0
    let answered = 0
    let rest = ''
    const sendNext = () => {
      const batch = requests.slice(sent, sent + depth)
      sent += batch.length
      socket.write(Buffer.concat(batch))
    }
    const read = (chunk) => {
      const text = rest + chunk.toString('latin1')
      let end = 0
      for (const line of text.matchAll(STATUS_LINE)) {
        if (line[1] !== '200') finish(reject, new Error(`a request received status ${line[1]}`))
        end = line.index + line[0].length
        answered++
      }
      // A status line may arrive in two pieces.
      rest = text.slice(end)
      if (answered === requests.length) finish(resolve)
      else if (answered === sent) sendNext()
    }
    const finish = (settle, value) => {
      socket.off('data', read)
      socket.off('close', fail)
      settle(value)
    }
    const fail = () => finish(reject, new Error('the server closed a connection'))
    socket.on('data', read)
    socket.on('close', fail)
    sendNext()
  })
}
