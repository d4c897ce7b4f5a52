import { Agent, request as httpRequest } from 'node:http'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { accessToken, send, startProviderApp } from '../provider-app.js'
import type { ProviderApp } from '../provider-app.js'
import { MALFORMED_CLASSES, surroundingsLimit } from './malformed-classes.js'
import type { RawRequest, Surroundings } from './malformed-classes.js'
import { seededRandom } from './random.js'

const CASES = Number(process.env.OAUTHPLUS_CASES ?? 1000)
const SEED = Number(process.env.OAUTHPLUS_SEED ?? 1)
const MEGABYTE = 2 ** 20

const agent = new Agent({ keepAlive: true, maxSockets: 16 })
let app: ProviderApp
let surroundings: Surroundings

beforeAll(async () => {
  process.stdout.write(`malformed requests: ${CASES} a class, OAUTHPLUS_SEED=${SEED}\n`)
  app = await startProviderApp({
    bodyLimitBytes: surroundingsLimit,
    // More wrong signatures come here than any consumer is allowed.
    limits: { invalidSignatures: false },
  })
  surroundings = {
    origin: app.origin,
    credentials: { consumer: app.consumer, token: await accessToken(app) },
  }
})

afterAll(async () => {
  agent.destroy()
  await app.close()
})

/** fetch would merge or refuse some of these headers; node:http sends them as they are. */
function sendRaw(
  raw: RawRequest,
): Promise<{ readonly status: number; readonly code: string | undefined }> {
  return new Promise((resolve, reject) => {
    const { host, pathname, search } = new URL(raw.url)
    const headers = [
      ['Host', host],
      ...raw.headers,
      ...(raw.body === undefined || raw.body === null
        ? []
        : [['Content-Length', String(Buffer.byteLength(raw.body))] as const]),
    ].flat()
    const sent = httpRequest(
      {
        agent,
        port: new URL(raw.url).port,
        host: '127.0.0.1',
        method: raw.method,
        path: `${pathname}${search}`,
        headers,
      },
      (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.on('end', () => {
          const body = new URLSearchParams(Buffer.concat(chunks).toString())
          resolve({ status: answer.statusCode ?? 0, code: body.get('oauth_problem') ?? undefined })
        })
      },
    )
    sent.on('error', reject)
    sent.end(raw.body)
  })
}

function heapBytes(): number {
  setFlagsFromString('--expose-gc')
  const collectGarbage = runInNewContext('gc') as () => void
  collectGarbage()
  return process.memoryUsage().heapUsed
}

describe('malformed requests', () => {
  it.each(MALFORMED_CLASSES.map((malformed, index) => ({ ...malformed, index })))(
    'responds to $name with $status $code',
    async ({ status, code, make, index }) => {
      const random = seededRandom(SEED + index)
      for (let start = 0; start < CASES; start += 50) {
        const batch = await Promise.all(
          Array.from({ length: Math.min(50, CASES - start) }, () => make(random, surroundings)),
        )
        const answers = await Promise.all(batch.map(sendRaw))
        const wrong = answers.findIndex(
          (answer) => answer.status !== status || answer.code !== code,
        )
        expect(
          wrong === -1 ? undefined : { request: batch[wrong], answer: answers[wrong] },
        ).toBeUndefined()
      }
    },
    120_000,
  )

  it('leaves the application alive and its memory flat', async () => {
    const round = async (): Promise<void> => {
      for (const [index, malformed] of MALFORMED_CLASSES.entries()) {
        const random = seededRandom(SEED + index)
        const batch = await Promise.all(
          Array.from({ length: 40 }, () => malformed.make(random, surroundings)),
        )
        await Promise.all(batch.map(sendRaw))
      }
    }
    await round()
    const before = heapBytes()
    for (let count = 0; count < 5; count++) await round()
    const grownBytes = heapBytes() - before
    expect(grownBytes).toBeLessThan(4 * MEGABYTE)

    const { credentials, origin } = surroundings
    const answer = await send(
      { method: 'GET', url: `${origin}/echo?__proto__=1&constructor=2` },
      credentials,
    )
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({
      query: [
        ['__proto__', '1'],
        ['constructor', '2'],
      ],
    })
  }, 120_000)
})
