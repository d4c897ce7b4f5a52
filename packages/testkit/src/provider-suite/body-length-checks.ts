import { NotApplicable } from '../checks/not-applicable.js'
import type { WireMessage } from '../reference/index.js'
import type { Exchange } from '../wire/exchange.js'
import { assertAccepted } from './assertions.js'
import { createCheck, createRefusedCheck } from './provider-check.js'
import type { ProviderCheck } from './provider-check.js'

const CHUNKED = ['Transfer-Encoding', 'chunked'] as const

function removeLength(message: WireMessage): WireMessage {
  const headers = message.headers.filter(([name]) => name !== 'Content-Length')
  return { ...message, headers }
}

function sendInChunks(message: WireMessage): WireMessage {
  const { headers, ...rest } = removeLength(message)
  return { ...rest, headers: [...headers, CHUNKED] }
}

/** Throws `NotApplicable` if HTTP permits the server to refuse the request. */
function assertLengthOptional({ response }: Exchange): void {
  if ('failure' in response) return
  if (response.status === 411) throw new NotApplicable('the server requires a Content-Length')
  if (response.httpVersion === '1.0') throw new NotApplicable('the server uses HTTP/1.0')
}

/** Requests without a Content-Length. */
export const bodyLengthChecks: readonly ProviderCheck[] = [
  createCheck(
    {
      id: 'form.chunked',
      title: 'Verifies a form that is sent in chunks, without a Content-Length',
      section: 'RFC 9112 7.1',
    },
    async (context) => {
      const exchange = await context.sendResourceRequest({
        method: 'POST',
        form: 'a=1&b=2',
        message: sendInChunks,
      })
      assertLengthOptional(exchange)
      assertAccepted(exchange)
    },
  ),
  createCheck(
    {
      id: 'body.none',
      title: 'Accepts a POST without a body and without a Content-Length',
      section: 'RFC 9112 6.3',
      level: 'SHOULD',
    },
    async (context) => {
      const exchange = await context.sendResourceRequest({ method: 'POST', message: removeLength })
      assertLengthOptional(exchange)
      assertAccepted(exchange)
    },
  ),
  createRefusedCheck(
    {
      id: 'tampered.form-chunked',
      title: 'Refuses a form in chunks that the signature does not cover',
      section: 'RFC 5849 3.4.1',
      severity: 'critical',
    },
    {
      method: 'POST',
      form: 'amount=1',
      signed: (parts) => ({ ...parts, parameters: parts.parameters.filter(isNotAmount) }),
      message: sendInChunks,
    },
  ),
]

function isNotAmount([name]: readonly [unknown, unknown]): boolean {
  return String(name) !== 'amount'
}
