import { exec } from 'node:child_process'
import { createInterface } from 'node:readline/promises'

import { CannotBeJudged } from '../checks/cannot-be-judged.js'
import { truncateString } from '../report/truncate-string.js'
import type { Exchange, WireResponse } from '../wire/exchange.js'
import { parseDecision } from './parse-decision.js'
import type { ProviderConfig } from './provider-config.js'

/** The user's decision. */
export type Decision = 'approve' | 'deny'

/** The result of a decision. */
export interface DecisionResult {
  /** The URL of the callback, if there was a redirect. */
  readonly location: string | undefined
  /** The verifier, if there was one. */
  readonly verifier: string | undefined
  /** Whether the verifier is all that was printed, with nothing that says that it is one. */
  readonly isWord?: boolean | undefined
  /** The headers of the response, if a URL decided. */
  readonly headers?: WireResponse['headers'] | undefined
}

const TIMEOUT_SECONDS = 60

/** Removes a verifier that is only a word: a denial may print one. */
function withoutWord(
  result: DecisionResult,
  { decision }: { readonly decision: Decision },
): DecisionResult {
  const isWord = result.location === undefined && result.isWord === true
  return isWord && decision === 'deny' ? { ...result, verifier: undefined } : result
}

/** Makes the user decide about a token. */
export type Decide = (
  request: {
    readonly token: string
    readonly decision: Decision
    /** Further parameters in the URL of the page, which it must not trust. */
    readonly query?: string | undefined
  },
  get: (url: string) => Promise<Exchange>,
) => Promise<DecisionResult>

/**
 * Creates a function that makes the user decide in the way that the configuration specifies. A command and a person
 * make one decision at a time.
 */
export function createDecide(config: ProviderConfig): Decide {
  let last: Promise<unknown> = Promise.resolve()
  return (request, get) => {
    if (config.approve.command === undefined && config.approve.url !== undefined) {
      return decide(config, request, get).then((result) => withoutWord(result, request))
    }
    const decided = last
      .then(() => decide(config, request, get))
      .then((result) => withoutWord(result, request))
    last = decided.catch(() => undefined)
    return decided
  }
}

async function decide(
  config: ProviderConfig,
  { token, decision, query }: Parameters<Decide>[0],
  get: (url: string) => Promise<Exchange>,
): Promise<DecisionResult> {
  const separator = config.authorizeUrl.includes('?') ? '&' : '?'
  const added = query === undefined ? '' : `&${query}`
  const page = `${config.authorizeUrl}${separator}oauth_token=${encodeURIComponent(token)}${added}`
  const { command, url } = config.approve
  if (command !== undefined) {
    const variables = { AUTHORIZE_URL: page, OAUTH_TOKEN: token, DECISION: decision }
    return parseDecision(await runShellCommand(command, variables))
  }
  if (url === undefined) return parseDecision(await askPerson(page, decision))
  const { response } = await get(
    url.replaceAll('{oauth_token}', encodeURIComponent(token)).replaceAll('{decision}', decision) +
      (url.includes('?') ? added : added.replace('&', '?')),
  )
  if ('failure' in response)
    throw new CannotBeJudged(`the approval URL does not respond: ${response.failure}`)
  const { headers } = response
  const getHeader = (sought: string): string | undefined =>
    headers.find(([name]) => name.toLowerCase() === sought)?.[1]
  const location = getHeader('location')
  if (location !== undefined) {
    const absolute = location.startsWith('/') ? new URL(location, url).href : location
    return { ...parseDecision(absolute), headers }
  }
  // An error page may be one word, but it is not a verifier.
  const body = response.status < 300 ? response.body : ''
  const isMarkup = /^text\/html\b/i.test(getHeader('content-type') ?? '')
  return { ...parseDecision(body, isMarkup), headers }
}

function runShellCommand(
  command: string,
  variables: Readonly<Record<string, string>>,
): Promise<string> {
  return new Promise((resolve, reject) => {
    exec(
      command,
      { env: { ...process.env, ...variables }, timeout: TIMEOUT_SECONDS * 1000 },
      (error, output, complaints) => {
        if (error === null) resolve(output)
        else {
          const reason = `the approval command failed: ${truncateString(complaints, 500)}`
          reject(new CannotBeJudged(reason))
        }
      },
    )
  })
}

async function askPerson(page: string, decision: Decision): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return await terminal.question(
      `\nOpen ${page}\nand ${decision}. Then paste the URL that you were sent to, or the verifier:\n> `,
    )
  } finally {
    terminal.close()
  }
}
