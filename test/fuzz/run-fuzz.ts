// Sends seeded, mutated requests to every site over sockets, and fails on the first seeds that show a fault.
import { parseArgs } from 'node:util'

import { seededRandom } from '../malformed/random.js'
import type { SeededRandom } from '../malformed/random.js'
import { makeRequest } from './fuzzed-request.js'
import type { FuzzedRequest } from './fuzzed-request.js'
import { startSites } from './fuzzed-site.js'
import type { FuzzedSite } from './fuzzed-site.js'
import { judgeSighting } from './judge-sighting.js'
import type { Outcome } from './send-bytes.js'
import { sendHttp1 } from './send-http1.js'
import { createHttp2Sender } from './send-http2.js'
import { sendRawHttp2 } from './send-raw-http2.js'

const IN_PARALLEL = 48
const FAULTS_SHOWN = 20

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    requests: { type: 'string', default: '100000' },
    seconds: { type: 'string' },
  },
})
const seed = integer('seed', values.seed)
const requests = integer('requests', values.requests)
const seconds = values.seconds === undefined ? Infinity : integer('seconds', values.seconds)

// Faults in a handler must not end the run before they are counted.
const escaped: string[] = []
process.on('unhandledRejection', (reason) => {
  escaped.push(`unhandled rejection: ${String(reason)}`)
})
process.on('uncaughtException', (error) => {
  escaped.push(`uncaught exception: ${error.stack ?? error.message}`)
})

const started = Date.now()
const sites = await startSites()
const senders = new Map(sites.map((site) => [site, createHttp2Sender(site.port)]))
const outcomes = new Map<string, number>()
const faults: string[] = []
let next = 0
let accepted = 0
let signedCorrectly = 0

await Promise.all(Array.from({ length: IN_PARALLEL }, sendUntilDone))
await settled()
for (const site of sites) {
  if (site.countOpen() > 0)
    faults.push(`${site.name}: ${site.countOpen()} requests have no response`)
}
faults.push(...escaped)
for (const sender of senders.values()) sender.close()
await Promise.all(sites.map((site) => site.close()))

const took = (Date.now() - started) / 1000
console.log(
  `${next} requests in ${took.toFixed(0)} s (seed ${seed}), ${accepted} reached a handler`,
)
for (const [outcome, count] of [...outcomes].sort()) console.log(`  ${outcome}: ${count}`)
console.log(`${signedCorrectly} requests were sent as signed`)
for (const fault of faults.slice(0, FAULTS_SHOWN)) console.error(fault)
console.log(`${faults.length} faults`)
// A run in which nothing is accepted would prove nothing.
process.exitCode = faults.length === 0 && accepted > next / 20 ? 0 : 1

async function sendUntilDone(): Promise<void> {
  while (next < requests && (Date.now() - started) / 1000 < seconds) {
    const index = next
    next += 1
    const site = sites[index % sites.length]
    if (site === undefined) return
    // Each request has its own seed, so that one of them can be repeated.
    const random = seededRandom(seed * 1_000_003 + index)
    const request = await makeRequest(random, site.credentials, String(index))
    const all = await Promise.all(
      Array.from({ length: request.copies }, () => send(site, request, random)),
    )
    judge(site, request, all)
  }
}

function send(site: FuzzedSite, request: FuzzedRequest, random: SeededRandom): Promise<Outcome> {
  if (site.protocol === 'http1') return sendHttp1(request, site.port, random)
  const sender = senders.get(site)
  // Node's client can loop without end when a stream is closed before its body was sent.
  return sender === undefined || request.isAborted || random.below(2) === 0
    ? sendRawHttp2(request, site.port, random)
    : sender.send(request, random)
}

function judge(site: FuzzedSite, request: FuzzedRequest, all: readonly Outcome[]): void {
  const found = site.sightings.get(request.id) ?? []
  site.sightings.delete(request.id)
  const say = (fault: string): void => {
    faults.push(
      `${site.name}, request ${request.id}: ${fault} (${[...request.mutations, ...all].join('; ')})\n  ${request.method} ${JSON.stringify(request.target)} ${JSON.stringify(request.headers)} ${request.framing} ${JSON.stringify(request.body.subarray(0, 200).toString('latin1'))}`,
    )
  }
  for (const outcome of all) {
    outcomes.set(String(outcome), (outcomes.get(String(outcome)) ?? 0) + 1)
    if (typeof outcome === 'number' && outcome >= 500) say('a server error')
    if (outcome === 'timeout') say('no response')
    if (outcome === 'closed' && site.protocol === 'http1') say('closed without a response')
  }
  accepted += found.length
  if (found.length > 1) say('one nonce was accepted twice')
  for (const sighting of found) judgeSighting(sighting, site.credentials).forEach(say)
  if (request.mutations.length > 0) return
  signedCorrectly += 1
  if (site.resolvesDots && /\/\.{1,2}(?:[/?]|$)/.test(request.target)) return
  if (found.length !== 1) say('a request that was signed correctly did not reach its handler')
}

/** Waits until every response is closed; those of closed connections follow a moment later. */
async function settled(): Promise<void> {
  for (let attempt = 0; attempt < 100 && sites.some((site) => site.countOpen() > 0); attempt += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

function integer(name: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new TypeError(`--${name} must be an integer, not ${JSON.stringify(text)}`)
}
