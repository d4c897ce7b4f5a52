import type { SigningCase } from './signing-case.js'

/** A reason for which signRequest may refuse: when it applies, and what is then said. */
export interface SigningRefusal {
  readonly message: RegExp
  readonly applies: (given: SigningCase) => boolean
}

type Pairs = readonly (readonly [name: string, value: string])[]

const FORM = 'application/x-www-form-urlencoded'
const HALF_PAIR = /\p{Surrogate}/u
const NOT_LATIN = /[^\t\x20-\x7e\x80-\xff]/

/** Every reason there is, by its name. Reads forms by URLSearchParams, not by what it judges. */
export const SIGNING_REFUSALS: Readonly<Record<string, SigningRefusal>> = {
  'an empty consumer key': {
    message: /^signRequest: credentials\.consumer\.key must be a string that is not empty/,
    applies: ({ credentials }) => credentials.consumer.key === '',
  },
  'a token secret without a token key': {
    message: /^signRequest: credentials\.token\.secret must be empty if token\.key is empty/,
    applies: ({ credentials: { token } }) => token?.key === '' && token.secret !== '',
  },
  'an empty nonce': {
    message: /^signRequest: nonce must be a string that is not empty/,
    applies: ({ options }) => options.nonce === '',
  },
  'an unknown signature method': {
    message: /^signRequest: signatureMethod must be one of/,
    applies: ({ options }) => options.signatureMethod === 'HMAC-MD5',
  },
  'a URL that cannot be read': {
    message: /^signRequest: request\.url: /,
    applies: ({ request: { url } }) =>
      !/^https?:\/\/[^/?#@]+(?:[/?#]|$)/i.test(url) ||
      HALF_PAIR.test(url) ||
      isMalformed(queryOf(url)),
  },
  'a form that cannot be read': {
    message: /^signRequest: request\.headers or request\.body: /,
    applies: (given) =>
      headersOf(given, 'content-type').length > 1 ||
      (formOf(given) !== '' && (isEncoded(given) || isMalformed(formOf(given)))),
  },
  'an Authorization header beside one that is added': {
    message: /^signRequest: request\.headers already contains an Authorization header/,
    applies: (given) =>
      given.options.transmission === 'header' && headersOf(given, 'authorization').length > 0,
  },
  'an Authorization header of OAuth, or two, beside other places': {
    message:
      /^signRequest: request\.headers contains (?:two Auth|an Authorization header of the OAuth)/,
    applies: (given) => {
      const values = headersOf(given, 'authorization')
      const isRefused = values.length > 1 || values.some((value) => /^oauth(?: |$)/i.test(value))
      return given.options.transmission !== 'header' && isRefused
    },
  },
  'a method without a body': {
    message: /^signRequest: transmission must not be 'body' for request\.method (?:GET|HEAD)/,
    applies: ({ request, options }) =>
      options.transmission === 'body' && ['GET', 'HEAD'].includes(request.method.toUpperCase()),
  },
  'a body that is no form': {
    message: /^signRequest: transmission 'body' needs a form, and/,
    applies: (given) =>
      given.options.transmission === 'body' &&
      !isForm(given) &&
      (headersOf(given, 'content-type').length > 0 || Boolean(given.request.body?.length)),
  },
  'parameters in a form under a content-coding': {
    message: /^signRequest: transmission 'body' needs a form without a Content-Encoding/,
    applies: (given) => given.options.transmission === 'body' && isEncoded(given),
  },
  'a body hash for a form': {
    message: /^signRequest: sendBodyHash is not for a form/,
    applies: (given) => given.options.sendBodyHash === true && sendsForm(given),
  },
  'PLAINTEXT in a URL': {
    message: /^signRequest: transmission must not be 'query' with PLAINTEXT/,
    applies: ({ options }) =>
      options.transmission === 'query' &&
      options.signatureMethod === 'PLAINTEXT' &&
      options.allowPlaintextInQuery !== true,
  },
  'oauth_signature or another version in parameters': {
    message: /^signRequest: parameters must not contain (?:oauth_signature|an oauth_version)/,
    applies: ({ options }) => options.parameters.some(isSignatureOrVersion),
  },
  'a name that no header can hold': {
    message:
      /^signRequest: parameters must not contain (?:an empty name|realm) with transmission 'hea/,
    applies: ({ options }) =>
      options.transmission === 'header' &&
      options.parameters.some(([name]) => name === '' || name.toLowerCase() === 'realm'),
  },
  'protocol parameters in the URL': {
    message: /^signRequest: request\.url must not contain /,
    applies: (given) =>
      protocolOf(queryPairs(given)).some(
        (pair) => given.options.transmission !== 'query' || isSignatureOrVersion(pair),
      ),
  },
  'protocol parameters in the form': {
    message: /^signRequest: request\.body must not contain /,
    applies: (given) =>
      protocolOf(formPairs(given)).some(
        (pair) => given.options.transmission !== 'body' || isSignatureOrVersion(pair),
      ),
  },
  'a protocol parameter twice': {
    message:
      /^signRequest: parameters, request\.url or request\.body: A protocol parameter is sent/,
    applies: (given) => {
      const names = protocolOf(allPairs(given)).map(([name]) => name)
      return new Set(names).size < names.length
    },
  },
  'a body hash that is not that of the body': {
    message: /^signRequest: parameters must not contain an oauth_body_hash that /,
    // No text of a case is the hash of anything.
    applies: (given) =>
      given.options.signatureMethod !== 'PLAINTEXT' &&
      (given.request.body !== undefined || sendsForm(given)) &&
      [...given.options.parameters, ...queryPairs(given), ...formPairs(given)].some(
        ([name]) => name === 'oauth_body_hash',
      ),
  },
  'half of a surrogate pair': {
    message:
      /^signRequest: (?:oauth_\w+|parameters|consumer\.secret or token\.secret): A string contains/,
    applies: ({ credentials: { consumer, token }, options }) =>
      [
        consumer.key,
        consumer.secret,
        token?.key,
        token?.secret,
        options.nonce,
        options.callback,
        options.verifier,
        ...options.parameters.flat(),
      ].some((text) => HALF_PAIR.test(text ?? '')),
  },
  'a realm that no header can hold': {
    message: /^signRequest: realm must not contain control characters/,
    applies: ({ options }) =>
      options.transmission === 'header' && NOT_LATIN.test(options.realm ?? ''),
  },
}

function headersOf({ request }: SigningCase, lowerCaseName: string): readonly string[] {
  return request.headers
    .filter(([name]) => name.toLowerCase() === lowerCaseName)
    .map(([, value]) => value)
}

function isForm(given: SigningCase): boolean {
  return headersOf(given, 'content-type').some((value) => value.toLowerCase().startsWith(FORM))
}

function sendsForm(given: SigningCase): boolean {
  return given.options.transmission === 'body' || isForm(given)
}

function isEncoded(given: SigningCase): boolean {
  return headersOf(given, 'content-encoding').includes('gzip')
}

function queryOf(url: string): string {
  const [resource = ''] = url.split('#', 1)
  return resource.includes('?') ? resource.slice(resource.indexOf('?') + 1) : ''
}

/** The form; bytes that are not UTF-8 become an escape that cannot be decoded. */
function formOf(given: SigningCase): string {
  const { body } = given.request
  if (!isForm(given) || !body?.length) return ''
  if (typeof body === 'string') return body
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body)
  } catch {
    return '%'
  }
}

