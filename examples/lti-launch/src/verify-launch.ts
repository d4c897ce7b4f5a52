import {
  collectRequest,
  formatForm,
  isOAuthError,
  parameterValue,
  verifySignature,
} from '@oauthplus/core'
import type { ParameterList } from '@oauthplus/core'

const WINDOW_SECONDS = 300

/** The options of a tool. */
export interface Tool {
  /** The launch URL as platforms know it, regardless of a proxy. */
  readonly launchUrl: string
  /** Returns the secrets for a platform's key: none if it is unknown, two during a rotation. */
  readonly secretsOf: (consumerKey: string) => readonly string[] | Promise<readonly string[]>
  /**
   * Whether a platform repeats the query of the launch URL in the form and signs it once, like
   * Canvas. Then only the form is verified.
   */
  readonly repeatsQuery?: (consumerKey: string) => boolean
  /**
   * Records a nonce until a time, and returns whether it is new. It must be atomic, because two
   * requests may arrive at the same time.
   */
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
    // A launch is a form. Signed headers or queries are something else.
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
    // As long as its timestamp is acceptable.
    const isNew = await tool.recordNonce(nonce, Number(timestamp) + WINDOW_SECONDS + 1)
    return isNew ? launch.form : undefined
  } catch (error) {
    if (isOAuthError(error)) return undefined
    throw error
  }
}
