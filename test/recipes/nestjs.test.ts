import 'reflect-metadata'

import { readFileSync } from 'node:fs'
import type { AddressInfo, Server } from 'node:net'

import { All, Controller, Get, Module, Post, Req } from '@nestjs/common'
import type { INestApplication, NestApplicationOptions } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { FastifyAdapter } from '@nestjs/platform-fastify'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { signRequest } from '@oauthplus/core'
import type { Credentials, SignRequestOptions, UnsignedRequest } from '@oauthplus/core'
import type { Grant } from '@oauthplus/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import * as onExpress from './nestjs-express.js'
import * as onFastify from './nestjs-fastify.js'
import { provider } from './nestjs-provider.js'
import type { NestUser } from './nestjs-provider.js'

const FORM = 'application/x-www-form-urlencoded'
const consumer = { key: 'dpf43f3p2l4k3l03', secret: 'kd94hf93k423kf44' }

/** Makes the module of an application: photos with a scope, and an echo. */
function applicationOf({ Protect, Granted, OAuthModule }: typeof onExpress | typeof onFastify) {
  @Controller()
  class Photos {
    @Get('photos')
    @Protect({ scope: 'photos' })
    list(@Granted() { user }: Grant<NestUser>) {
      return [`${user.id}'s vacation`]
    }

    @All('echo')
    @Protect()
    echo(@Granted() { query, form }: Grant<NestUser>, @Req() { body }: { body?: unknown }) {
      return { query, form, body }
    }
  }

  @Controller('api')
  @Protect()
  class Api {
    @Post()
    create(@Granted() { user }: Grant<NestUser>) {
      return user
    }

    @Get('twice')
    @Protect({ scope: 'photos' })
    protectedTwice() {
      return 'never'
    }
  }

  @Module({ imports: [OAuthModule], controllers: [Photos, Api] })
  // eslint-disable-next-line @typescript-eslint/no-extraneous-class -- all of it is in its decorator
  class Application {}

  return Application
}

beforeAll(async () => {
  await provider.consumers.register({ ...consumer, name: 'Printer', callbacks: ['oob'] })
})

function optionsOf(rawBody: boolean): NestApplicationOptions {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- a class of options without methods
  return { rawBody, logger: false }
}

async function createOnExpress(rawBody = true): Promise<INestApplication> {
  const app = await NestFactory.create(applicationOf(onExpress), optionsOf(rawBody))
  app.use((request: object, _response: unknown, next: () => void) => {
    Object.assign(request, { session: { userId: 'jane' } })
    next()
  })
  return app
}

async function createOnFastify(rawBody = true): Promise<INestApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(
    applicationOf(onFastify),
    new FastifyAdapter(),
    optionsOf(rawBody),
  )
  const fastify = app.getHttpAdapter().getInstance()
  fastify.decorateRequest('session')
  fastify.addHook('onRequest', (request, _reply, done) => {
    request.session = { userId: 'jane' }
    done()
  })
  return app
}

