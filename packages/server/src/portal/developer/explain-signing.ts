import {
  createNonce,
  normalizeParameters,
  parseAuthorizationHeader,
  parseForm,
  signatureBaseString,
  signRequest,
} from '@oauthplus/core'
import type { ParameterList } from '@oauthplus/core'

import { escapeHtml } from '../../pages/escape-html.js'
import { renderParagraph } from '../../pages/page-document.js'
import type { ConsumerRecord } from '../../store/consumer-record.js'
import type { AccessTokenRecord } from '../../store/token-records.js'
import type { PortalContext } from '../portal-context.js'

/** A request that is signed in the console. */
export interface ConsoleRequest {
  readonly method: string
  /** Path and query. */
  readonly path: string
  /** The form body; empty without one. */
  readonly body: string
  readonly token: AccessTokenRecord | undefined
}

const MASK = '••••••••'

/** Signs a request and renders each step, with the secrets masked. */
export async function explainSigning<User>(
  context: PortalContext<User>,
  consumer: ConsumerRecord,
  request: ConsoleRequest,
): Promise<readonly string[]> {
  const { words } = context
  const { method, body } = request
  const url = `${new URL(context.request.url).origin}${request.path}`
  const header = await sign(context, consumer, { ...request, url })
  const protocol =
    header === undefined
      ? createProtocolParameters(context, consumer, request)
      : (parseAuthorizationHeader(header)?.parameters ?? [])
  const unsigned = protocol.filter(([name]) => name !== 'oauth_signature')
  const parameters: ParameterList = [...unsigned, ...parseForm(body)]
  const query = parseForm(/\?(.*)/.exec(url)?.[1] ?? '')
  const shared = [
    ...renderStep(words.consoleParameters, normalizeParameters([...query, ...parameters])),
    ...renderStep(words.consoleBaseString, signatureBaseString({ method, url, parameters })),
  ]
  if (header === undefined) return [...shared, renderParagraph(words.consoleRsa)]
  const signature = protocol.find(([name]) => name === 'oauth_signature')?.[1] ?? ''
  return [
    ...shared,
    ...renderStep(words.consoleKey, `${MASK}&${request.token === undefined ? '' : MASK}`),
    ...renderStep(words.consoleSignature, signature),
    ...renderStep(words.consoleHeader, `Authorization: ${header}`),
    ...renderStep(words.consoleCommand, formatCommand({ method, url, header, body })),
  ]
}

/** Returns the header; `undefined` if only the developer's program can sign. */
async function sign<User>(
  { settings }: PortalContext<User>,
  { key, secrets, signatureMethods }: ConsumerRecord,
  { method, url, body, token }: ConsoleRequest & { readonly url: string },
): Promise<string | undefined> {
  const secret = secrets[0]?.value
  // The signature of PLAINTEXT is the secret, and that of a method of the application's own may be.
  const signatureMethod = signatureMethods.find((name) => name.startsWith('HMAC-'))
  if (secret === undefined || signatureMethod === undefined) return undefined
  const form = ['Content-Type', 'application/x-www-form-urlencoded'] as const
  const { headers } = await signRequest(
    { method, url, ...(body !== '' && { headers: [form], body }) },
    { consumer: { key, secret }, token: token && { key: token.key, secret: token.secret } },
    { signatureMethod, timestampSeconds: settings.nowSeconds() },
  )
  return headers.find(([name]) => name.toLowerCase() === 'authorization')?.[1]
}

function createProtocolParameters<User>(
  { settings }: PortalContext<User>,
  { key, signatureMethods }: ConsumerRecord,
  { token }: ConsoleRequest,
): ParameterList {
  return [
    ['oauth_consumer_key', key],
    ...(token === undefined ? [] : [['oauth_token', token.key] as const]),
    ['oauth_signature_method', signatureMethods[0] ?? ''],
    ['oauth_timestamp', String(settings.nowSeconds())],
    ['oauth_nonce', createNonce()],
    ['oauth_version', '1.0'],
  ]
}

function renderStep(title: string, text: string): readonly string[] {
  return [`<h2>${escapeHtml(title)}</h2>`, `<pre dir="ltr" tabindex="0">${escapeHtml(text)}</pre>`]
}

function formatCommand(request: {
  readonly method: string
  readonly url: string
  readonly header: string
  readonly body: string
}): string {
  const { method, url, header, body } = request
  return [
    // Otherwise curl takes brackets and braces for a list of URLs, which nobody has signed.
    `curl ${/[[\]{}]/.test(url) ? '--globoff ' : ''}--request ${method}`,
    `--header ${quote(`Authorization: ${header}`)}`,
    ...(body === '' ? [] : [`--data-raw ${quote(body)}`]),
    quote(url),
  ].join(' ')
}

/** Quotes a string for a POSIX shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
