// Drives the package oauth, used as its README says.
import { createRequire } from 'node:module'

import { drive, objectOf } from './drive.mjs'

const require = createRequire(import.meta.url)
const { OAuth } = require('oauth')
const { version } = require('oauth/package.json')

const FORM = 'application/x-www-form-urlencoded'

drive({
  describe: () => ({
    name: `oauth ${version}`,
    features: [
      'three-legged',
      'out-of-band',
      'fetch',
      'forms',
      'put-forms',
      'other-bodies',
      'two-legged',
      'hmac-sha256',
      'rsa-sha1',
      'plaintext',
    ],
  }),
  authorize: (task) =>
    new Promise((resolve, reject) => {
      clientOf(task).getOAuthRequestToken((error, token, secret) => {
        if (error) return reject(error)
        const url = new URL(task.provider.authorizeUrl)
        url.searchParams.set('oauth_token', token)
        resolve({ url: url.href, browser: { token, secret } })
      })
    }),
  callback: (task) => exchange(task, new URL(task.url).searchParams.get('oauth_verifier')),
  verifier: (task) => exchange(task, task.verifier),
  fetch: (task) =>
    new Promise((resolve, reject) => {
      const { url, token = { key: null, secret: null }, form, body, contentType } = task
      const method = task.method.toLowerCase()
      const done = (error, _data, response) => {
        if (response) resolve({ status: response.statusCode })
        else reject(error)
      }
      const client = clientOf(task)
      if (method === 'get' || method === 'delete')
        client[method](url, token.key, token.secret, done)
      else {
        const content = form === undefined ? [body ?? '', contentType] : [objectOf(form), FORM]
        client[method](url, token.key, token.secret, ...content, done)
      }
    }),
})

function clientOf({ provider, consumer, signatureMethod, callback = null }) {
  const secret = signatureMethod.startsWith('RSA') ? consumer.privateKey : consumer.secret
  const { requestTokenUrl, accessTokenUrl } = provider
  return new OAuth(
    requestTokenUrl,
    accessTokenUrl,
    consumer.key,
    secret,
    '1.0A',
    callback,
    signatureMethod,
  )
}

function exchange(task, verifier) {
  const { token, secret } = task.browser
  return new Promise((resolve, reject) => {
    clientOf(task).getOAuthAccessToken(token, secret, verifier, (error, key, tokenSecret) => {
      if (error) return reject(error)
      resolve({ token: { key, secret: tokenSecret } })
    })
  })
}
