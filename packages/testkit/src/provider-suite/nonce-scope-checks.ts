import { NotApplicable } from '../checks/not-applicable.js'
import { assertAccepted, assertRefused } from './assertions.js'
import { createCheck } from './provider-check.js'
import { fixNonce } from './fix-nonce.js'
import type { ProviderCheck } from './provider-check.js'
import { isSuccess } from './token-response.js'

const REPLAY = { section: 'RFC 5849 3.2', severity: 'critical' } as const
const METHODS = ['PUT', 'PATCH', 'DELETE', 'HEAD'] as const

/** The requests whose nonces are checked: all of them, section 3.2. */
export const nonceScopeChecks: readonly ProviderCheck[] = [
  ...METHODS.map((method) =>
    createCheck(
      {
        id: `nonce.replayed-${method.toLowerCase()}`,
        title: `Refuses a ${method} that it has received before`,
        ...REPLAY,
      },
      async (context) => {
        const protocol = fixNonce(context)
        if (!isSuccess(await context.sendResourceRequest({ method, protocol })))
          throw new NotApplicable(`the resource does not accept ${method}`)
        assertRefused(await context.sendResourceRequest({ method, protocol }))
      },
    ),
  ),
  createCheck(
    {
      id: 'nonce.replayed-rsa',
      title: 'Refuses a request by RSA that it has received before',
      ...REPLAY,
      needs: ['rsaConsumer'],
    },
    async (context) => {
      const protocol = fixNonce(context)
      const consumer = context.config.rsaConsumer
      const token = await context.getToken(consumer)
      assertAccepted(await context.sendResourceRequest({ consumer, token, protocol }))
      assertRefused(await context.sendResourceRequest({ consumer, token, protocol }))
    },
  ),
  createCheck(
    {
      id: 'nonce.reused-other-path',
      title: 'Refuses a used nonce in a request to another path',
      section: 'RFC 5849 3.3',
      severity: 'critical',
      needs: ['anyPathUrl'],
    },
    async (context) => {
      const protocol = fixNonce(context)
      const url = (context.config.anyPathUrl ?? '').replace(/\/$/, '')
      assertAccepted(await context.sendResourceRequest({ protocol, url: `${url}/one` }))
      assertRefused(await context.sendResourceRequest({ protocol, url: `${url}/another` }))
    },
  ),
]
