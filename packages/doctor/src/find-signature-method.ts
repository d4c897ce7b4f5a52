import { headerValues, OAuthError, parameterValue, SIGNATURE_METHODS } from '@oauthplus/core'
import type { CollectedRequest, SignatureMethod } from '@oauthplus/core'

const TYPOGRAPHIC = /[\u2018-\u201f\u00ab\u00bb\uff02]/
const MAX_CHARACTERS = 40

/**
 * Finds the signature method of a request.
 *
 * @throws `OAuthError` `signature_method_rejected`, whose advice names the reason.
 */
export function findSignatureMethod(request: CollectedRequest): SignatureMethod {
  const name = parameterValue(request.protocol, 'oauth_signature_method')
  const method = SIGNATURE_METHODS.find((candidate) => candidate.name === name)
  if (method !== undefined) return method
  throw new OAuthError('signature_method_rejected', describeProblem(request, name))
}

function describeProblem(request: CollectedRequest, name: string | undefined): string {
  const [header = ''] = headerValues(request.headers, 'authorization')
  if (TYPOGRAPHIC.test(header)) {
    return 'The Authorization header contains typographic quotation marks. Replace them with ".'
  }
  return name === undefined ? describeMissing(request) : describeUnknown(name)
}

function describeUnknown(name: string): string {
  const meant = SIGNATURE_METHODS.find((method) => simplify(method.name) === simplify(name))
  const advice = meant === undefined ? '' : `; write ${meant.name}`
  return `oauth_signature_method is ${quote(name)}, which is not a supported method${advice}.`
}

function describeMissing({ headers, protocol }: CollectedRequest): string {
  const missing = 'oauth_signature_method is missing'
  const [header] = headerValues(headers, 'authorization')
  if (protocol.length > 0) return `${missing}.`
  if (header === undefined) {
    return 'The request is not signed: it has no Authorization header, and no parameter begins with oauth_.'
  }
  if (/^authorization\b/i.test(header)) {
    return `${missing}: the value of the Authorization header repeats the name of the header. Remove it.`
  }
  if (!/^oauth\b/i.test(header)) {
    // A value without a name may be a secret.
    const scheme = /^([A-Za-z][\w-]{0,20}) /.exec(header)?.[1]
    const found = scheme === undefined ? '' : `, but ${quote(scheme)}`
    return `The request is not signed: the scheme of its Authorization header is not "OAuth"${found}.`
  }
  return `${missing}: the Authorization header has no parameter that begins with oauth_.`
}

function simplify(name: string): string {
  return name.toUpperCase().replace(/[^A-Z0-9]/g, '')
}

function quote(text: string): string {
  return JSON.stringify(text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS)}…` : text)
}
