// The request that the rows sign and verify: a GET with two parameters and all protocol parameters.
import { createHmac } from 'node:crypto'

import { signatureBaseString } from '@oauthplus/core'

export const CONSUMER = { key: 'dpf43f3p2l4k3l03', secret: 'kd94hf93k423kf44' }
export const TOKEN = { key: 'nnch734d00sl2jdk', secret: 'pfkkdhi9sl3r4s00' }
export const CREDENTIALS = { consumer: CONSUMER, token: TOKEN }
const SIGNING_KEY = `${CONSUMER.secret}&${TOKEN.secret}`
export const CALLBACK = 'https://printer.example/ready'
export const NONCE = '9f86d081884c7d659a2feaa0c55ad015'
export const TIMESTAMP_SECONDS = 1_700_000_000

export const RESOURCE = 'https://photos.example/photos'
export const QUERY = [
  ['file', 'vacation.jpg'],
  ['size', 'original'],
]
export const REQUEST = { method: 'GET', url: `${RESOURCE}?file=vacation.jpg&size=original` }

export const PROTOCOL = [
  ['oauth_consumer_key', CONSUMER.key],
  ['oauth_token', TOKEN.key],
  ['oauth_signature_method', 'HMAC-SHA1'],
  ['oauth_timestamp', String(TIMESTAMP_SECONDS)],
  ['oauth_nonce', NONCE],
  ['oauth_version', '1.0'],
]

export const BASE_STRING = signatureBaseString({ ...REQUEST, parameters: PROTOCOL })
export const SIGNATURE = signHmacSha1(BASE_STRING)

/** Does the minimum work of every signer. */
function signHmacSha1(text) {
  return createHmac('sha1', SIGNING_KEY).update(text).digest('base64')
}

/** The baseline of the ratios: only the hash over a given base string. */
export const HASH_ALONE = {
  name: 'createHmac on the ready base string',
  run: () => signHmacSha1(BASE_STRING),
}
