// Drives the package passport-oauth1: a strategy in an application whose session is the browser.
import { createRequire } from 'node:module'

import { drive } from './drive.mjs'

const require = createRequire(import.meta.url)
const { Strategy } = require('passport-oauth1')
const { version } = require('passport-oauth1/package.json')

drive({
  describe: () => ({
    name: `passport-oauth1 ${version}`,
    features: ['three-legged', 'rsa-sha1', 'plaintext'],
  }),
  authorize: (task) => visit(task, '/login'),
  callback: (task) => visit(task, task.url),
})

/** Runs a copy of the strategy, as passport does, and returns the result. */
function visit(task, url) {
  const { provider, consumer, signatureMethod, callback, browser: session = {} } = task
  const isRsa = signatureMethod.startsWith('RSA')
  const strategy = new Strategy(
    {
      requestTokenURL: provider.requestTokenUrl,
      accessTokenURL: provider.accessTokenUrl,
      userAuthorizationURL: provider.authorizeUrl,
      consumerKey: consumer.key,
      consumerSecret: isRsa ? consumer.privateKey : consumer.secret,
      callbackURL: callback,
      signatureMethod,
    },
    // Passport counts them
    (key, secret, _profile, done) => done(null, { key, secret }),
  )
  const query = Object.fromEntries(new URL(url, 'http://localhost').searchParams)
  return new Promise((resolve, reject) => {
    Object.assign(strategy, {
      redirect: (location) => resolve({ url: location, browser: session }),
      success: (token) => resolve({ token, browser: session }),
      fail: (challenge) => reject(new Error(challenge?.message ?? 'refused')),
      error: reject,
    })
    strategy.authenticate({ url, query, session, headers: {}, connection: {} }, {})
  })
}
