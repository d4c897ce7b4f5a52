import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { text } from 'node:stream/consumers'

import { NO_RESPONSE } from './host.js'
import type { WireRequest, WireResponse } from './host.js'
import { sendBody } from './send-body.js'

/** The address on which a server listens. */
export interface Address {
  readonly port: number
  readonly isTls?: boolean
  /** A header for whatever is in front of the server. */
  readonly header?: readonly [name: string, value: string]
}

/** Sends a request over HTTP/1.1 as it is: `fetch` would rewrite its target and join its headers. */
export function sendOverHttp(request: WireRequest, address: Address): Promise<WireResponse> {
  const { method, target, headers, body, framing, pace } = request
  const { port, isTls = false, header = [] } = address
  const framed =
    framing === 'chunked'
      ? ['Transfer-Encoding', 'chunked']
      : body.length > 0
        ? ['Content-Length', String(body.length)]
        : []
  return new Promise((resolve) => {
    const end = (): void => {
      resolve(NO_RESPONSE)
    }
    const sent = (isTls ? httpsRequest : httpRequest)(
      {
        host: '127.0.0.1',
        port,
        method,
        path: target,
        agent: false,
        rejectUnauthorized: false,
        headers: ['Host', 'photos.example', ...header, ...headers.flat(), ...framed],
      },
      (response) => {
        text(response).then((received) => {
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: received,
          })
        }, end)
      },
    )
    sent.on('error', end)
    sent.on('close', end)
    sendBody(sent, body, pace)
  })
}
