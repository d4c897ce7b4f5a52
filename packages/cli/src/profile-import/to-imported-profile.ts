import { SIGNATURE_METHODS } from '@oauthplus/core'

import type { DescribedProvider } from '../profiles/profile.js'
import type { FoundSettings } from './found-settings.js'
import { resolveVariables } from './resolve-variables.js'

/** A profile whose secrets may be missing. */
export interface ImportedProfile {
  /** The name of the collection, folder or request. */
  readonly place: string
  readonly provider: DescribedProvider
  readonly consumer: { readonly key: string; readonly secret: string | undefined }
  readonly token: { readonly key: string; readonly secret: string | undefined } | undefined
  /** Settings that the profile does not support, as sentences. */
  readonly warnings: readonly string[]
}

/** The reason why settings did not result in a profile. */
export interface Unusable {
  readonly place: string
  readonly reason: string
}

// Values of one signed request, which a profile does not contain.
const IGNORED = ['callback', 'verifier', 'timestamp', 'nonce']
const FLAGS: Readonly<Record<string, string>> = {
  addEmptyParamsToSign: 'Empty parameters are not signed.',
  disableHeaderEncoding: 'The values of the header are always percent-encoded.',
}

/** Converts OAuth 1 settings to a profile. */
export function toImportedProfile({
  place,
  values,
  variables,
}: FoundSettings): ImportedProfile | Unusable {
  const resolve = (name: string) => resolveVariables(values.get(name) ?? '', variables)
  const settings = { consumerKey: '', token: '', signatureMethod: '', realm: '' }
  for (const name of ['consumerKey', 'token', 'signatureMethod', 'realm'] as const) {
    const resolved = resolve(name)
    if ('missing' in resolved) {
      return {
        place,
        reason: `${name} requires ${resolved.missing}, which has no value`,
      }
    }
    settings[name] = resolved.text
  }
  const { consumerKey, token, realm } = settings
  // The default of both programs.
  const signatureMethod = settings.signatureMethod === '' ? 'HMAC-SHA1' : settings.signatureMethod
  if (consumerKey === '') return { place, reason: 'it has no consumer key' }
  if (!SIGNATURE_METHODS.some(({ name }) => name === signatureMethod)) {
    return { place, reason: `the signature method ${signatureMethod} is not supported` }
  }
  const toSecret = (name: string): string | undefined => {
    const resolved = resolve(name)
    return 'missing' in resolved || resolved.text === '' ? undefined : resolved.text
  }
  const isInHeader = values.get('addParamsToHeader') === 'true'
  const isHashed = values.get('includeBodyHash') === 'true' && signatureMethod !== 'PLAINTEXT'
  return {
    place,
    provider: {
      signatureMethod,
      realm: realm || undefined,
      transmission: isInHeader || signatureMethod === 'PLAINTEXT' ? undefined : 'query',
      sendBodyHash: isHashed || undefined,
    },
    consumer: { key: consumerKey, secret: toSecret('consumerSecret') },
    token: token === '' ? undefined : { key: token, secret: toSecret('tokenSecret') },
    warnings: [...createWarnings(values, { isInHeader, signatureMethod })],
  }
}

function* createWarnings(
  values: FoundSettings['values'],
  {
    isInHeader,
    signatureMethod,
  }: { readonly isInHeader: boolean; readonly signatureMethod: string },
): Generator<string> {
  const ignored = IGNORED.filter((name) => (values.get(name) ?? '') !== '')
  if (ignored.length > 0) yield `Not imported: ${ignored.join(', ')}.`
  if (!isInHeader) {
    yield signatureMethod === 'PLAINTEXT'
      ? 'The parameters go into the header, because a URL must not contain secrets.'
      : 'The parameters of all requests go into the query, even for forms.'
  }
  for (const [name, warning] of Object.entries(FLAGS)) {
    if (values.get(name) === 'true') yield warning
  }
  const version = values.get('version') ?? ''
  if (version !== '' && version !== '1.0') yield 'oauth_version is always 1.0.'
}
