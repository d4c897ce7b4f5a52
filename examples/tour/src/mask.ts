import { percentDecode, percentEncode } from '@oauthplus/core'
import { isSecretName } from '@oauthplus/core/internal'

/** Replaces a secret in a transcript. */
const MASK = '***'

// A signature is secret only with PLAINTEXT, and then it is in the header.
function isSecret(name: string): boolean {
  return name !== 'oauth_signature' && isSecretName(name)
}

/** Masks the secrets of a form, or of any string such as `name=value&name=value`. */
export function maskForm(form: string): string {
  return form.replace(/([^&=?]+)=([^&]*)/g, (pair, name: string) =>
    isSecret(name) ? `${name}=${MASK}` : pair,
  )
}

/** Masks the secrets in the query of a URL. */
export function maskUrl(url: string): string {
  const [base = '', ...query] = url.split('?')
  return [base, ...query.map(maskForm)].join('?')
}

/** Masks the secrets of a base string, whose third part is a form that was encoded again. */
export function maskBaseString(baseString: string): string {
  const [method = '', uri = '', parameters = ''] = baseString.split('&')
  const masked = maskForm(percentDecode(parameters))
  return [method, uri, percentEncode(masked).replaceAll(percentEncode(MASK), MASK)].join('&')
}

/** Masks the secrets of an Authorization header. */
export function maskAuthorization(
  value: string,
  options: { readonly isSignatureMasked: boolean },
): string {
  return value.replace(/(\w+)="[^"]*"/g, (parameter, name: string) =>
    isSecret(name) || (name === 'oauth_signature' && options.isSignatureMasked)
      ? `${name}="${MASK}"`
      : parameter,
  )
}

/** Masks the values of a Cookie header, or of the cookie in a Set-Cookie header. */
export function maskCookies(value: string): string {
  return value.replace(/(^|; )([^=;]+)=([^;]*)/g, (piece, before: string, name: string) =>
    /^(?:expires|max-age|path|samesite)$/i.test(name) ? piece : `${before}${name}=${MASK}`,
  )
}
