import { exec } from 'node:child_process'
import { createInterface } from 'node:readline/promises'

import { Departure } from '../checks/departure.js'
import { decodeForm } from '../reference/index.js'
import { cutText } from '../report/cut-text.js'
import type { Exchange } from '../wire/exchange.js'
import type { ProviderConfig } from './provider-config.js'

/** What the User decides. */
export type Decision = 'approve' | 'deny'

/** Where the User was sent after the decision. */
export interface Decided {
  /** The URL of the callback, where there was a redirect. */
  readonly location: string | undefined
  /** The verifier, where there was one. */
  readonly verifier: string | undefined
}

const TIMEOUT_SECONDS = 60

/** Lets the User decide in the way that the configuration names. */
export async function decide(
  config: ProviderConfig,
  { token, decision }: { readonly token: string; readonly decision: Decision },
  get: (url: string) => Promise<Exchange>,
): Promise<Decided> {
  const separator = config.authorizeUrl.includes('?') ? '&' : '?'
  const page = `${config.authorizeUrl}${separator}oauth_token=${encodeURIComponent(token)}`
  const { command, url } = config.approve
  if (command !== undefined) {
    const variables = { AUTHORIZE_URL: page, OAUTH_TOKEN: token, DECISION: decision }
    return decidedFrom(await outputOf(command, variables))
  }
  if (url === undefined) return decidedFrom(await answerOfPerson(page, decision))
  const { answer } = await get(
    url.replaceAll('{oauth_token}', encodeURIComponent(token)).replaceAll('{decision}', decision),
  )
  if ('failure' in answer) throw new Departure('an answer of the approving URL', answer.failure)
  const location = answer.headers.find(([name]) => name.toLowerCase() === 'location')?.[1]
  if (location?.startsWith('/')) return decidedFrom(new URL(location, url).href)
  // An error page may be one word, and is no verifier.
  return decidedFrom(location ?? (answer.status < 300 ? answer.body : ''))
}

/** Reads a URL that the User was sent to, or a verifier. */
function decidedFrom(output: string): Decided {
  const shown = /\sid="oauth_verifier"[^<>]{0,1000}>([^\s<>]{1,1000})</.exec(output)?.[1]
  const text = shown ?? output.trim().split('\n').at(-1)?.trim() ?? ''
  if (!/^[a-z][a-z0-9+.-]*:/i.test(text)) {
    return { location: undefined, verifier: /^[^\s<>]+$/.test(text) ? text : undefined }
  }
  const query = /\?([^#]*)/.exec(text)?.[1] ?? ''
  const verifier = decodeForm(query).find(([name]) => String(name) === 'oauth_verifier')?.[1]
  return { location: text, verifier: verifier === undefined ? undefined : String(verifier) }
}

function outputOf(command: string, variables: Readonly<Record<string, string>>): Promise<string> {
  return new Promise((resolve, reject) => {
    exec(
      command,
      { env: { ...process.env, ...variables }, timeout: TIMEOUT_SECONDS * 1000 },
      (error, output, complaints) => {
        if (error === null) resolve(output)
        else reject(new Error(`The approving command failed: ${cutText(complaints, 500)}`))
      },
    )
  })
}

async function answerOfPerson(page: string, decision: Decision): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return await terminal.question(
      `\nOpen ${page}\nand ${decision}. Then paste the URL that you were sent to, or the verifier:\n> `,
    )
  } finally {
    terminal.close()
  }
}
