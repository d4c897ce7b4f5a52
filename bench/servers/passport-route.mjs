import passport from 'passport'
import { TokenStrategy } from 'passport-http-oauth'

import { CONSUMER } from '../fixture.mjs'

const WINDOW_SECONDS = 300

/**
 * Protects a route with passport-http-oauth, with the checks that an application has to provide.
 */
export function createPassportRoute(token) {
  const nonces = new Set()
  passport.use(
    new TokenStrategy(
      (key, done) => done(null, key === CONSUMER.key ? { key } : false, CONSUMER.secret),
      (key, done) => done(null, key === token.key ? { id: 'jane' } : false, token.secret),
      (timestamp, nonce, done) => {
        const isNew =
          Math.abs(Date.now() / 1000 - timestamp) <= WINDOW_SECONDS && !nonces.has(nonce)
        nonces.add(nonce)
        done(null, isNew)
      },
    ),
  )
  return passport.authenticate('oauth', { session: false })
}
