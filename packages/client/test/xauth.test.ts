import { inspect } from 'node:util'

import { formatForm } from '@oauthplus/core'
import { describe, expect, it } from 'vitest'

import { createClient, isOAuthResponseError } from '../src/index.js'
import { headerOf } from './listen.js'
import { startProvider } from './provider.js'

const PASSWORD = 'correct horse & battery+staple "✓"'

describe('xauth', () => {
  it('exchanges a username and a password for a token, signed with only the consumer secret', async () => {
    const provider = await startProvider()
    const result = await createClient(provider.options).xauth({
      username: 'jane',
      password: PASSWORD,
      parameters: [['x_app', '1']],
    })
    expect(result).toEqual({
      token: { key: 'access-1', secret: 'secret of access-1' },
      parameters: [['user_id', 'jane']],
      extra: { user_id: 'jane' },
    })
    const [request] = provider.verified
    expect(request?.method).toBe('POST')
    expect(request?.form).toEqual([
      ['x_auth_username', 'jane'],
      ['x_auth_password', PASSWORD],
      ['x_auth_mode', 'client_auth'],
      ['x_app', '1'],
    ])
    expect(headerOf(request, 'authorization')).toMatch(/^OAuth /)
    expect(headerOf(request, 'authorization')).not.toContain('oauth_token=')
  })

  it('sends no password in a URL', async () => {
    const provider = await startProvider()
    const { accessTokenUrl } = provider.options.provider
    const byGet = { accessTokenUrl, tokenRequestMethod: 'GET' } as const
    const client = createClient({ ...provider.options, provider: byGet })
    await expect(client.xauth({ username: 'jane', password: PASSWORD })).rejects.toThrow(TypeError)
    expect(provider.verified).toEqual([])
  })

  it('needs no other URL of the provider', async () => {
    const provider = await startProvider()
    const { accessTokenUrl } = provider.options.provider
    const client = createClient({ ...provider.options, provider: { accessTokenUrl } })
    await expect(client.xauth({ username: 'jane', password: 'jane' })).resolves.toBeDefined()
  })

  it('never shows the password in an error, even if the provider repeats it', async () => {
    const once = encodeURIComponent(PASSWORD)
    const bodies = [
      `Wrong password: ${PASSWORD}`,
      `<p>x_auth_password=${once}</p>`,
      formatForm([
        ['oauth_problem', 'permission_denied'],
        ['oauth_problem_advice', `${PASSWORD} is wrong`],
        ['oauth_parameters_rejected', formatForm([['x_auth_password', PASSWORD]])],
      ]),
      `oauth_problem=signature_invalid&oauth_problem_advice=${encodeURIComponent(`POST&u&x_auth_password%253D${encodeURIComponent(once)}`)}`,
      `oauth_problem=${once}`,
    ]
    for (const status of [200, 401, 500]) {
      for (const body of bodies) {
        const provider = await startProvider(() => ({ status, body }))
        const client = createClient(provider.options)
        const error = await client
          .xauth({ username: 'jane', password: PASSWORD })
          .catch((caught: unknown) => caught)
        expect(isOAuthResponseError(error)).toBe(true)
        const shown = inspect(error, { depth: 9, showHidden: true }) + JSON.stringify(error)
        expect(
          decodeURIComponent(decodeURIComponent(shown.replace(/%(?![0-9A-F]{2})/gi, ''))),
        ).not.toContain('horse')
      }
    }
  })

  it('reports the reason of a refusal', async () => {
    const provider = await startProvider(() => ({
      status: 401,
      headers: {
        'www-authenticate':
          'OAuth realm="Photos", oauth_problem="permission_denied", oauth_problem_advice="The%20password%20is%20wrong."',
      },
    }))
    const client = createClient(provider.options)
    await expect(client.xauth({ username: 'jane', password: 'x!' })).rejects.toMatchObject({
      code: 'permission_denied',
      status: 401,
      problem: { advice: 'The password is wrong.' },
      bodyExcerpt: undefined,
    })
  })

  it('rejects an invalid password before sending', async () => {
    const provider = await startProvider()
    const client = createClient(provider.options)
    const password = undefined as unknown as string
    await expect(client.xauth({ username: 'jane', password })).rejects.toThrow(TypeError)
    expect(provider.seen).toEqual([])
  })
})
