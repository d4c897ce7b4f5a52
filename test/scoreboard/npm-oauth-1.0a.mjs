// Drives the package oauth-1.0a, which only signs, with the platform's fetch, as its README says.
import { Buffer } from 'node:buffer'
import { createHash, createHmac, sign } from 'node:crypto'
import { createRequire } from 'node:module'
import { URLSearchParams } from 'node:url'

import { drive, objectOf } from './drive.mjs'

const require = createRequire(import.meta.url)
const createOAuth = require('oauth-1.0a')
const { version } = require('oauth-1.0a/package.json')

drive({
  describe: () => ({
    name: `oauth-1.0a ${version}`,
    features: [
      'fetch',
      'forms',
      'put-forms',
      'patch-forms',
      'delete-forms',
      'other-bodies',
      'two-legged',
      'hmac-sha256',
      'hmac-sha512',
      'rsa-sha1',
      'plaintext',
      'body-hash',
    ],
  }),
  async fetch({
    consumer,
    signatureMethod,
    token,
    url,
    method,
    form,
    body,
    contentType,
    bodyHash,
  }) {
    const hash = signatureMethod.split('-')[1]?.toLowerCase()
    const oauth = createOAuth({
      consumer: { key: consumer.key, secret: consumer.secret },
      signature_method: signatureMethod,
      hash_function: (text, key) => {
        if (signatureMethod === 'PLAINTEXT') return key
        if (signatureMethod.startsWith('HMAC')) {
          return createHmac(hash, key).update(text).digest('base64')
        }
        return sign(`rsa-${hash}`, Buffer.from(text), consumer.privateKey).toString('base64')
      },
      body_hash_function: (text) => createHash(hash).update(text).digest('base64'),
    })
    const data = form === undefined ? (bodyHash ? body : undefined) : objectOf(form)
    const request = { url, method, data, includeBodyHash: bodyHash && form === undefined }
    const authorization = oauth.toHeader(oauth.authorize(request, token)).Authorization
    const response = await globalThis.fetch(url, {
      method,
      headers: { authorization, ...(contentType ? { 'content-type': contentType } : {}) },
      body: form === undefined ? body : new URLSearchParams(form),
    })
    return { status: response.status }
  },
})
