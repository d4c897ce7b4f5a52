import { expect, it } from 'vitest'

import { isSecretName } from '../src/internal.js'

it.each(
  // prettier-ignore
  [
    'password', 'Passwd', 'user_pwd', 'pass', 'user[pass]', 'userPass', 'passphrase', 'passcode',
    'pin', 'PIN', 'cardPin', 'pin2', 'pin_code', 'pinCode', 'PINCode', 'card.pin', 'otp', 'totp',
    'api_key', 'apikey', 'apiKey', 'API-Key', 'x-api-key', 'APIKEY', 'private_key', 'privateKey',
    'access_key', 'AWSAccessKeyId', 'access_token', 'refreshToken', 'id_token', 'auth_token',
    'client_secret', 'oauth_token_secret', 'oauth_signature', 'oauth_verifier', 'credentials',
    'oauth_session_handle', 'sessionHandle', 'x_auth_password', 'user%5Bpin%5D', '%70in',
    'pin%255D', 'cvv', 'cvv2', 'CVC', 'Authorization', 'proxy-authorization', 'auth', 'x-auth',
    'session', 'sessionid', 'session_id', 'sessionID', 'PHPSESSID', 'JSESSIONID', 'user.session',
    'connect.sid', 'card', 'card_number', 'cardNumber', 'card[number]', 'creditCard', 'cc-number',
    'cookie', 'Set-Cookie', 'cookies', 'ssn', 'user[ssn]', 'socialSecurityNumber', 'iban', 'IBAN',
    'api_token', 'apiToken', 'ApiToken', 'bearer', 'bearerToken', 'credential', 'aws-credential',
    'private-key', 'PRIVATE_KEY_PEM', 'ssh.private.key', 'user_otp', 'otpCode', 'one_time_code',
    'csrf_token', 'X-CSRF-Token', 'sharedSecret', 'secretKey', 'tokenSecret', 'token_secret',
    'client%5Fsecret', 'passwordConfirmation', 'newpassword', 'dbpass', 'jwt', 'psk', '2fa',
    'security_code', 'OAuthTokenSecret', 'X-Amz-Signature', 'passwordHint',
    'https://printer.example/auth?pin=1', 'X-Amz-Security-Token', 'accesstoken', 'passWord',
    'newPassWord', 'pass_word', 'pass-word', 'pass word', 'passWd', 'pass.phrase', 'pass_code',
    'pass_words', 'user[pass_word]', 'passWordConfirmation', 'pass_word2', 'passKey', 'APIkey',
    'PINcode', 'CVVcode', 'PassWORD', 'mypass_word', 'pw', 'user_pw', 'pw2', 'newpw', 'newpin',
    'oldPin', 'authkey', 'auth_key', 'authcode', 'authCode', 'privkey', 'priv_key', 'passkey',
    'pass_key', 'token', 'Token', 'token2', 'token_value', 'hub.verify_token', 'passwort',
    'neues_Passwort', 'kennwort', 'motdepasse', 'mot_de_passe', 'motDePasse', 'mdp', 'senha',
    'nova_senha', 'contraseña', 'contrase%C3%B1a', 'contrasena', 'clave', 'wachtwoord',
    'master_key', 'mysignature', 'pin12', 'secret_nickname', 'password_names', 'xpass_words',
    'user/pin', 'https://printer.example/cb?password', '%252570in',
    'https://printer.example/cb?token=1', '{"token":"1"}', '{"user":{"pin":"1234"}}',
    '<pin>1234</pin>', 'q=1&card=4111', String.raw`{"\u0070in":1}`,
  ],
)('treats the value of %s as a secret', (name) => {
  expect(isSecretName(name)).toBe(true)
})

it.each(
  // prettier-ignore
  [
    'spin', 'shipping', 'pinned', 'opinion', 'author', 'author_name', 'passport', 'compass',
    'bypass', 'passenger', 'secretary', 'option', 'hotpot', 'key', 'monkey', 'q', '', 'photo',
    'oauth_token', 'oauth_consumer_key', 'oauth_nonce', 'oauth_timestamp', 'oauth_callback',
    'oauth_signature_method', 'oauth_body_hash', 'x_auth_username', 'x_auth_mode', 'tokens',
    'oauth_version', 'oauth_callback_confirmed', 'oauth_authorization_expires_in', 'OAuthToken',
    'oauth_problem', 'xoauth_requestor_id', 'consumerKey', 'request_token', 'realm', 'scope',
    'pin_board', 'pinBoard', 'pins', 'api_keywords', 'apikeywords', 'authorization_url', 'oAuth',
    'authorizationUri', 'tokens_count', 'max_tokens', 'accessTokensCount', 'secretary_id',
    'authority', 'authentic', 'auth_method', 'session_count', 'sessions_per_day', 'obsession',
    'card_holder', 'cardboard', 'scorecard', 'discard', 'cookie_consent', 'passwordless',
    'password_length', 'api_key_name', 'client_secret_expires_at', 'public_key', 'primaryKey',
    'sort_key', 'country_code', 'page_number', 'signature_method', 'verifier_url', 'bearing',
    'pass_word_length', 'passKeyCount', 'token_type', 'token_count', 'page_token2', 'tokenize',
    'card_notes', 'card_not_present', 'word_pass_count', 'pass_through', 'session_notes', 's_id',
    'oauth_keys', 'request_token2', 'enclave', 'pwm', 'opw', 'spinning', 'kennwort_length',
    'card_paid', 'xoauth_token', 'pass_w_or_d', 'pin12_length', '%25252570in', '!', 'oauthKey',
    'http://localhost/token', 'oauth_code', 'o_auth_token', 'pass_count', 'passes',
    'signatures_count', 'iban_country', 'page_token', 'keyword', 'card-type',
  ],
)('shows the value of %s', (name) => {
  expect(isSecretName(name)).toBe(false)
})

it('reads a name of 64 KiB in less than 50 ms', () => {
  for (const part of [
    'aB',
    'A',
    '%25',
    'pin',
    'p%69',
    '_',
    'session',
    'apikE',
    'pin_',
    'card.',
    'pass_',
    'passWor',
    'oauth_token_',
    's.',
    '"',
  ]) {
    const name = part.repeat(65_536 / part.length)
    // The fastest of five, in time of the processor, because other processes slow down some.
    const milliseconds = Array.from({ length: 5 }, () => {
      const before = process.cpuUsage()
      isSecretName(name)
      const { user, system } = process.cpuUsage(before)
      return (user + system) / 1000
    })
    expect(Math.min(...milliseconds)).toBeLessThan(50)
  }
})
