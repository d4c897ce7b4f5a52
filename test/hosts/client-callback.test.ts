import { createServer } from 'node:http'
import type { RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

import { createClient } from '@oauthplus/client'
import type { Client } from '@oauthplus/client'
import express from 'express'
import express4 from 'express4'
import Koa from 'koa'
import type { Middleware } from 'koa'
import mount from 'koa-mount'
import Koa2 from 'koa2'
import { expect, it, onTestFinished } from 'vitest'

import { startProvider } from '../../packages/client/test/provider.js'

type Site = (client: Client) => RequestListener

function expressSite(create: typeof express): Site {
  return (client) => {
    const router = create.Router()
    router.get('/callback', (request, response, next) => {
      client.callback(request).then(({ extra }) => response.json(extra), next)
    })
    return create().use('/oauth', router)
  }
}

function koaSite(create: typeof Koa): Site {
  return (client) => {
    const answer: Middleware = async (context) => {
      const { extra } = await client.callback(context)
      context.body = extra
    }
    const handle = new create().use(mount('/oauth', answer)).callback()
    return (incoming, outgoing) => void handle(incoming, outgoing)
  }
}

it.each([
  ['Express 5', expressSite(express)],
  ['Express 4', expressSite(express4)],
  ['Koa 3', koaSite(Koa)],
  ['Koa 2', koaSite(Koa2)],
])('a callback ends with the request of %s, below a mounted router', async (_name, siteFor) => {
  const provider = await startProvider()
  const client = createClient(provider.options)
  const server = createServer(siteFor(client))
  onTestFinished(() => void server.close())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const { url, setCookie } = await client.authorize()
  const response = await fetch(
    `http://127.0.0.1:${String(port)}/oauth/callback${provider.approve(url)}`,
    { headers: { cookie: setCookie.split(';', 1)[0] ?? '' } },
  )
  expect(await response.json()).toEqual({ user_id: 'jane' })
})
