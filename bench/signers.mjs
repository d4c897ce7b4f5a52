// The packages that a user might choose instead, each used as in its README, and each creating the
// nonce, signature and header.
import { createHmac } from 'node:crypto'
import { createRequire } from 'node:module'

import { CONSUMER, NONCE, QUERY, REQUEST, RESOURCE, TIMESTAMP_SECONDS, TOKEN } from './fixture.mjs'

const require = createRequire(import.meta.url)
const createOauth10a = require('oauth-1.0a')
const { OAuth } = require('oauth')
const oauthSign = require('oauth-sign')
const oauthSignature = require('oauth-signature')
const { OAuth1Helper } = require('twitter-api-v2/dist/cjs/client-mixins/oauth1.helper.js')

/**
 * Returns for each package the function that creates the Authorization header, with the fixed nonce
 * and time of the fixture.
 */
export function createHeaderMakers({ fixed }) {
  return {
    'oauth-1.0a': createOauth10aMaker(fixed),
    oauth: createOauthMaker(fixed),
    'twitter-api-v2': createTwitterApiV2Maker(fixed),
  }
}

function createOauth10aMaker(fixed) {
  const signer = createOauth10a({
    consumer: CONSUMER,
    signature_method: 'HMAC-SHA1',
    hash_function: (text, key) => createHmac('sha1', key).update(text).digest('base64'),
  })
  if (fixed) {
    signer.getNonce = () => NONCE
    signer.getTimeStamp = () => TIMESTAMP_SECONDS
  }
  // It adds properties to the request, which signRequest rejects.
  return () => signer.toHeader(signer.authorize({ ...REQUEST }, TOKEN)).Authorization
}

function createOauthMaker(fixed) {
  const signer = new OAuth(null, null, CONSUMER.key, CONSUMER.secret, '1.0', null, 'HMAC-SHA1')
  if (fixed) {
    signer._getNonce = () => NONCE
    signer._getTimestamp = () => TIMESTAMP_SECONDS
  }
  return () => signer.authHeader(REQUEST.url, TOKEN.key, TOKEN.secret, REQUEST.method)
}

function createTwitterApiV2Maker(fixed) {
  const signer = new OAuth1Helper({ consumerKeys: CONSUMER })
  if (fixed) {
    signer.getNonce = () => NONCE
    signer.getTimestamp = () => TIMESTAMP_SECONDS
  }
  // It modifies its arguments.
  return () => signer.toHeader(signer.authorize({ ...REQUEST }, TOKEN)).Authorization
}

const PARAMETERS = {
  oauth_consumer_key: CONSUMER.key,
  oauth_token: TOKEN.key,
  oauth_signature_method: 'HMAC-SHA1',
  oauth_timestamp: String(TIMESTAMP_SECONDS),
  oauth_nonce: NONCE,
  oauth_version: '1.0',
  ...Object.fromEntries(QUERY),
}

/** Functions that sign existing parameters, without a nonce or a header. */
export const SIGNATURE_MAKERS = {
  'oauth-sign (signature alone)': () =>
    oauthSign.hmacsign('GET', RESOURCE, PARAMETERS, CONSUMER.secret, TOKEN.secret),
  'oauth-signature (signature alone)': () =>
    oauthSignature.generate('GET', RESOURCE, PARAMETERS, CONSUMER.secret, TOKEN.secret, {
      encodeSignature: false,
    }),
}
