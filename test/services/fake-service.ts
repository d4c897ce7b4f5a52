import { collectRequest, formatForm, parameterValue, verifySignature } from '@oauthplus/core'
import type { Dialect, RsaKey } from '@oauthplus/core'

/** The credentials of a service in the tests, and its responses. */
export interface FakeServiceOptions {
  readonly signatureMethod: string
  readonly dialect?: Dialect | undefined
  /** The public key of the consumer, for RSA. */
  readonly publicKey?: RsaKey | undefined
  /** Whether the text fields of multipart forms are part of the signature. */
  readonly signsMultipart?: boolean | undefined
  /** Creates the response to a request with a valid signature. */
  readonly answer: (request: Request) => Response
  /** Creates the response to any other request. */
  readonly refuse: () => Response
}

/** A service that gives tokens and verifies calls. */
export interface FakeService {
  /** Leads to it, whatever the URL. */
  readonly fetch: typeof globalThis.fetch
  /** Method and URL of each request whose signature was valid. */
  readonly verified: readonly string[]
}

export const CONSUMER_KEY = 'key'
export const CONSUMER_SECRET = 'consumer secret'
/** The secrets of the tokens that it gives. */
const TOKEN_SECRETS: Readonly<Record<string, string>> = {
  pending: 'pending secret',
  access: 'access secret',
}

/** Starts a service in place of the internet. */
export function createFakeService(options: FakeServiceOptions): FakeService {
  const verified: string[] = []
  return {
    verified,
    async fetch(input, init) {
      const request = new Request(input, init)
      const collected = collectRequest(await receive(request, options))
      const valueOf = (name: string): string => parameterValue(collected.protocol, name) ?? ''
      const { ok } = await verifySignature(
        collected,
        {
          secrets: valueOf('oauth_consumer_key') === CONSUMER_KEY ? [CONSUMER_SECRET] : [],
          publicKeys: options.publicKey === undefined ? [] : [options.publicKey],
          tokenSecrets: [TOKEN_SECRETS[valueOf('oauth_token')] ?? ''],
        },
        { signatureMethods: [options.signatureMethod], dialect: options.dialect },
      )
      if (!ok) return options.refuse()
      verified.push(`${request.method} ${request.url.replace(/[?&]oauth_.*/, '')}`)
      if (valueOf('oauth_callback') !== '') return grant('pending')
      return valueOf('oauth_verifier') === '' ? options.answer(request) : grant('access')
    },
  }
}

async function receive(
  request: Request,
  { signsMultipart }: FakeServiceOptions,
): Promise<Parameters<typeof collectRequest>[0]> {
  const { method, headers } = request
  const isMultipart = headers.get('content-type')?.startsWith('multipart/') ?? false
  if (signsMultipart !== true || !isMultipart) {
    return { method, url: request.url, headers, body: await request.clone().text() }
  }
  // The base string does not distinguish fields of a form from parameters of the query.
  const fields = [...(await request.clone().formData())].flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as const] : [],
  )
  return { method, url: `${request.url}?${formatForm(fields)}`, headers, body: '' }
}

function grant(key: string): Response {
  const secret = TOKEN_SECRETS[key] ?? ''
  return new Response(
    formatForm([
      ['oauth_token', key],
      ['oauth_token_secret', secret],
      ['oauth_callback_confirmed', 'true'],
    ]),
  )
}
