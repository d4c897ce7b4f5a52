import { signRequest } from '@oauthplus/core'
import type { SignRequestOptions, UnsignedRequest } from '@oauthplus/core'
import { afterEach, describe, expect, it } from 'vitest'

import { BODY_HOSTS, ORIGIN } from './body-hosts.js'
import type { BodyHost, HostResponse, Parser } from './body-hosts.js'

const FORM = ['Content-Type', 'application/x-www-form-urlencoded'] as const
const JSON_TYPE = ['Content-Type', 'application/json'] as const
const MULTIPART = ['Content-Type', 'multipart/form-data; boundary=x'] as const
const MULTIPART_BODY = '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n'

describe.each(BODY_HOSTS.map((host) => [host.name, host] as const))('%s', (_name, host) => {
  let close: (() => Promise<void>) | undefined

  afterEach(() => close?.())

  async function run(
    request: Omit<UnsignedRequest, 'url' | 'method'>,
    options: SignRequestOptions = {},
    changes: {
      readonly parser?: Parser
      readonly sendLength?: boolean
      readonly body?: string
      readonly headers?: readonly (readonly [string, string])[]
    } = {},
  ): Promise<HostResponse> {
    const { parser = 'none', sendLength, body, headers = [] } = changes
    const started = await host.start(parser)
    close = started.close
    const signed = await signRequest(
      { method: 'POST', url: `${ORIGIN}/echo`, ...request },
      started.credentials,
      options,
    )
    return started.send(
      {
        ...signed,
        headers: [
          ...signed.headers,
          ...headers.map(([key, value]): [string, string] => [key, value]),
        ],
        body: body ?? signed.body,
      },
      sendLength === undefined ? {} : { sendLength },
    )
  }

  it.each(lengths(host))('passes on a signed form (%s)', async (_length, sendLength) => {
    const { status, view } = await run({ headers: [FORM], body: 'a=1&a=2&b=+' }, {}, { sendLength })
    expect(status).toBe(200)
    expect(view?.form).toEqual([
      ['a', '1'],
      ['a', '2'],
      ['b', ' '],
    ])
    expect(view?.granted).toBe('a=1&a=2&b=+')
    expect(['', 'a=1&a=2&b=+']).toContain(view?.rest)
    if (!host.name.startsWith('node:')) expect(view?.body).toEqual({ a: ['1', '2'], b: ' ' })
  })

  it.each(lengths(host))('refuses a form that was not signed (%s)', async (_length, sendLength) => {
    const unsigned = { body: 'amount=1000000', headers: [FORM], sendLength }
    expect((await run({}, {}, unsigned)).status).toBe(401)
    expect(
      (await run({ headers: [FORM], body: '' }, {}, { ...unsigned, headers: [] })).status,
    ).toBe(401)
    expect((await run({}, { transmission: 'query' }, unsigned)).status).toBe(401)
  })

  it.each(lengths(host))('treats an empty form as empty (%s)', async (_length, sendLength) => {
    for (const parser of ['none', 'keeping', 'losing'] as const) {
      const { status, view } = await run({ headers: [FORM], body: '' }, {}, { sendLength, parser })
      expect([parser, [200, 500].includes(status)]).toEqual([parser, true])
      if (parser !== 'losing') expect([parser, status, view?.form]).toEqual([parser, 200, []])
      await close?.()
    }
    close = undefined
  })

  it.each(lengths(host))('verifies a body hash (%s)', async (_length, sendLength) => {
    const json = { headers: [JSON_TYPE], body: '{"a":1}' }
    const { status, view } = await run(json, { sendBodyHash: true }, { sendLength })
    expect([status, view?.granted, view?.rest]).toEqual([200, '{"a":1}', '{"a":1}'])
    expect((await run(json, { sendBodyHash: true }, { sendLength, body: '{"a":2}' })).status).toBe(
      401,
    )
    const ofNothing = { headers: [JSON_TYPE], body: '' }
    expect(
      (await run(ofNothing, { sendBodyHash: true }, { sendLength, body: '{"a":2}' })).status,
    ).toBe(401)
    const multipart = await run(
      { headers: [MULTIPART], body: MULTIPART_BODY },
      { sendBodyHash: true },
      { sendLength },
    )
    expect([multipart.status, multipart.view?.granted]).toEqual([200, MULTIPART_BODY])
  })

  it.each(lengths(host))(
    'leaves a body without a hash to the handler (%s)',
    async (_length, sendLength) => {
      const { status, view } = await run(
        { headers: [JSON_TYPE], body: '{"a":1}' },
        {},
        { sendLength },
      )
      expect([status, view?.granted, view?.form]).toEqual([200, null, []])
      expect(view?.rest).toBe('{"a":1}')
    },
  )

  it('verifies behind a parser that keeps the bytes', async () => {
    const form = await run({ headers: [FORM], body: 'a=1&a=2' }, {}, { parser: 'keeping' })
    expect([form.status, form.view?.granted]).toEqual([200, 'a=1&a=2'])
    const changed = { parser: 'keeping', body: 'a=1&a=3' } as const
    expect((await run({ headers: [FORM], body: 'a=1&a=2' }, {}, changed)).status).toBe(401)
  })

  it('never accepts what a parser has lost', async () => {
    const { status } = await run({ headers: [FORM], body: 'a=1' }, {}, { parser: 'losing' })
    expect(status).toBe(500)
    const changed = { parser: 'losing', body: 'a=2' } as const
    expect((await run({ headers: [FORM], body: 'a=1' }, {}, changed)).status).toBeGreaterThan(400)
  })
})

function lengths(host: BodyHost): readonly (readonly [string, boolean])[] {
  return [
    ['with a length', true],
    [host.canChunk ? 'without a length' : 'without the header', false],
  ]
}
