import { readFileSync } from 'node:fs'

import { signRequest } from '@oauthplus/core'
import type { Credentials, SignRequestOptions } from '@oauthplus/core'

/** The provider that the README of an adapter shows, with what the README says is yours. */
export interface AdapterProgram {
  /** The name of the file without its extension. */
  readonly name: string
  /** The lines of code that the README shows. */
  readonly lines: readonly string[]
  /** The whole program. It listens on `PORT`, and then prints the key and the secret of its consumer. */
  readonly text: string
}

interface Surroundings {
  /** The README, and the function by which the program is found in it. */
  readonly readme: string
  readonly call: string
  readonly before: string
  readonly after: string
}

const ORIGIN = 'https://photos.example'
// The README says that users, photos and sessions are yours.
const DATA = `
interface User {
  readonly name: string
}
const users = new Map<string, User>([['jane', { name: 'Jane' }]])
const photosOf = ({ name }: User) => [\`\${name}'s vacation\`]
const userIdOf = (cookie = '') => ({ userId: /user=(\\w+)/.exec(cookie)?.[1] })
const port = Number(process.env['PORT'])
const listening = () => console.log(JSON.stringify({ key, secret }))
`

const SURROUNDINGS: Readonly<Record<string, Surroundings>> = {
  express: {
    readme: 'server-express',
    call: 'expressOAuth(',
    before: `
import express from 'express'
declare global {
  namespace Express {
    interface Request {
      session: { userId?: string | undefined }
    }
  }
}
const app = express()
app.use((request, _response, next) => {
  request.session = userIdOf(request.headers.cookie)
  next()
})`,
    after: "app.listen(port, '127.0.0.1', listening)",
  },
  koa: {
    readme: 'server-koa',
    call: 'koaOAuth(',
    before: `
import Router from '@koa/router'
import Koa from 'koa'
declare module 'koa' {
  interface ExtendableContext {
    session: { userId?: string | undefined }
  }
}
const app = new Koa()
const router = new Router()
app.use((context, next) => {
  context.session = userIdOf(context.get('cookie'))
  return next()
})`,
    after: "app.listen(port, '127.0.0.1', listening)",
  },
  fastify: {
    readme: 'server-fastify',
    call: 'fastifyOAuth(',
    before: `
import Fastify from 'fastify'
declare module 'fastify' {
  interface FastifyRequest {
    session: { userId?: string | undefined }
  }
}
const app = Fastify()
app.decorateRequest('session')
app.addHook('onRequest', async (request) => {
  request.session = userIdOf(request.headers.cookie)
})`,
    after: "app.listen({ port, host: '127.0.0.1' }).then(listening)",
  },
  fetch: {
    readme: 'server-fetch',
    call: 'fetchOAuth(',
    before: `
import { serve } from '@hono/node-server'
import site from './provider-on-fetch.mjs'
const sessionOf = ({ headers }: Request) => userIdOf(headers.get('cookie') ?? '')`,
    after: "serve({ fetch: site.fetch, port, hostname: '127.0.0.1' }, listening)",
  },
  hono: {
    readme: 'server-fetch',
    call: 'honoOAuth(',
    before: `
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
const app = new Hono()
const sessionOf = ({ headers }: Request) => userIdOf(headers.get('cookie') ?? '')`,
    after: "serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, listening)",
  },
}

/** The programs of all adapters, by the framework. */
export const ADAPTER_PROGRAMS: readonly AdapterProgram[] = Object.entries(SURROUNDINGS).map(
  ([framework, { readme, call, before, after }]) => {
    const block = findBlock(readme, call)
    return {
      name: `provider-on-${framework}`,
      lines: block.split('\n').filter((line) => !/^\s*(?:\/\/.*)?$/.test(line)),
      text: `${before.trim()}\n${DATA}\n${block}\n${after}\n`,
    }
  },
)

function findBlock(readme: string, call: string): string {
  const file = new URL(`../../packages/${readme}/README.md`, import.meta.url)
  const blocks = readFileSync(file, 'utf8').matchAll(/```ts\n(.*?)```/gs)
  const block = Array.from(blocks, (match) => match[1] ?? '').find((text) => text.includes(call))
  if (block === undefined) throw new Error(`The README of ${readme} has no block with ${call}`)
  return block
}

/** Goes through three-legged OAuth as jane; returns her photos. The provider is at `ORIGIN` for its consumer. */
export async function fetchPhotosAsJane(
  port: number,
  consumer: Credentials['consumer'],
): Promise<unknown> {
  const address = `http://127.0.0.1:${port}`
  const send = async (
    method: string,
    path: string,
    credentials: Credentials,
    options: SignRequestOptions = {},
  ) => {
    const signed = await signRequest({ method, url: `${ORIGIN}${path}` }, credentials, options)
    return fetch(`${address}${path}`, { ...signed })
  }
  const asked = await send(
    'POST',
    '/oauth/request_token?scope=photos',
    { consumer },
    { callback: 'https://printer.example/cb' },
  )
  const requestToken = tokenOf(await asked.text())
  const page = `${address}/oauth/authorize?oauth_token=${requestToken.key}`
  const headers = { Cookie: 'user=jane' }
  const html = await (await fetch(page, { headers })).text()
  const csrf = /name="csrf" value="([^"]+)"/.exec(html)?.[1] ?? ''
  const decided = await fetch(page, {
    method: 'POST',
    headers,
    body: new URLSearchParams({ oauth_token: requestToken.key, csrf, decision: 'approve' }),
    redirect: 'manual',
  })
  const callback = new URL(decided.headers.get('location') ?? '')
  const issued = await send(
    'POST',
    '/oauth/access_token',
    { consumer, token: requestToken },
    { verifier: callback.searchParams.get('oauth_verifier') ?? '' },
  )
  const token = tokenOf(await issued.text())
  return (await send('GET', '/photos', { consumer, token })).json()
}

function tokenOf(text: string): { readonly key: string; readonly secret: string } {
  const issued = new URLSearchParams(text)
  return {
    key: issued.get('oauth_token') ?? '',
    secret: issued.get('oauth_token_secret') ?? '',
  }
}
