import { OAuthError } from '@oauthplus/core'
import type { ParameterList } from '@oauthplus/core'
import { hasFormContentType } from '@oauthplus/core/internal'

import { isBodiless } from './is-bodiless.js'
import { listRepeatableCredentials } from './list-repeatable-credentials.js'
import { isStream } from './repeatable-body.js'
import { selectTransmission } from './select-transmission.js'
import { sign } from './sign.js'
import type { Signed } from './sign.js'
import { isExposed } from '../settings/secure-url.js'
import type { Settings } from '../settings/settings.js'
import type { Token } from '../token.js'

/**
 * The signed part of a request body. Empty if no part is signed.
 *
 * @internal
 */
export interface SignedParts {
  /** The bytes of a form. */
  readonly form?: Uint8Array<ArrayBuffer> | undefined
  /** The bytes of a body whose hash is signed. */
  readonly hashed?: Uint8Array<ArrayBuffer> | undefined
  /** The bytes of any other body, to resend after a redirect. */
  readonly moved?: Uint8Array<ArrayBuffer> | undefined
  /** The text fields of a multipart form. */
  readonly fields?: ParameterList | undefined
}

/**
 * A signed request, and the data that was signed.
 *
 * @internal
 */
export interface SentRequest extends Pick<Signed, 'baseString' | 'offsetSeconds'> {
  /** The request to send. */
  readonly sent: Request
  /** The values that a server may repeat in a `Location` header. */
  readonly credentials: readonly string[]
}

/**
 * Reads the signed part of a body. The request keeps its own copy. Bodies that are not signed are
 * not read.
 *
 * @internal
 */
export async function readSignedParts(
  settings: Settings,
  request: Request,
  body: BodyInit | null | undefined,
): Promise<SignedParts> {
  if (!isBodiless(request) && hasFormContentType(listHeaders(request.headers))) {
    return { form: await readBytes(request) }
  }
  const isMultipart = /^multipart\/form-data\b/i.test(request.headers.get('content-type') ?? '')
  const fields =
    settings.dialect?.signMultipartFields === true && isMultipart
      ? await readStringFields(request, body)
      : undefined
  if (!settings.sendBodyHash) {
    const isMoved = selectTransmission(settings, false) === 'query' && !isStream(body)
    return isMoved ? { fields, moved: await readBytes(request) } : { fields }
  }
  if (isStream(body)) {
    throw new OAuthError(
      'body_unreadable',
      'provider.sendBodyHash requires the whole body before sending, but the body is a stream.',
    )
  }
  return { fields, hashed: await readBytes(request) }
}

/**
 * Signs exactly what the platform will send: the URL, the method and the body of the request.
 *
 * @internal
 */
export async function signRequestObject(
  settings: Settings,
  request: Request,
  options: { readonly token: Token | undefined; readonly parts: SignedParts },
): Promise<SentRequest> {
  const { method, url } = request
  const { form, hashed, moved, fields } = options.parts
  if (
    settings.signatureMethod.name === 'PLAINTEXT' &&
    isExposed(new URL(url)) &&
    !settings.allowInsecure
  ) {
    throw new OAuthError(
      'insecure_transport',
      'PLAINTEXT sends the secrets themselves, so it requires https.',
    )
  }
  const transmission = selectTransmission(settings, form !== undefined)
  const signed = await sign(
    settings,
    { method, url, headers: listHeaders(request.headers), body: form ?? hashed ?? moved },
    {
      token: options.token,
      transmission,
      signedParameters: fields,
      sendBodyHash: hashed !== undefined,
    },
  )
  const { baseString, offsetSeconds } = signed
  return {
    sent: createSentRequest(request, signed, transmission),
    credentials: listRepeatableCredentials(settings, signed),
    baseString,
    offsetSeconds,
  }
}

function createSentRequest(
  request: Request,
  signed: { readonly url: string; readonly headers: ParameterList; readonly body: unknown },
  transmission: 'header' | 'query' | 'body' | undefined,
): Request {
  if (transmission === 'query') {
    const moved = new Request(signed.url, request)
    // The body of another Request is a stream, which is sent in chunks. Not every server accepts
    // chunks.
    return request.body === null || signed.body === null
      ? moved
      : new Request(moved, { body: signed.body as BodyInit })
  }
  if (transmission === 'body') return new Request(request, { body: signed.body as BodyInit })
  const [, authorization] = signed.headers.find(([name]) => name === 'Authorization') ?? []
  if (authorization !== undefined) request.headers.set('authorization', authorization)
  return request
}

// Not spread, because the headers of some platforms, such as React Native, are not iterable.
function listHeaders(headers: Headers): ParameterList {
  const pairs: [name: string, value: string][] = []
  headers.forEach((value, name) => pairs.push([name, value]))
  return pairs
}

async function readStringFields(
  request: Request,
  body: BodyInit | null | undefined,
): Promise<ParameterList> {
  const data = body instanceof FormData ? body : await request.clone().formData()
  const fields: [name: string, value: string][] = []
  data.forEach((value, name) => {
    if (typeof value === 'string') fields.push([name, value])
  })
  return fields
}

async function readBytes(request: Request): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await request.clone().arrayBuffer())
}
