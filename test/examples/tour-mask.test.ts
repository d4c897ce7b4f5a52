import { describe, expect, it } from 'vitest'

import { maskAuthorization, maskForm, maskUrl } from '../../examples/tour/src/mask.js'

// Every secret that a provider or a consumer may send, not only those of the story.
const SECRETS = [
  'oauth_token_secret',
  'oauth_verifier',
  'oauth_session_handle',
  'x_auth_password',
  'password',
  'csrf',
  'client_secret',
  'access_token',
]
const SHOWN = [
  'oauth_token',
  'oauth_nonce',
  'oauth_consumer_key',
  'oauth_signature_method',
  'scope',
]

describe('the transcript of the tour', () => {
  it.each(SECRETS)('masks %s in any place', (name) => {
    expect(maskForm(`a=1&${name}=hide&b=2`)).toBe(`a=1&${name}=***&b=2`)
    expect(maskUrl(`/ready?${name}=hide`)).toBe(`/ready?${name}=***`)
    expect(maskAuthorization(`OAuth ${name}="hide"`, { isSignatureMasked: false })).toBe(
      `OAuth ${name}="***"`,
    )
  })

  it.each(SHOWN)('shows %s', (name) => {
    expect(maskForm(`${name}=shown`)).toBe(`${name}=shown`)
  })

  it('masks a signature only if it consists of the secrets', () => {
    const header = 'OAuth oauth_signature="s"'
    expect(maskAuthorization(header, { isSignatureMasked: false })).toBe(header)
    expect(maskAuthorization(header, { isSignatureMasked: true })).toBe(
      'OAuth oauth_signature="***"',
    )
  })
})
