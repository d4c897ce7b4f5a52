import { decodeForm } from '../reference/index.js'
import { truncateString } from '../report/truncate-string.js'
import type { Exchange } from '../wire/exchange.js'

// Decoding a longer response takes long, and it is not a token response.
const MAX_CHARACTERS = 50_000

/**
 * Reads the parameters of a token response; the first value of a name counts. Reads JSON as well, so that one wrong
 * format does not hide every other fault.
 */
export function readTokenParameters({ response }: Exchange): ReadonlyMap<string, string> {
  if ('failure' in response || !isSuccess({ response })) return new Map()
  if (response.body.length > MAX_CHARACTERS) return new Map()
  const body = response.body.trim()
  return body.startsWith('{') ? readJsonParameters(body) : readFormParameters(body)
}

/** Reads the parameters of a form; the first value of a name counts. */
export function readFormParameters(body: string): ReadonlyMap<string, string> {
  try {
    const pairs = decodeForm(body).map(([name, value]) => [String(name), String(value)] as const)
    return new Map(pairs.reverse())
  } catch {
    return new Map()
  }
}

function readJsonParameters(body: string): ReadonlyMap<string, string> {
  try {
    const pairs = Object.entries(JSON.parse(body) as Readonly<Record<string, unknown>>)
    return new Map(
      pairs.flatMap(([name, value]) =>
        typeof value === 'string' || typeof value === 'boolean' ? [[name, String(value)]] : [],
      ),
    )
  } catch {
    return new Map()
  }
}

/** Reports whether a response has a 2xx status. */
export function isSuccess({ response }: Pick<Exchange, 'response'>): boolean {
  return 'status' in response && response.status >= 200 && response.status <= 299
}

/** Describes a response in a few words. */
export function describeResponse({ response }: Exchange): string {
  if ('failure' in response) return `no response (${response.failure})`
  const body = truncateString(response.body, 200).replaceAll(/\s+/g, ' ')
  return `${response.status}${body === '' ? '' : ` with ${JSON.stringify(body)}`}`
}
