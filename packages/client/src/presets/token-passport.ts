import { createNonce, HMAC_SHA256, percentEncode } from '@oauthplus/core'
import {
  argumentError,
  assertOptions,
  createOptionCheck,
  isInteger,
  isRecordWith,
  isString,
  optionChecks,
} from '@oauthplus/core/internal'
import type { OptionCheck } from '@oauthplus/core/internal'

import type { SecretConsumer } from '../client-options.js'
import { isToken } from '../settings/credential-checks.js'
import type { Token } from '../token.js'
import { isNetsuiteAccountId, toNetsuiteAccountId } from './netsuite-account-id.js'

/** The account, the credentials and the schema version. */
export interface TokenPassportOptions {
  /** The account ID as NetSuite shows it: `1234567`, or `1234567_SB1` for a sandbox. */
  readonly accountId: string
  /** The consumer key and secret of the integration record. */
  readonly consumer: SecretConsumer
  /** The token ID and its secret. */
  readonly token: Token
  /** The WSDL version that you call, as in its URL: `2024_2`. */
  readonly schemaVersion: string
  /** The timestamp, in seconds since 1970. Defaults to the current time. */
  readonly timestampSeconds?: number | undefined
  /** The nonce: 6 to 64 letters and digits. Defaults to 128 random bits. */
  readonly nonce?: string | undefined
}

/** A token passport. It is valid for one request. */
export interface TokenPassport {
  /** The account ID in upper case, with `_` before the name of a sandbox. */
  readonly account: string
  /** The consumer key. */
  readonly consumerKey: string
  /** The token ID. */
  readonly token: string
  /** The nonce. */
  readonly nonce: string
  /** The timestamp, in seconds since 1970. */
  readonly timestamp: string
  /** The signature, in base64. */
  readonly signature: string
  /** The `algorithm` attribute of the signature. */
  readonly algorithm: 'HMAC-SHA256'
  /** The `tokenPassport` element with its namespaces, for the header of the SOAP envelope. */
  readonly xml: string
}

const isSecretConsumer: OptionCheck = /* @__PURE__ */ isRecordWith(
  'a consumer, { key, secret }',
  /* @__PURE__ */ optionChecks<SecretConsumer>({
    required: { key: isString, secret: isString },
    optional: {},
  }),
)

const OPTIONS = /* @__PURE__ */ optionChecks<TokenPassportOptions>({
  required: {
    accountId: isNetsuiteAccountId,
    consumer: isSecretConsumer,
    token: isToken,
    schemaVersion: /* @__PURE__ */ createOptionCheck(
      'a version such as 2024_2',
      (value) => typeof value === 'string' && /^\d{4}_\d$/.test(value),
    ),
  },
  optional: {
    timestampSeconds: /* @__PURE__ */ isInteger(0),
    nonce: /* @__PURE__ */ createOptionCheck(
      '6 to 64 letters and digits',
      (value) => typeof value === 'string' && /^[A-Za-z0-9]{6,64}$/.test(value),
    ),
  },
})

/**
 * Signs the token passport of a request to NetSuite's SOAP API, which does not read the
 * Authorization header. The passport covers neither the URL nor the body of the request. Create a
 * new one for every request and every retry, because NetSuite refuses a nonce that it has seen.
 *
 * @example
 *
 * ```ts
 * const { xml } = await tokenPassport({
 *   accountId: '1234567_SB1',
 *   consumer: { key, secret },
 *   token,
 *   schemaVersion: '2024_2',
 * })
 * const envelope = `<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/">
 *   <soap:Header>${xml}</soap:Header>
 *   <soap:Body>…</soap:Body>
 * </soap:Envelope>`
 * ```
 *
 * @param options The account, the credentials and the version of the schema.
 *
 * @returns The fields of the passport, and its XML.
 *
 * @throws `TypeError` `ERR_INVALID_ARG_TYPE` when an option has the wrong shape, and
 *   `ERR_INVALID_ARG_VALUE` when a key contains a character that XML cannot represent.
 *
 * @see [NetSuite, TokenPassport](https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/section_4395630653.html)
 */
export async function tokenPassport(options: TokenPassportOptions): Promise<TokenPassport> {
  assertOptions('tokenPassport', options, OPTIONS)
  const { consumer, token, schemaVersion, nonce = createNonce() } = options
  const { timestampSeconds = Math.floor(Date.now() / 1000) } = options
  const account = toNetsuiteAccountId(options.accountId)
  const timestamp = String(timestampSeconds)
  const fields = { account, consumerKey: consumer.key, token: token.key, nonce, timestamp }
  const keys = { consumerSecret: consumer.secret, tokenSecret: token.secret }
  const signature = await HMAC_SHA256.sign(joinEncoded(Object.values(fields)), {
    ...keys,
    signingKey: joinEncoded(Object.values(keys)),
  })
  const elements = Object.entries(fields).map(([name, value]) => formatElement(name, value))
  const xml = [
    `<m:tokenPassport xmlns:m="urn:messages_${schemaVersion}.platform.webservices.netsuite.com" `,
    `xmlns:c="urn:core_${schemaVersion}.platform.webservices.netsuite.com">`,
    ...elements,
    `<c:signature algorithm="HMAC-SHA256">${signature}</c:signature></m:tokenPassport>`,
  ].join('')
  return { ...fields, signature, algorithm: 'HMAC-SHA256', xml }
}

function joinEncoded(values: readonly string[]): string {
  return values.map((value) => percentEncode(value)).join('&')
}

function formatElement(name: string, value: string): string {
  // XML 1.0, section 2.2.
  if (/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u.test(value)) {
    throw argumentError(`tokenPassport: ${name} contains a character that XML cannot represent`)
  }
  const escaped = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return `<c:${name}>${escaped}</c:${name}>`
}
