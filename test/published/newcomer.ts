import { readFileSync } from 'node:fs'

const PROVIDER_PAGE = 'packages/server-express/README.md'
const CONSUMER_PAGE = 'docs/guide/call-an-api.md'
const PHOTOS = 'https://photos.example'
const PRINTER = 'https://printer.example'

/** The origins of the two sites when a newcomer tries the programs. */
export interface Origins {
  readonly photos: string
  readonly printer: string
}

/** Writes the provider of the README of server-express, with an application that has sessions, users and photos. */
export function providerProgram(origins: Origins): string {
  return `import express from 'express'
import session from 'express-session'

declare module 'express-session' {
  interface SessionData {
    userId: string
  }
}
interface User {
  readonly name: string
}
const users = new Map<string, User>([['jane', { name: 'Jane' }]])
const photosOf = ({ name }: User) => [\`\${name}'s vacation\`]

const app = express()
app.use(session({ secret: 'cat', resave: false, saveUninitialized: false }))
app.get('/login', (request, response) => {
  request.session.userId = 'jane'
  response.redirect(String(request.query['next']))
})

${fromPage(PROVIDER_PAGE, 'createProvider(', origins)}
app.listen(${portOf(origins.photos)}, '127.0.0.1', () => console.log(JSON.stringify({ key, secret })))
`
}

/**
 * Writes the consumer of the guide with an application that has sessions and keeps tokens. It takes
 * key and secret from its environment.
 */
export function consumerProgram(origins: Origins): string {
  return `import type { Token } from '@oauthplus/client'
import express from 'express'
import session from 'express-session'

declare module 'express-session' {
  interface SessionData {
    userId: string
  }
}
const saved = new Map<string, Token>()
const tokens = {
  set: (userId = '', token: Token) => void saved.set(userId, token),
  get: (userId = '') => saved.get(userId) ?? { key: 'none', secret: '' },
}

const app = express()
app.use(session({ secret: 'cat', name: 'printer.sid', resave: false, saveUninitialized: false }))
app.use((request, _response, next) => {
  request.session.userId = 'jane'
  next()
})
const { CONSUMER_KEY: key = '', CONSUMER_SECRET: secret = '' } = process.env
const consumer = { key, secret }

${fromPage(CONSUMER_PAGE, 'expressConnectRoutes(', origins)}
app.listen(${portOf(origins.printer)}, '127.0.0.1', () => console.log('ready'))
`
}

function fromPage(page: string, call: string, { photos, printer }: Origins): string {
  const text = readFileSync(new URL(`../../${page}`, import.meta.url), 'utf8')
  const blocks = [...text.matchAll(/```ts\n(.*?)```/gs)].map((match) => match[1] ?? '')
  const block = blocks.find((code) => code.includes(call))
  if (block === undefined) throw new Error(`${page} has no block with ${call}`)
  return block.replaceAll(PHOTOS, photos).replaceAll(PRINTER, printer)
}

function portOf(origin: string): string {
  return new URL(origin).port
}
