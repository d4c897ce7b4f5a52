import { exec } from 'node:child_process'
import { createInterface } from 'node:readline/promises'

import { Deviation } from '../checks/deviation.js'
import { decodeForm } from '../reference/index.js'
import { truncateString } from '../report/truncate-string.js'
import type { Exchange } from '../wire/exchange.js'
import type { ProviderConfig } from './provider-config.js'

/** The User's decision. */
export type Decision = 'approve' | 'deny'

/** The result of a decision. */
export interface DecisionResult {
  /** The URL of the callback, if there was a redirect. */
  readonly location: string | undefined
  /** The verifier, if there was one. */
  readonly verifier: string | undefined
}

const TIMEOUT_SECONDS = 60

/** Makes the User decide in the way that the configuration specifies. */
export async function decide(
  config: ProviderConfig,
  { token, decision }: { readonly token: string; readonly decision: Decision },
  get: (url: string) => Promise<Exchange>,
): Promise<DecisionResult> {
  const separator = config.authorizeUrl.includes('?') ? '&' : '?'
  const page = `${config.authorizeUrl}${separator}oauth_token=${encodeURIComponent(token)}`
  const { command, url } = config.approve
  if (command !== undefined) {
    const variables = { AUTHORIZE_URL: page, OAUTH_TOKEN: token, DECISION: decision }
    return parseDecision(await runShellCommand(command, variables))
  }
  if (url === undefined) return parseDecision(await askPerson(page, decision))
  const { response } = await get(
    url.replaceAll('{oauth_token}', encodeURIComponent(token)).replaceAll('{decision}', decision),
  )
  if ('failure' in response) throw new Deviation('a response of the approval URL', response.failure)
  const location = response.headers.find(([name]) => name.toLowerCase() === 'location')?.[1]
  if (location?.startsWith('/')) return parseDecision(new URL(location, url).href)
  // An error page may be one word, but it is not a verifier.
  return parseDecision(location ?? (response.status < 300 ? response.body : ''))
}

/** Parses a callback URL or a verifier. */
function parseDecision(output: string): DecisionResult {
  const shown = /\sid="oauth_verifier"[^<>]{0,1000}>([^\s<>]{1,1000})</.exec(output)?.[1]
  const text = shown ?? output.trim().split('\n').at(-1)?.trim() ?? ''
  if (!/^[a-z][a-z0-9+.-]*:/i.test(text)) {
    return { location: undefined, verifier: /^[^\s<>]+$/.test(text) ? text : undefined }
  }
  const query = /\?([^#]*)/.exec(text)?.[1] ?? ''
  const verifier = decodeForm(query).find(([name]) => String(name) === 'oauth_verifier')?.[1]
  return { location: text, verifier: verifier === undefined ? undefined : String(verifier) }
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
        else reject(new Error(`The approval command failed: ${truncateString(complaints, 500)}`))
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
