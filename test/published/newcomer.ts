import { readFileSync } from 'node:fs'

const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
const PHOTOS = 'https://photos.example'
const PRINTER = 'https://printer.example'

/** Where the two sites of the README listen, when a newcomer tries them. */
export interface Origins {
  readonly photos: string
  readonly printer: string
}

/** Writes the Provider of the README with what it says is yours: an application with sessions, Users and photos. */
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

${fromReadme('createProvider(', origins)}
app.listen(${portOf(origins.photos)}, '127.0.0.1', () => console.log(JSON.stringify({ key, secret })))
`
}

/**
 * Writes the consumer of the README with an application that has sessions and keeps tokens. It takes
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

${fromReadme('createClient(', origins)}
app.listen(${portOf(origins.printer)}, '127.0.0.1', () => console.log('ready'))
`
}

function fromReadme(call: string, { photos, printer }: Origins): string {
  const blocks = [...README.matchAll(/```ts\n(.*?)```/gs)].map((match) => match[1] ?? '')
  const block = blocks.find((text) => text.includes(call))
  if (block === undefined) throw new Error(`README.md has no block with ${call}`)
  return block.replaceAll(PHOTOS, photos).replaceAll(PRINTER, printer)
}

function portOf(origin: string): string {
  return new URL(origin).port
}
