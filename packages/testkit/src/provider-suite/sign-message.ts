import { NotApplicable } from '../checks/not-applicable.js'
import {
  createBaseString,
  toBuffer,
  decodeForm,
  encodeForm,
  createSignature,
  splitUrl,
  writeAuthorizationHeader,
} from '../reference/index.js'
import type { BaseStringParts, Pair, SigningKeys, WireMessage } from '../reference/index.js'

/** Protocol parameters as strings. */
export type ProtocolParameters = readonly (readonly [name: string, value: string])[]

/** A request to be signed, and the faults to plant. */
export interface Draft {
  readonly method: string
  readonly url: string
  readonly protocol: ProtocolParameters
  readonly signatureMethod: string
  readonly keys: SigningKeys
  readonly transmission?: 'header' | 'form' | 'query' | undefined
  readonly realm?: string | undefined
  readonly form?: string | undefined
  readonly body?: string | undefined
  readonly contentType?: string | undefined
  readonly headers?: readonly (readonly [name: string, value: string])[] | undefined
  /** Changes what is signed, not what is sent. */
  readonly signed?: ((parts: BaseStringParts) => BaseStringParts) | undefined
  /** Changes the protocol parameters after signing. */
  readonly sent?: ((protocol: ProtocolParameters) => ProtocolParameters) | undefined
  /** Writes the Authorization header in another way. */
  readonly writeHeader?: ((protocol: ProtocolParameters) => string) | undefined
  /** The characters that the signature must contain. The nonce is extended until it does. */
  readonly signatureContains?: readonly string[] | undefined
  /** Changes the message after everything else. */
  readonly message?: ((message: WireMessage) => WireMessage) | undefined
}

const FORM = 'application/x-www-form-urlencoded'

const MAX_NONCES = 1000
const MAX_DRAFTS = 100

/**
 * Creates a draft whose signature has no `+` and no `/`, so that a provider that misreads them fails the checks made for
 * them, and not others by chance. With a nonce that is fixed, or with RSA, the first draft is returned.
 */
export function chooseDraft(createDraft: () => Draft): Draft {
  const first = createDraft()
  if (!first.signatureMethod.startsWith('HMAC-') || first.signatureContains !== undefined)
    return first
  for (let number = 0, draft = first; number < MAX_DRAFTS; number += 1, draft = createDraft())
    if (!/[+/]/.test(signDraft(draft))) return draft
  return first
}

/** Signs a draft and creates the message to send. */
export function signMessage(given: Draft): WireMessage {
  const draft = given.signatureContains === undefined ? given : extendNonce(given)
  const form = getForm(draft)
  const signed: ProtocolParameters = [...draft.protocol, ['oauth_signature', signDraft(draft)]]
  const protocol = draft.sent?.(signed) ?? signed
  const message = writeMessage(draft, { protocol, form })
  return draft.message?.(message) ?? message
}

function getForm({ form, transmission }: Draft): string | undefined {
  return form ?? (transmission === 'form' ? '' : undefined)
}

function signDraft(draft: Draft): string {
  const { scheme, host, path, query } = splitUrl(draft.url)
  const parameters: readonly Pair[] = [
    ...decodeForm(query),
    ...draft.protocol,
    ...decodeForm(getForm(draft) ?? ''),
  ]
  const parts: BaseStringParts = { method: draft.method, scheme, host, path, parameters }
  const base = createBaseString(draft.signed?.(parts) ?? parts)
  return createSignature(draft.signatureMethod, base, draft.keys)
}

/** Extends the nonce until the signature contains the wanted characters. */
function extendNonce(draft: Draft): Draft {
  const wanted = draft.signatureContains ?? []
  for (let number = 0; number < MAX_NONCES; number += 1) {
    const protocol = draft.protocol.map(
      ([name, value]) => [name, name === 'oauth_nonce' ? `${value}${number}` : value] as const,
    )
    const extended = { ...draft, protocol }
    const signature = signDraft(extended)
    if (wanted.every((character) => signature.includes(character))) return extended
  }
  throw new NotApplicable(`no signature by ${draft.signatureMethod} contains ${wanted.join(' ')}`)
}

function writeMessage(
  draft: Draft,
  { protocol, form }: { readonly protocol: ProtocolParameters; readonly form: string | undefined },
): WireMessage {
  const { scheme, host, path, query } = splitUrl(draft.url)
  const { transmission = 'header' } = draft
  const encoded = encodeForm(protocol)
  const sentQuery = transmission === 'query' ? joinQueries(query, encoded) : query
  const hasQuery = draft.url.includes('?') || sentQuery !== ''
  const content = transmission === 'form' ? joinQueries(form ?? '', encoded) : (form ?? draft.body)
  const write =
    draft.writeHeader ??
    ((pairs: ProtocolParameters) => writeAuthorizationHeader(pairs, draft.realm))
  return {
    method: draft.method,
    scheme,
    target: `${path === '' ? '/' : path}${hasQuery ? `?${sentQuery}` : ''}`,
    headers: [
      ['Host', host],
      ...(transmission === 'header' ? [['Authorization', write(protocol)] as const] : []),
      ...createBodyHeaders(draft, { content, isForm: form !== undefined }),
      ['Connection', 'close'],
      ...(draft.headers ?? []),
    ],
    body: toBuffer(content ?? ''),
  }
}

function createBodyHeaders(
  { method, contentType }: Draft,
  { content, isForm }: { readonly content: string | undefined; readonly isForm: boolean },
): WireMessage['headers'] {
  const type = contentType ?? (isForm ? FORM : undefined)
  const hasLength = content !== undefined || ['POST', 'PUT', 'PATCH'].includes(method)
  return [
    ...(type === undefined ? [] : [['Content-Type', type] as const]),
    ...(hasLength ? [['Content-Length', String(toBuffer(content ?? '').length)] as const] : []),
  ]
}

function joinQueries(one: string, other: string): string {
  return one === '' ? other : other === '' ? one : `${one}&${other}`
}