function isMalformed(text: string): boolean {
  try {
    decodeURIComponent(text)
    return HALF_PAIR.test(text)
  } catch {
    return true
  }
}

function pairsOf(form: string): Pairs {
  // The first "?" would be taken away.
  return [...new URLSearchParams(`&${form}`)]
}

function queryPairs({ request }: SigningCase): Pairs {
  return pairsOf(queryOf(request.url))
}

function formPairs(given: SigningCase): Pairs {
  return pairsOf(formOf(given))
}

function protocolOf(pairs: Pairs): Pairs {
  return pairs.filter(([name]) => name.startsWith('oauth_'))
}

function isSignatureOrVersion([name, value]: Pairs[number]): boolean {
  return name === 'oauth_signature' || (name === 'oauth_version' && value !== '1.0')
}

/** All that is sent but the signature, as names at least. */
function allPairs(given: SigningCase): Pairs {
  const { credentials, options } = given
  const optional: readonly (readonly [name: string, value: unknown])[] = [
    ['oauth_token', credentials.token?.key],
    ['oauth_version', options.sendVersion === false ? undefined : '1.0'],
    ['oauth_callback', options.callback],
    ['oauth_verifier', options.verifier],
    [
      'oauth_body_hash',
      options.sendBodyHash === true && options.signatureMethod !== 'PLAINTEXT' ? '' : undefined,
    ],
  ]
  return [
    ...['oauth_consumer_key', 'oauth_signature_method', 'oauth_timestamp', 'oauth_nonce'].map(
      (name) => [name, ''] as const,
    ),
    ...optional.filter(([, value]) => value !== undefined).map(([name]) => [name, ''] as const),
    ...options.parameters,
    ...queryPairs(given),
    ...formPairs(given),
  ]
}
