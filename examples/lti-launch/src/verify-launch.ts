import {
  collectRequest,
  formatForm,
  isOAuthError,
  parameterValue,
  verifySignature,
} from '@oauthplus/core'
import type { ParameterList } from '@oauthplus/core'

const WINDOW_SECONDS = 300

/** What a tool knows. */
export interface Tool {
  /** The URL of its launches as platforms know it, whatever a proxy makes of it. */
  readonly launchUrl: string
  /** Returns the secrets of a platform's key: none if it is unknown, two while one is replaced. */
  readonly secretsOf: (consumerKey: string) => readonly string[] | Promise<readonly string[]>
  /**
   * Whether a platform repeats the query of the launch URL in the form and signs it once, as Canvas
   * does. Only the form is then verified.
   */
  readonly repeatsQuery?: (consumerKey: string) => boolean
  /** Records a nonce until a time and reports whether it is new. In one step, because two requests may come at once. */
  readonly recordNonce: (nonce: string, untilSeconds: number) => boolean | Promise<boolean>
  readonly nowSeconds: () => number
}

/** Returns the fields of a launch, or `undefined` if it is not a launch of a known platform. */
export async function verifyLaunch(
  tool: Tool,
  request: Request,
): Promise<ParameterList | undefined> {
  if (request.method !== 'POST') return undefined
  const received = {
    method: request.method,
    url: tool.launchUrl,
    headers: request.headers,
    body: await request.text(),
  }
  try {
    const form = collectRequest(received)
    const isRepeated = tool.repeatsQuery?.(
      parameterValue(form.protocol, 'oauth_consumer_key') ?? '',
    )
    const { search } = new URL(request.url)
    const launch = isRepeated ? form : collectRequest({ ...received, url: tool.launchUrl + search })
    // A launch is a form: what a header or a query has signed is something else.
    if (launch.source !== 'body') return undefined
    const getValue = (name: string): string => parameterValue(launch.protocol, name) ?? ''
    const key = getValue('oauth_consumer_key')
    const { ok } = await verifySignature(
      launch,
      { secrets: await tool.secretsOf(key) },
      { signatureMethods: ['HMAC-SHA1'] },
    )
    if (!ok) return undefined
    const timestamp = getValue('oauth_timestamp')
    if (Math.abs(Number(timestamp) - tool.nowSeconds()) > WINDOW_SECONDS) return undefined
    const nonce = formatForm(Object.entries({ key, timestamp, nonce: getValue('oauth_nonce') }))
    // As long as its timestamp could be accepted.
    const isNew = await tool.recordNonce(nonce, Number(timestamp) + WINDOW_SECONDS + 1)
    return isNew ? launch.form : undefined
  } catch (error) {
    if (isOAuthError(error)) return undefined
    throw error
  }
}
