// A Service provider made with oauthorize and passport-http-oauth on Express 4, as their READMEs and their example
// show it. It keeps everything in maps, knows two consumers and one user, and approves whatever that user is asked, unless
// the authorization page is opened with `decision=deny`. When it listens it prints one line of JSON: its endpoints and the
// consumer's key and secret.
import { randomBytes } from 'node:crypto'
import { createRequire } from 'node:module'
import { setImmediate } from 'node:timers'

/* eslint max-params: off -- what oauthorize calls */
const require = createRequire(import.meta.url)
const express = require('express4')
const oauthorize = require('oauthorize')
const passportHttpOAuth = require('passport-http-oauth')
// The passport that the strategies were made for.
const passport = createRequire(require.resolve('passport-http-oauth'))('passport')
const { Passport } = passport
const { ConsumerStrategy, TokenStrategy } = passportHttpOAuth

const KEY = 'consumer of oauthorize'
const SECRET = "kd94 hf+93&k4/23%kf=44'(☃)*~"
const SECRETS = new Map([
  [KEY, SECRET],
  ['other consumer of oauthorize', 'another secret'],
])
const JANE = { id: 'jane' }
const WINDOW_SECONDS = 300
const CALLBACK = /^(?:oob|http:\/\/127\.0\.0\.1:\d+\/[!-~]*)$/

const requestTokens = new Map()
const accessTokens = new Map()
const nonces = new Set()
const session = {}
const text = () => randomBytes(16).toString('hex')

// Records come from a database, which responds later.
function findConsumer(key, done) {
  const secret = SECRETS.get(key)
  setImmediate(done, null, secret === undefined ? false : { id: key }, secret)
}

// This function receives neither consumer nor token.
function validate(timestamp, nonce, done) {
  const isNow =
    /^\d{1,11}$/.test(timestamp) &&
    Math.abs(Date.now() / 1000 - Number(timestamp)) <= WINDOW_SECONDS
  const use = JSON.stringify([timestamp, nonce])
  const isFresh = !nonces.has(use)
  if (isNow) nonces.add(use)
  done(null, isNow && isFresh)
}

function findRequestToken(key, done) {
  const token = requestTokens.get(key)
  setImmediate(done, null, token === undefined ? false : token.secret, { ...token })
}

function findUser(key, done) {
  const token = accessTokens.get(key)
  setImmediate(done, null, token === undefined ? false : JANE, token?.secret)
}

const authenticator = new Passport()
authenticator.use('consumer', new ConsumerStrategy(findConsumer, findRequestToken, validate))
authenticator.use('token', new TokenStrategy(findConsumer, findUser, validate))

const server = oauthorize.createServer()
server.serializeClient((client, done) => done(null, client.id))
server.deserializeClient((id, done) => done(null, { id }))

const app = express()
app.use(express.urlencoded({ extended: true }))
app.use(express.text({ type: ['application/json', 'text/*', 'multipart/*'] }))
app.use(authenticator.initialize())
app.use((request, _response, next) => {
  request.session = session
  next()
})

app.post(
  '/oauth/request_token',
  authenticator.authenticate('consumer', { session: false }),
  server.requestToken((client, callback, done) => {
    if (!CALLBACK.test(callback)) return done(null, false)
    const [key, secret] = [text(), text()]
    requestTokens.set(key, { secret, clientId: client.id, callback })
    return done(null, key, secret)
  }),
  server.errorHandler(),
)

app.get(
  '/oauth/authorize',
  server.userAuthorization((key, done) => {
    const token = requestTokens.get(key)
    done(null, token === undefined ? false : { id: token.clientId }, token?.callback)
  }),
  (request, _response, next) => {
    request.user = JANE
    // The fields that the form on the page would send.
    request.body = { transaction_id: request.oauth.transactionID }
    if (request.query.decision === 'deny') request.body.cancel = 'Deny'
    next()
  },
  server.userDecision((key, _user, _result, done) => {
    const token = requestTokens.get(key)
    token.verifier = text()
    done(null, token.verifier)
  }),
  ({ oauth }, response) => {
    response.end(`<p>Verifier: <code id="oauth_verifier">${oauth.verifier}</code></p>`)
  },
  server.errorHandler(),
)

app.post(
  '/oauth/access_token',
  authenticator.authenticate('consumer', { session: false }),
  server.accessToken(
    (_key, verifier, info, done) =>
      done(null, info.verifier !== undefined && verifier === info.verifier),
    (client, requestToken, info, done) => {
      if (client.id !== info.clientId || !requestTokens.delete(requestToken)) {
        return done(null, false)
      }
      const [key, secret] = [text(), text()]
      accessTokens.set(key, { secret, clientId: client.id })
      return done(null, key, secret)
    },
  ),
  server.errorHandler(),
)

app.all(
  ['/api/echo', '/api/any/*'],
  authenticator.authenticate('token', { session: false }),
  ({ method, user }, response) => {
    response.json({ method, user: user.id })
  },
)

const sockets = new Set()
// An uncaught error ends such a process and all its requests; a supervisor starts it again.
process.on('uncaughtException', () => {
  for (const socket of sockets) socket.destroy()
})

const listening = app.listen(0, '127.0.0.1', () => {
  const origin = `http://127.0.0.1:${listening.address().port}`
  const { version } = require('passport-http-oauth/package.json')
  console.log(
    JSON.stringify({
      library: `oauthorize ${require('oauthorize/package.json').version} with passport-http-oauth ${version}`,
      origin,
      requestTokenUrl: `${origin}/oauth/request_token`,
      authorizeUrl: `${origin}/oauth/authorize`,
      accessTokenUrl: `${origin}/oauth/access_token`,
      echoUrl: `${origin}/api/echo`,
      consumer: { key: KEY, secret: SECRET },
    }),
  )
})
listening.on('connection', (socket) => {
  sockets.add(socket)
  socket.on('close', () => sockets.delete(socket))
})
