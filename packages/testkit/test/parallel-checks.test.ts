import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expressOAuth } from '@oauthplus/server-express'
import express from 'express'
import { afterEach, describe, expect, it } from 'vitest'

import { testProvider } from '../src/index.js'
import type { ProviderConfig, ProviderRunOptions, Report } from '../src/index.js'
import { startBaseProvider } from './mutants/base-provider.js'
import { startOAuthplus } from './oauthplus-provider.js'
import type { MountProvider } from './oauthplus-provider.js'
import { startGateway } from './start-gateway.js'
import type { Gate } from './start-gateway.js'

const ROUND_TRIP_SECONDS = 0.1
const MAX_RUN_SECONDS = 60

const closing: (() => unknown)[] = []

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function startProvider(...faults: readonly string[]): Promise<ProviderConfig> {
  const { config, close } = await startBaseProvider((name) => faults.includes(name))
  closing.push(close)
  // The clock of the provider would be ahead in a second run.
  return { ...config, clockUrl: undefined }
}

const onExpress: MountProvider = (provider) => {
  const { routes, protect } = expressOAuth(provider, {
    getUserId: () => 'jane',
    getLoginUrl: () => '/login',
  })
  const app = express()
  app.use(routes)
  app.use('/api', protect(), (_request, response) => {
    response.json({})
  })
  return app
}

async function runThrough(gate: Gate, options?: ProviderRunOptions): Promise<Report> {
  const { config, close } = await startOAuthplus(onExpress)
  closing.push(close)
  const gateway = await startGateway(config, gate)
  closing.push(() => gateway.close())
  return testProvider(gateway.config, options)
}

function listStatuses({ results }: Report): readonly string[] {
  return results.map(({ id, status }) => `${id}: ${status}`)
}

function listDeviations({ results }: Report): readonly string[] {
  return results
    .filter(({ status }) => status !== 'passed' && status !== 'not applicable')
    .map(({ id, found }) => `${id}: ${found ?? ''}`)
}

/** Counts the requests that a provider handles at the same time. */
function createCount(): { readonly gate: Gate; readonly getGreatest: () => number } {
  let running = 0
  let greatest = 0
  return {
    getGreatest: () => greatest,
    async gate(forward) {
      running += 1
      greatest = Math.max(greatest, running)
      await forward()
      running -= 1
    },
  }
}

/** Forwards requests in rounds: all waiting requests pass together, as if each took one round trip. */
function createRounds(): { readonly gate: Gate; readonly countRounds: () => number } {
  let waiting: (() => void)[] = []
  let rounds = 0
  return {
    countRounds: () => rounds,
    gate(forward) {
      if (waiting.length === 0) {
        rounds += 1
        setTimeout(() => {
          const released = waiting
          waiting = []
          for (const release of released) release()
        }, 5)
      }
      waiting.push(() => void forward())
    },
  }
}

describe('checks in parallel', { timeout: 60_000 }, () => {
  it('take a minute at most if a round trip takes 100 ms', async () => {
    const rounds = createRounds()
    expect(listDeviations(await runThrough(rounds.gate))).toEqual([])
    expect(rounds.countRounds() * ROUND_TRIP_SECONDS).toBeLessThan(MAX_RUN_SECONDS)
  })

  it('do not send more requests at once than the option allows', async () => {
    const only = ['verify', 'header', 'timestamp']
    const [alone, three] = [createCount(), createCount()]
    await runThrough(alone.gate, { only, parallel: 1 })
    await runThrough(three.gate, { only, parallel: 3 })
    expect([alone.getGreatest(), three.getGreatest()]).toEqual([1, 3])
  })

  it('find the same in the same order as one after another', async () => {
    const config = await startProvider('nonce-ignored', 'token-cached', 'timestamp-old-accepted')
    const called: string[] = []
    const parallel = await testProvider(config, {
      onResult: ({ id, status }) => called.push(`${id}: ${status}`),
    })
    const alone = await testProvider(config, { parallel: 1 })
    expect(listStatuses(parallel)).toEqual(listStatuses(alone))
    expect(called).toEqual(listStatuses(parallel))
    expect(parallel.counts.failed).toBeGreaterThan(3)
    expect(parallel.unstable).toEqual([])
  })

  it('find no fault in a provider that handles one request at a time', async () => {
    let last = Promise.resolve()
    const report = await runThrough((forward) => (last = last.then(forward)))
    expect(listDeviations(report)).toEqual([])
    expect(report.unstable).toEqual([])
  })

  it.each([
    [429, { 'Retry-After': '0' }],
    [503, {}],
  ])(
    'find no fault in a provider that responds to a second request with %i',
    async (status, headers) => {
      let running = 0
      const report = await runThrough(
        async (forward, response) => {
          if (running > 0) {
            response.writeHead(status, headers).end()
            return
          }
          running += 1
          await forward()
          running -= 1
        },
        // The ones that send several requests at once themselves are meant to.
        { only: ['verify', 'header', 'timestamp', 'base-string', 'access-token.verifier-wrong'] },
      )
      expect(listDeviations(report)).toEqual([])
      expect(report.unstable).toHaveLength(1)
    },
  )

  it('wait as long as a rate limit asks, and run the check again', async () => {
    let requests = 0
    const report = await runThrough(
      async (forward, response) => {
        requests += 1
        if (requests % 7 === 0) response.writeHead(429, { 'Retry-After': '0' }).end()
        else await forward()
      },
      { only: ['verify', 'header'], parallel: 1 },
    )
    expect(listDeviations(report)).toEqual([])
  })

  it('find the same in a provider that revokes a token at each refusal', async () => {
    const only = ['verify', 'header', 'nonce', 'access-token.verifier-wrong']
    const config = await startProvider('refusal-revokes')
    const parallel = await testProvider(config, { only })
    const alone = await testProvider(config, { only, parallel: 1 })
    expect(listStatuses(parallel)).toEqual(listStatuses(alone))
    expect(parallel.unstable).toHaveLength(1)
  })

  it('run the approval command once at a time', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'oauthplus-testkit-'))
    closing.push(() => rmSync(directory, { recursive: true }))
    const log = join(directory, 'log')
    const script = join(directory, 'approve.mjs')
    const config = await startProvider()
    writeFileSync(
      script,
      `import { appendFileSync } from 'node:fs'
appendFileSync(${JSON.stringify(log)}, '<')
const url = ${JSON.stringify(config.approve.url)}
  .replace('{oauth_token}', encodeURIComponent(process.env.OAUTH_TOKEN))
  .replace('{decision}', process.env.DECISION)
const response = await fetch(url, { redirect: 'manual' })
console.log(response.headers.get('location') ?? (await response.text()))
appendFileSync(${JSON.stringify(log)}, '>')
`,
    )
    const approve = { command: `${process.execPath} ${script}` }
    const report = await testProvider(
      { ...config, approve },
      { only: ['access-token.issued', 'access-token.verifier-wrong', 'access-token.of-another'] },
    )
    expect(listDeviations(report)).toEqual([])
    expect(readFileSync(log, 'utf8')).toMatch(/^(?:<>){3,}$/)
  })
})
