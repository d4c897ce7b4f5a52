import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'

import type { SignedRequest } from '@oauthplus/core'

/** A request as it goes over the wire: `fetch` would rewrite its URL and refuse its Host. */
export interface RawRequest extends Partial<Omit<SignedRequest, 'url'>> {
  readonly url: string
  /** The certificate to trust. */
  readonly certificate?: string
  /** The address of this machine to send from. */
  readonly from?: string | undefined
  /** Headers to send, also in place of those that are there. */
  readonly instead?: Readonly<Record<string, string>> | undefined
}

/** A response. */
export interface RawAnswer {
  readonly status: number | undefined
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly text: string
}

/** Sends a request to loopback; follows no redirect. */
export async function sendRaw(request: RawRequest): Promise<RawAnswer> {
  const { method = 'GET', url, headers = [], body, certificate, from, instead } = request
  const [, scheme, authority = '', target = '/'] = /^(https?):\/\/([^/]+)(\/.*)$/.exec(url) ?? []
  const content = body ?? ''
  const options = {
    host: '127.0.0.1',
    servername: 'localhost',
    port: authority.replace(/^.*:/, ''),
    path: target,
    method,
    // Such requests have no connection to share.
    agent: false as const,
    ...(certificate === undefined ? {} : { ca: certificate }),
    ...(from === undefined ? {} : { localAddress: from }),
    headers: {
      Host: authority,
      ...Object.fromEntries(headers),
      'Content-Length': String(Buffer.byteLength(content)),
      ...instead,
    },
  }
  return new Promise((resolve, reject) => {
    const sent = (scheme === 'https' ? httpsRequest : httpRequest)(options, (answer) => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (piece: string) => (text += piece))
      answer.on('end', () => {
        resolve({ status: answer.statusCode, headers: answer.headers, text })
      })
      answer.on('error', reject)
    })
    sent.on('error', reject)
    sent.end(content)
  })
}