describe.each([
  ['express', createOnExpress],
  ['fastify', createOnFastify],
] as const)('the recipe for NestJS on %s', (name, create) => {
  let app: INestApplication
  let origin: string

  beforeAll(async () => {
    app = await create()
    await app.listen(0, '127.0.0.1')
    origin = originOf(app)
  })

  afterAll(() => app.close())

  async function send(
    request: Omit<UnsignedRequest, 'url'> & { readonly path: string },
    credentials: Credentials,
    options: SignRequestOptions = {},
  ) {
    const { path, ...unsigned } = request
    const signed = await signRequest({ ...unsigned, url: `${origin}${path}` }, credentials, options)
    return fetch(signed.url, { ...signed, redirect: 'manual' })
  }

  async function issueToken(scopes: readonly string[] = []) {
    return provider.tokens.issue({ consumerKey: consumer.key, userId: 'jane', scopes })
  }

  it('is the same in the guide as it is run here', () => {
    const guide = readFileSync(new URL('../../docs/guide/nestjs.md', import.meta.url), 'utf8')
    const code = readFileSync(new URL(`nestjs-${name}.ts`, import.meta.url), 'utf8')
    expect(guide).toContain(
      `\`\`\`ts\n${code.replace('./nestjs-provider.js', './provider.js')}\`\`\``,
    )
  })

  it('goes through three-legged OAuth', async () => {
    const asked = await send(
      { method: 'POST', path: '/oauth/request_token?scope=photos' },
      { consumer },
      { callback: 'oob' },
    )
    const requestToken = tokenOf(await asked.text())
    const url = `${origin}/oauth/authorize?oauth_token=${requestToken.key}`
    const csrf = /name="csrf" value="([^"]+)"/.exec(await (await fetch(url)).text())?.[1] ?? ''
    const decided = await fetch(url, {
      method: 'POST',
      body: new URLSearchParams({ oauth_token: requestToken.key, csrf, decision: 'approve' }),
    })
    const verifier = /id="oauth_verifier">([^<]+)</.exec(await decided.text())?.[1] ?? ''
    const exchange = { method: 'POST', path: '/oauth/access_token' }
    const issued = await send(exchange, { consumer, token: requestToken }, { verifier })
    const token = tokenOf(await issued.text())
    const photos = await send({ method: 'GET', path: '/photos' }, { consumer, token })
    expect([photos.status, await photos.json()]).toEqual([200, ["jane's vacation"]])
  })

  it('refuses a request without a signature or without the scope', async () => {
    const unsigned = await fetch(`${origin}/photos`)
    expect([
      unsigned.status,
      unsigned.headers.get('www-authenticate'),
      await unsigned.text(),
    ]).toEqual([401, 'OAuth realm="OAuth"', ''])
    const token = await issueToken()
    const photos = await send({ method: 'GET', path: '/photos' }, { consumer, token })
    expect([photos.status, await photos.text()]).toEqual([
      401,
      expect.stringMatching(/^oauth_problem=additional_authorization_required/),
    ])
    expect((await fetch(`${origin}/api`, { method: 'POST' })).status).toBe(401)
  })

  it('verifies forms and body hashes from the bytes that Nest has kept', async () => {
    const token = await issueToken()
    const sign = (request: UnsignedRequest, options: SignRequestOptions = {}) =>
      signRequest(request, { consumer, token }, options)
    const form = {
      method: 'POST',
      url: `${origin}/echo`,
      headers: [['Content-Type', FORM]],
      body: 'a=1&a=2',
    } as const
    const signedForm = await sign(form)
    const changed = await fetch(form.url, { ...signedForm, body: 'a=1&a=3' })
    expect(changed.status).toBe(401)
    const echoed = await fetch(form.url, signedForm)
    expect(await echoed.json()).toEqual({
      query: [],
      form: [
        ['a', '1'],
        ['a', '2'],
      ],
      body: { a: ['1', '2'] },
    })
    const json = {
      ...form,
      headers: [['Content-Type', 'application/json']],
      body: '{"a": 1}',
    } as const
    const signedJson = await sign(json, { sendBodyHash: true })
    const tampered = await fetch(json.url, { ...signedJson, body: '{"a": 2}' })
    expect(tampered.status).toBe(401)
    const hashed = await fetch(json.url, signedJson)
    expect(await hashed.json()).toMatchObject({ body: { a: 1 } })
  })

  it('refuses a form without the bytes that rawBody keeps', async () => {
    const lossy = await create(false)
    await lossy.listen(0, '127.0.0.1')
    const url = `${originOf(lossy)}/echo`
    const headers = [['Content-Type', FORM]] as const
    const signed = await signRequest(
      { method: 'POST', url, headers, body: 'a=1' },
      { consumer, token: await issueToken() },
    )
    expect((await fetch(url, signed)).status).toBe(500)
    await lossy.close()
  })

  it('refuses requests to a method that is protected, of a controller that is', async () => {
    const token = await issueToken(['photos'])
    const response = await send({ method: 'GET', path: '/api/twice' }, { consumer, token })
    expect(response.status).toBe(500)
  })

  it('protects a whole controller', async () => {
    const token = await issueToken()
    const created = await send({ method: 'POST', path: '/api' }, { consumer, token })
    expect([created.status, await created.json()]).toEqual([201, { id: 'jane' }])
  })
})

function originOf(app: INestApplication): string {
  const { port } = (app.getHttpServer() as Server).address() as AddressInfo
  return `http://127.0.0.1:${port}`
}

function tokenOf(text: string): { readonly key: string; readonly secret: string } {
  const issued = new URLSearchParams(text)
  return {
    key: issued.get('oauth_token') ?? '',
    secret: issued.get('oauth_token_secret') ?? '',
  }
}
