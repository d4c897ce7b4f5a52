import {
  collectRequest,
  formatForm,
  isOAuthError,
  parameterValue,
  verifySignature,
} from '@oauthplus/core'
import type { ParameterList, ReceivedRequest } from '@oauthplus/core'

const WINDOW_SECONDS = 300

/** What a tool knows. */
export interface ToolKeys {
  /** The secrets of a platform's key: none where it is unknown, two while one is replaced. */
  readonly secretsOf: (consumerKey: string) => readonly string[]
  /** Tells whether a nonce is new, and keeps it until a time. In one step: two may come at once. */
  readonly recordNonce: (nonce: string, untilSeconds: number) => boolean
  readonly nowSeconds: () => number
}

/** Gives the fields of a launch, or nothing where it is not one of a known platform's. */
export async function verifyLaunch(
  { secretsOf, recordNonce, nowSeconds }: ToolKeys,
  received: ReceivedRequest,
): Promise<ParameterList | undefined> {
  try {
    const launch = collectRequest(received)
    // A launch is a form: what a header or a query has signed is something else.
    if (launch.source !== 'body') return undefined
    const valueOf = (name: string): string => parameterValue(launch.protocol, name) ?? ''
    const key = valueOf('oauth_consumer_key')
    const options = { signatureMethods: ['HMAC-SHA1'] }
    const { ok } = await verifySignature(launch, { secrets: secretsOf(key) }, options)
    if (!ok) return undefined
    const timestamp = valueOf('oauth_timestamp')
    if (Math.abs(Number(timestamp) - nowSeconds()) > WINDOW_SECONDS) return undefined
    const nonce = formatForm(Object.entries({ key, timestamp, nonce: valueOf('oauth_nonce') }))
    // As long as its timestamp could be accepted.
    const isNew = recordNonce(nonce, Number(timestamp) + WINDOW_SECONDS + 1)
    return isNew ? launch.form : undefined
  } catch (error) {
    if (isOAuthError(error)) return undefined
    throw error
  }
}
