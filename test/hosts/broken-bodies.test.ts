import { signRequest } from '@oauthplus/core'
import { expect, it } from 'vitest'

import { BODY_HOSTS, ORIGIN } from './body-hosts.js'

const BODIES = [
  ['a form', 'application/x-www-form-urlencoded', 'a=1&a=2&b=3', {}],
  ['a hashed body', 'application/json', '{"a":1,"b":2}', { sendBodyHash: true }],
] as const
const CASES = BODY_HOSTS.filter((host) => host.canChunk).flatMap((host) =>
  BODIES.flatMap(([title, type, body, options]) =>
    [true, false].map(
      (sendLength) =>
        [
          `${title} ${sendLength ? 'with' : 'without'} a length on ${host.name}`,
          { host, type, body, options, sendLength },
        ] as const,
    ),
  ),
)

it.each(CASES)(
  'waits for %s that arrives in pieces',
  async (_title, { host, type, body, options, sendLength }) => {
    const { credentials, send, close } = await host.start('none')
    const signed = await signRequest(
      { method: 'POST', url: `${ORIGIN}/echo`, headers: [['Content-Type', type]], body },
      credentials,
      options,
    )
    // Without a length, the two pieces are two chunks, or two frames of HTTP/2.
    const response = await send(signed, { sendLength, pace: 'in pieces' })
    expect([response.status, response.view?.granted]).toEqual([200, body])
    await close()
  },
)

it.each(CASES)(
  'refuses %s if only the first half arrives',
  async (_title, { host, type, body, options, sendLength }) => {
    const { credentials, send, nextEvent, close } = await host.start('none')
    const sign = () =>
      signRequest(
        { method: 'POST', url: `${ORIGIN}/echo`, headers: [['Content-Type', type]], body },
        credentials,
        options,
      )
    const refused = nextEvent()
    expect((await send(await sign(), { sendLength, pace: 'broken' })).status).toBe(0)
    expect(await refused).toMatchObject({
      type: 'request_refused',
      problem: { code: 'parameter_rejected', advice: 'The body ended before it was complete.' },
    })
    await close()
  },
)
