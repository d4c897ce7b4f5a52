import { expect, it } from 'vitest'

import { isSecretName } from '../src/internal.js'

it.each([
  ...['password', 'Passwd', 'user_pwd', 'pass', 'user[pass]', 'userPass', 'passphrase', 'passcode'],
  ...['pin', 'PIN', 'cardPin', 'pin2', 'pin_code', 'pinCode', 'PINCode', 'card.pin', 'otp', 'totp'],
  ...['api_key', 'apikey', 'apiKey', 'API-Key', 'x-api-key', 'APIKEY', 'private_key', 'privateKey'],
  ...['access_key', 'AWSAccessKeyId', 'access_token', 'refreshToken', 'id_token', 'auth_token'],
  ...['client_secret', 'oauth_token_secret', 'oauth_signature', 'oauth_verifier', 'credentials'],
  ...['oauth_session_handle', 'sessionHandle', 'x_auth_password', 'user%5Bpin%5D', '%70in'],
  ...['pin%255D', 'cvv', 'Authorization'],
])('takes the value of %s for a secret', (name) => {
  expect(isSecretName(name)).toBe(true)
})

it.each([
  ...['spin', 'shipping', 'pinned', 'opinion', 'author', 'author_name', 'passport', 'compass'],
  ...['bypass', 'passenger', 'secretary', 'option', 'hotpot', 'key', 'monkey', 'q', '', 'photo'],
  ...['oauth_token', 'oauth_consumer_key', 'oauth_nonce', 'oauth_timestamp', 'oauth_callback'],
  ...['oauth_signature_method', 'oauth_body_hash', 'x_auth_username', 'x_auth_mode', 'token'],
])('shows the value of %s', (name) => {
  expect(isSecretName(name)).toBe(false)
})

it('reads a name of 64 KiB in less than 50 ms', () => {
  for (const part of ['aB', 'A', '%25', 'pin', 'p%69', '_', 'session', 'apikE']) {
    const startedAt = performance.now()
    isSecretName(part.repeat(65_536 / part.length))
    expect(performance.now() - startedAt).toBeLessThan(50)
  }
})
