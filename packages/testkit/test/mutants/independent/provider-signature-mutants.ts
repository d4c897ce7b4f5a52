import { createVerify } from 'node:crypto'

import type { IndependentMutant } from './independent-mutant.js'
import { vectors } from '../../../src/vectors.js'
import type { ProviderFault } from './independent-provider.js'
import { headersOf, percentEncode } from './provider-rules.js'
import type { Rules, Signed } from './provider-rules.js'
import { fail, json } from './web.js'
import type { Pair, WebRequest } from './web.js'

const KNOWN =
  /^oauth_(?:consumer_key|token|signature_method|timestamp|nonce|version|callback|verifier|body_hash|session_handle)$/

/** Accepts a signature of another reading of the request, too. */
function alsoAccepting(
  right: Rules,
  change: (signed: Signed) => Signed | undefined,
): Partial<Rules> {
  return {
    isSignatureRight: (signed) => {
      if (right.isSignatureRight(signed)) return true
      const changed = change(signed)
      return changed !== undefined && right.isSignatureRight(changed)
    },
  }
}

function withRequest(signed: Signed, request: Partial<WebRequest>): Signed {
  return { ...signed, request: { ...signed.request, ...request } }
}

/** Changes the pairs that are signed, before they are normalized. */
function signing(
  right: Rules,
  change: (pair: Pair, request: WebRequest) => readonly Pair[],
): Partial<Rules> {
  return {
    signedParameters: (reading, request) =>
      right.signedParameters(reading, request).flatMap((pair) => change(pair, request)),
  }
}

/** Leaves forms out of the signature. */
function unsignedForm(right: Rules, isUnsigned: (request: WebRequest) => boolean): Partial<Rules> {
  return {
    signedParameters: (reading, request) =>
      right.signedParameters(isUnsigned(request) ? { ...reading, form: [] } : reading, request),
  }
}

/** Changes how text is encoded. */
function encoding(change: (text: string) => string): Partial<Rules> {
  return { escape: (text) => change(percentEncode(text)) }
}

/** Faults of what is signed, and of how it is read. */
export const PROVIDER_SIGNATURE_MUTANTS: readonly IndependentMutant<ProviderFault>[] = [
  {
    title: 'serves HEAD requests without verifying them',
    source: '3.2',
    severity: 'critical',
    why: 'Servers MUST validate every authenticated request, and HEAD shows what exists.',
    check: 'unsigned.head',
    fault: (right) => ({
      route: (request) =>
        request.method === 'HEAD' && request.path.startsWith('/api/')
          ? json('')
          : right.route(request),
    }),
  },
  {
    title: 'verifies HEAD requests as if they were GET requests',
    source: '3.4.1.1',
    severity: 'medium',
    why: 'The base string has the method of the request, so a correct HEAD request is refused.',
    check: 'head.like-get',
    fault: (right) => ({
      baseMethod: (request) => right.baseMethod(request).replace('HEAD', 'GET'),
    }),
  },
  {
    title: 'signs the query of GET requests only',
    source: '3.4.1.3.1, Appendix A',
    severity: 'critical',
    why: 'The query of every method is signed; here the query of PUT and DELETE can be changed.',
    check: 'tampered.put-query-unsigned',
    fault: (right) => ({
      signedParameters: (reading, request) =>
        right.signedParameters(
          ['GET', 'POST'].includes(request.method) ? reading : { ...reading, query: [] },
          request,
        ),
    }),
  },
  {
    title: 'takes the signed method from X-HTTP-Method-Override',
    source: '3.4.1.1',
    severity: 'high',
    why: 'The signature covers the method of the request; the header is not signed.',
    check: 'tampered.method-override',
    fault: (right) => ({
      baseMethod: (request) =>
        headersOf(request, 'x-http-method-override')[0] ?? right.baseMethod(request),
    }),
  },
  {
    title: 'leaves the forms of PATCH requests unsigned',
    source: '3.4.1.3.1, Appendix A',
    severity: 'high',
    why: 'A form is signed whatever the method.',
    check: 'form.patch',
    fault: (right) => unsignedForm(right, ({ method }) => method === 'PATCH'),
  },
  {
    title: 'leaves the forms of DELETE requests unsigned',
    source: '3.4.1.3.1, Appendix A',
    severity: 'high',
    why: 'A form is signed whatever the method.',
    check: 'form.delete',
    fault: (right) => unsignedForm(right, ({ method }) => method === 'DELETE'),
  },
  {
    title: 'leaves forms with a capitalized Content-Type unsigned',
    source: '3.4.1.3.1; RFC 9110, 8.3.1',
    severity: 'high',
    why: 'Media types are case-insensitive, so whoever changes the case can change the form.',
    check: 'form.content-type-case',
    fault: (right) =>
      unsignedForm(right, (request) =>
        headersOf(request, 'content-type').some((type) => type !== type.toLowerCase()),
      ),
  },
  {
    title: 'signs the fields of multipart forms',
    source: '3.4.1.3.1; https://github.com/ruby-oauth/oauth/issues/5',
    severity: 'medium',
    why: 'Only single-part bodies are signed, so a correct upload is refused.',
    check: 'body.multipart',
    fault: (right) => ({
      read(request) {
        const reading = right.read(request)
        const isMultipart = headersOf(request, 'content-type').some((type) =>
          type.startsWith('multipart/'),
        )
        if (!isMultipart) return reading
        const fields = request.body
          .toString()
          .matchAll(/name="([^"]*)"[^\r\n]*\r?\n(?:[^\r\n]+\r?\n)*\r?\n([^\r\n]*)/g)
        return {
          ...reading,
          form: Array.from(fields, ([, name = '', value = '']) => [name, value]),
        }
      },
    }),
  },
  {
    title: 'ignores parameters of the Authorization header that do not begin with oauth_',
    source: '3.4.1.3.1',
    severity: 'high',
    why: 'Everything in the header except realm is signed.',
    check: 'tampered.header-added',
    fault: (right) => ({
      signedParameters: (reading, request) =>
        right.signedParameters(
          { ...reading, header: reading.header?.filter(([name]) => name.startsWith('oauth_')) },
          request,
        ),
    }),
  },
  {
    title: 'leaves oauth_ parameters unsigned that it does not know',
    source: '3.4.1.3.1',
    severity: 'high',
    why: 'Every parameter is signed; extensions rely on it.',
    check: 'tampered.header-oauth-added',
    fault: (right) =>
      signing(right, (pair) =>
        pair[0].startsWith('oauth_') && !KNOWN.test(pair[0]) ? [] : [pair],
      ),
  },
  {
    title: 'accepts a request token request that was signed without its oauth_callback',
    source: '3.4.1.3.1; advisory 2009.1',
    severity: 'critical',
    why: 'Another callback can be put into a request of OAuth 1.0: the session is fixed again.',
    check: 'request-token.callback-added',
    fault: (right) =>
      alsoAccepting(right, (signed) => {
        const strip = (pairs: readonly Pair[] = []): readonly Pair[] =>
          pairs.filter(([name]) => name !== 'oauth_callback')
        const { header, query, form } = signed.reading
        return {
          ...signed,
          reading: { header: header && strip(header), query: strip(query), form: strip(form) },
        }
      }),
  },
  {
    title: 'accepts an access token request that was signed without its oauth_verifier',
    source: '3.4.1.3.1, 2.3',
    severity: 'high',
    why: 'The verifier is a signed parameter; whoever sees a request could add another one.',
    check: 'access-token.verifier-added',
    fault: (right) =>
      alsoAccepting(right, (signed) => {
        const strip = (pairs: readonly Pair[] = []): readonly Pair[] =>
          pairs.filter(([name]) => name !== 'oauth_verifier')
        const { header, query, form } = signed.reading
        return {
          ...signed,
          reading: { header: header && strip(header), query: strip(query), form: strip(form) },
        }
      }),
  },
  {
    title: 'tries again without the query when the signature does not match',
    source: '3.4.1.3.1',
    severity: 'critical',
    why: 'A query can be added to any signed request.',
    check: 'request-token.tampered-query',
    fault: (right) =>
      alsoAccepting(right, (signed) => ({
        ...signed,
        reading: { ...signed.reading, query: signed.reading.header ? [] : signed.reading.query },
      })),
  },
  {
    title: 'tries again without the form when the signature does not match',
    source: '3.4.1.3.1',
    severity: 'critical',
    why: 'A form can be added to any signed request.',
    check: 'tampered.form-in-place-of-none',
    fault: (right) =>
      alsoAccepting(right, (signed) => ({
        ...signed,
        reading: { ...signed.reading, form: signed.reading.header ? [] : signed.reading.form },
      })),
  },
  {
    title: 'tries again with https when the signature does not match',
    source: '3.4.1.2',
    severity: 'medium',
    why: 'The scheme of the base string is the scheme of the request.',
    check: 'tampered.scheme',
    fault: (right) => {
      let isSecure = false
      const { baseUri } = right
      return {
        baseUri: (request) => baseUri(request).replace(/^http/, isSecure ? 'https' : 'http'),
        isSignatureRight(signed) {
          if (right.isSignatureRight(signed)) return true
          isSecure = true
          try {
            return right.isSignatureRight(signed)
          } finally {
            isSecure = false
          }
        },
      }
    },
  },
  {
    title: 'accepts signatures of a URL without the port',
    source: '3.4.1.2 (3)',
    severity: 'medium',
    why: 'All ports other than the default ports MUST be included.',
    check: 'tampered.uri-no-port',
    fault: (right) => {
      let isPortless = false
      return {
        baseUri: (request) =>
          isPortless ? right.baseUri(request).replace(/:\d+\//, '/') : right.baseUri(request),
        isSignatureRight(signed) {
          if (right.isSignatureRight(signed)) return true
          isPortless = true
          try {
            return right.isSignatureRight(signed)
          } finally {
            isPortless = false
          }
        },
      }
    },
  },
  {
    title: 'ignores a slash at the end of the path',
    source: '3.4.1.2',
    severity: 'medium',
    why: 'The path is signed as it is sent.',
    check: 'tampered.uri-slash-added',
    fault: (right) =>
      alsoAccepting(right, (signed) =>
        signed.request.path.endsWith('/')
          ? withRequest(signed, { path: signed.request.path.slice(0, -1) })
          : undefined,
      ),
  },
  {
    title: 'signs the path in lower case',
    source: '3.4.1.2 (1)',
    severity: 'medium',
    why: 'Only scheme and host are in lower case; correct requests are refused.',
    check: 'base-string.path-utf8',
    fault: (right) => ({
      baseUri: (request) => right.baseUri({ ...request, path: request.path.toLowerCase() }),
    }),
  },
  {
    title: 'leaves parameters of the path such as ;version=2 unsigned',
    source: '3.4.1.2; https://github.com/bytespider/jsOAuth/issues/22',
    severity: 'high',
    why: 'They belong to the path, so a resource can be exchanged for another one.',
    check: 'base-string.path-parameters',
    fault: (right) => ({
      baseUri: (request) =>
        right.baseUri({ ...request, path: request.path.replaceAll(/;[^/]*/g, '') }),
    }),
  },
  {
    title: 'verifies the path of X-Original-URL',
    source: '3.4.1.2; CVE-2018-14773',
    severity: 'critical',
    why: 'A header that is not signed says what was signed.',
    check: 'tampered.original-url-believed',
    fault: (right) => ({
      baseUri(request) {
        const [path] = headersOf(request, 'x-original-url')
        return right.baseUri(path === undefined ? request : { ...request, path })
      },
    }),
  },
  {
    title: 'believes X-Forwarded-Proto of everybody',
    source: '3.4.1.2; django-oauth-plus, issue 41',
    severity: 'medium',
    why: 'Anyone sends that header, and a signature for https is then good over http.',
    check: 'tampered.forwarded-proto-believed',
    fault: (right) => ({
      baseUri(request) {
        const [scheme = 'http'] = headersOf(request, 'x-forwarded-proto')
        return right.baseUri(request).replace(/^http/, scheme)
      },
    }),
  },
  {
    title: 'loses parameters without =',
    source: '3.4.1.3.1',
    severity: 'high',
    why: 'A name without = has an empty value and is signed, like c2 of the example.',
    check: 'tampered.query-empty',
    fault: (right) => ({
      readForm: (text) =>
        right.readForm(
          text
            .split('&')
            .filter((item) => item.includes('='))
            .join('&'),
        ),
    }),
  },
  {
    title: 'loses parameters with an empty name',
    source: '3.4.1.3.1',
    severity: 'low',
    why: 'They are parameters of the query and are signed.',
    check: 'tampered.query-nameless',
    fault: (right) => signing(right, (pair) => (pair[0] === '' ? [] : [pair])),
  },
  {
    title: 'ends the query at a second question mark',
    source: '3.4.1.3.1; RFC 3986, 3.4',
    severity: 'high',
    why: 'A query may contain ?, and what follows it is signed.',
    check: 'base-string.second-question-mark',
    fault: (right) => ({
      read: (request) => right.read({ ...request, query: request.query.replace(/\?.*/s, '') }),
    }),
  },
  {
    title: 'keeps a + of forms',
    source: '3.4.1.3.1',
    severity: 'medium',
    why: 'The + MUST be properly decoded.',
    check: 'form.reserved',
    fault: (right) => ({
      read(request) {
        const reading = right.read(request)
        if (!right.isForm(request)) return reading
        const body = request.body.toString('latin1').replaceAll('+', '%2B')
        return { ...reading, form: right.readForm(body) }
      },
    }),
  },
  {
    title: 'decodes octets as Latin-1',
    source: '3.6 (1)',
    severity: 'medium',
    why: 'Text is UTF-8; a correct request with é is refused.',
    check: 'base-string.utf8',
    fault: (right) => ({
      unescape: (text) => Buffer.from(right.unescape(text)).toString('latin1'),
    }),
  },
  {
    title: 'joins repeated parameters by a comma',
    source: '3.4.1.3.1; passport-http-oauth',
    severity: 'medium',
    why: 'Each of them is a pair of its own.',
    check: 'base-string.duplicates',
    fault: (right) => ({
      signedParameters(reading, request) {
        const values = new Map<string, string[]>()
        for (const [name, value] of right.signedParameters(reading, request))
          values.set(name, [...(values.get(name) ?? []), value])
        return Array.from(values, ([name, all]): Pair => [name, all.join(',')])
      },
    }),
  },
  {
    title: 'sorts without regard to case',
    source: '3.4.1.3.2 (2)',
    severity: 'medium',
    why: 'Parameters are sorted by ascending byte value.',
    check: 'base-string.sort-case',
    fault: (right) => ({
      compare: (one, other) => {
        const lower = ([name, value]: Pair): Pair => [name.toLowerCase(), value]
        return right.compare(lower(one), lower(other))
      },
    }),
  },
  {
    title: 'sorts values that are numbers as numbers',
    source: '3.4.1.3.2 (2); sort() of PHP',
    severity: 'medium',
    why: 'Values are sorted by ascending byte value: 10 comes before 9.',
    check: 'base-string.duplicates-many',
    fault: (right) => ({
      compare: (one, other) =>
        one[0] === other[0] && /^\d+$/.test(one[1]) && /^\d+$/.test(other[1])
          ? Number(one[1]) - Number(other[1])
          : right.compare(one, other),
    }),
  },
  {
    title: 'replaces dots and spaces of names by underscores',
    source: '3.4.1.3.1; parse_str() of PHP',
    severity: 'medium',
    why: 'Names are signed as they were sent.',
    check: 'base-string.dots',
    fault: (right) => signing(right, ([name, value]) => [[name.replaceAll(/[. ]/g, '_'), value]]),
  },
  {
    title: 'ignores what follows the thousandth parameter',
    source: '3.4.1.3.1; parameterLimit of qs, max_input_vars of PHP',
    severity: 'high',
    why: 'What is beyond the limit is unsigned and can be changed.',
    check: 'tampered.query-many',
    fault: (right) => ({
      readForm: (text) => right.readForm(text).slice(0, 1000),
    }),
  },
  {
    title: 'ends values at a NUL',
    source: '3.4.1.3.1',
    severity: 'high',
    why: 'What follows %00 is unsigned and can be changed.',
    check: 'base-string.nul',
    fault: (right) => signing(right, ([name, value]) => [[name, value.replace(/\0.*/s, '')]]),
  },
  {
    title: 'replaces characters beyond the Basic Multilingual Plane',
    source: '3.6 (1); the utf8 of MySQL',
    severity: 'medium',
    why: 'Every character is signed; here one emoji is as good as another.',
    check: 'base-string.emoji',
    fault: (right) =>
      signing(right, ([name, value]) => [
        [name, value.replaceAll(/[\u{10000}-\u{10ffff}]/gu, '?')],
      ]),
  },
  {
    title: 'normalizes text to composed characters',
    source: '3.4.1.3.1, 3.6',
    severity: 'medium',
    why: 'Text is signed as it was sent; a correct request with a decomposed é is refused.',
    check: 'base-string.not-normalized',
    fault: (right) => signing(right, ([name, value]) => [[name, value.normalize('NFC')]]),
  },
  {
    title: 'trims values',
    source: '3.4.1.3.1; https://github.com/cerpus/Edlib/pull/2775',
    severity: 'medium',
    why: 'White space at the ends is signed; correct requests are refused.',
    check: 'base-string.spaces',
    fault: (right) => signing(right, ([name, value]) => [[name, value.trim()]]),
  },
  {
    title: 'leaves a realm of forms unsigned',
    source: '3.4.1.3.1',
    severity: 'high',
    why: 'Only the realm of the Authorization header is excluded.',
    check: 'tampered.form-realm',
    fault: (right) => ({
      signedParameters: (reading, request) =>
        right.signedParameters(
          { ...reading, form: reading.form.filter(([name]) => name !== 'realm') },
          request,
        ),
    }),
  },
  {
    title: 'encodes the tilde',
    source: '3.6 (2); https://github.com/joestump/python-oauth2/issues/15',
    severity: 'medium',
    why: 'Unreserved characters MUST NOT be encoded.',
    check: 'base-string.tilde',
    fault: () => encoding((text) => text.replaceAll('~', '%7E')),
  },
  {
    title: "leaves !'()* as they are",
    source: '3.6 (2); encodeURIComponent of JavaScript',
    severity: 'medium',
    why: 'All characters that are not unreserved MUST be encoded.',
    check: 'base-string.reserved-encoded',
    fault: () => ({ escape: encodeURIComponent }),
  },
  {
    title: 'encodes spaces as + in the base string',
    source: '3.6',
    severity: 'medium',
    why: 'The encoding of the base string is %20.',
    check: 'base-string.spaces',
    fault: () => encoding((text) => text.replaceAll('%20', '+')),
  },
  {
    title: 'writes the escapes of the base string in lower case',
    source: '3.6 (2)',
    severity: 'medium',
    why: 'The hexadecimal digits MUST be in upper case.',
    check: 'request-token.issued',
    fault: () =>
      encoding((text) => text.replaceAll(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase())),
  },
  {
    title: 'does not encode the secrets of the key',
    source: '3.4.2',
    severity: 'medium',
    why: 'Secrets are encoded before they are concatenated.',
    check: 'request-token.issued',
    fault: () => ({
      signingKey: (consumer, token) => `${consumer.secret ?? ''}&${token?.secret ?? ''}`,
    }),
  },
  {
    title: 'refuses only two signatures as two places',
    source: '3.5; passport-http-oauth',
    severity: 'high',
    why: 'Every oauth_ parameter SHALL be in one and only one place; here the query adds some.',
    check: 'transmission.extension-elsewhere',
    fault: (right) => ({
      protocolOf(reading, request) {
        const all = [...reading.query, ...reading.form, ...(reading.header ?? [])]
        const signatures = all.filter(([name]) => name === 'oauth_signature')
        if (signatures.length !== 1) return right.protocolOf(reading, request)
        return new Map(all.filter(([name]) => name.startsWith('oauth_')))
      },
    }),
  },
  {
    title: 'accepts protocol parameters twice if they are equal',
    source: '3.1 (2), 3.2',
    severity: 'low',
    why: 'Each parameter MUST NOT appear more than once per request.',
    check: 'duplicate.oauth_token',
    fault: (right) => ({
      protocolOf(reading, request) {
        const once = (pairs: readonly Pair[] = []): readonly Pair[] =>
          pairs.filter(
            (pair, index) =>
              pairs.findIndex(([name, value]) => name === pair[0] && value === pair[1]) === index,
          )
        const { header, query, form } = reading
        return right.protocolOf(
          { header: header && once(header), query: once(query), form: once(form) },
          request,
        )
      },
    }),
  },
  {
    title: 'reads the names of protocol parameters in any case',
    source: '3.1',
    severity: 'medium',
    why: 'Parameter names are case sensitive: OAUTH_TOKEN is not a protocol parameter.',
    check: 'parameters.case',
    fault: (right) => ({
      protocolOf(reading, request) {
        const lower = (pairs: readonly Pair[] = []): readonly Pair[] =>
          pairs.map(([name, value]) => [/^oauth_/i.test(name) ? name.toLowerCase() : name, value])
        const { header, query, form } = reading
        return right.protocolOf(
          { header: header && lower(header), query: lower(query), form: lower(form) },
          request,
        )
      },
    }),
  },
  {
    title: 'accepts an empty signature',
    source: '3.2',
    severity: 'critical',
    why: 'The signature MUST be compared.',
    check: 'absent.oauth_signature',
    fault: (right) => ({
      requireParameters: (protocol) =>
        right.requireParameters(
          new Map(protocol).set('oauth_signature', protocol.get('oauth_signature') ?? '-'),
        ),
      isSignatureRight: (signed) =>
        (signed.protocol.get('oauth_signature') ?? '') === '' || right.isSignatureRight(signed),
    }),
  },
  {
    title: 'takes HMAC-SHA1 where no signature method is given',
    source: '3.1, 3.2; python-oauth2',
    severity: 'medium',
    why: 'oauth_signature_method is REQUIRED.',
    check: 'absent.oauth_signature_method',
    fault: (right) => ({
      protocolOf(reading, request) {
        const protocol = new Map(right.protocolOf(reading, request))
        if (!protocol.has('oauth_signature_method'))
          protocol.set('oauth_signature_method', 'HMAC-SHA1')
        return protocol
      },
    }),
  },
  {
    title: 'expects PLAINTEXT signatures encoded twice',
    source: '3.4.4, Appendix A; passport-http-oauth',
    severity: 'medium',
    why: 'The secrets are encoded once; correct requests are refused.',
    check: 'method.plaintext-request-token',
    fault: (right) => ({
      expectedSignature: (method, base, key) =>
        method === 'PLAINTEXT' ? percentEncode(key) : right.expectedSignature(method, base, key),
    }),
  },
  {
    title: 'accepts PLAINTEXT without &',
    source: '3.4.4 (2)',
    severity: 'medium',
    why: 'The & MUST be included even when either secret is empty.',
    check: 'method.plaintext-no-ampersand',
    fault: (right) => ({
      isSignatureRight: (signed) => {
        if (right.isSignatureRight(signed)) return true
        const { protocol, consumer, token } = signed
        if (protocol.get('oauth_signature_method') !== 'PLAINTEXT') return false
        return token === undefined && protocol.get('oauth_signature') === consumer.secret
      },
    }),
  },
  {
    title: 'demands a nonce and a timestamp of PLAINTEXT requests',
    source: '3.1',
    severity: 'medium',
    why: 'Both MAY be omitted when using PLAINTEXT.',
    check: 'method.plaintext-without-nonce',
    fault: (right) => ({
      requireParameters(protocol) {
        right.requireParameters(protocol)
        if (!protocol.has('oauth_nonce') || !protocol.has('oauth_timestamp'))
          fail(400, 'parameter_absent', '&oauth_parameters_absent=oauth_nonce')
      },
    }),
  },
  {
    title: 'verifies RSA signatures by the key of any consumer',
    source: '3.4.3',
    severity: 'critical',
    why: 'The key is the key of the client: here whoever has a key is every consumer.',
    check: 'method.rsa-key-of-another',
    fault: (right) => ({
      isMethodAllowed: (consumer, method) =>
        method.startsWith('RSA') || right.isMethodAllowed(consumer, method),
      isSignatureRight: (signed) => {
        const { request, reading, protocol } = signed
        if (!(protocol.get('oauth_signature_method') ?? '').startsWith('RSA'))
          return right.isSignatureRight(signed)
        return createVerify('RSA-SHA1')
          .update(right.baseString(request, reading))
          .verify(
            vectors.keys.generated?.publicKey ?? '',
            Buffer.from(protocol.get('oauth_signature') ?? '', 'base64'),
          )
      },
    }),
  },
  {
    title: 'lets RSA consumers use PLAINTEXT with an empty secret',
    source: '3.4.4, 4.1; CVE-2026-72889',
    severity: 'critical',
    why: 'Everybody can write & as a signature.',
    check: 'method.rsa-consumer-by-plaintext',
    fault: (right) => ({
      isMethodAllowed: (consumer, method) =>
        (consumer.publicKey !== undefined && method === 'PLAINTEXT') ||
        right.isMethodAllowed(consumer, method),
      isSignatureRight: (signed) =>
        right.isSignatureRight(signed) ||
        (signed.consumer.publicKey !== undefined &&
          signed.protocol.get('oauth_signature_method') === 'PLAINTEXT' &&
          signed.protocol.get('oauth_signature') ===
            right.signingKey(signed.consumer, signed.token)),
    }),
  },
  {
    title: 'accepts HMAC-SHA256 from a consumer that is registered for HMAC-SHA1',
    source: '3.4; django-oauth-plus, OAUTH_SIGNATURE_METHODS',
    severity: 'medium',
    why: 'The owner decided which methods a consumer may use.',
    check: 'owner.method-of-another',
    fault: (right) => ({
      isMethodAllowed: (consumer, method) =>
        (consumer.secret !== undefined && method === 'HMAC-SHA256') ||
        right.isMethodAllowed(consumer, method),
    }),
  },
  {
    title: 'checks body hashes of POST requests only',
    source: 'Request Body Hash, section 4.2',
    severity: 'high',
    why: 'The service MUST verify a hash that is there; here the body of a PUT can be changed.',
    check: 'body-hash.put-tampered',
    fault: (right) => ({
      requireBodyHash: (signed) => {
        if (signed.request.method === 'POST') right.requireBodyHash(signed)
      },
    }),
  },
  {
    title: 'checks no body hash where the body is empty',
    source: 'Request Body Hash, section 4.2',
    severity: 'high',
    why: 'Whoever removes the body is not noticed.',
    check: 'body-hash.removed-body',
    fault: (right) => ({
      requireBodyHash: (signed) => {
        if (signed.request.body.length > 0) right.requireBodyHash(signed)
      },
    }),
  },
  {
    title: 'splits the Authorization header at every comma',
    source: '3.5.1 (4); RFC 2617, 1.2',
    severity: 'medium',
    why: 'A realm is a quoted string and may contain a comma.',
    check: 'header.realm-with-comma',
    fault: (right) => ({
      readHeader(value) {
        if (!/^oauth\s/i.test(value)) return right.readHeader(value)
        const pairs = value
          .replace(/^oauth\s+/i, '')
          .split(',')
          .map((item): Pair => {
            const found = /^\s*([^=]+)="([^"]*)"\s*$/.exec(item) ?? fail(400, 'parameter_rejected')
            return [right.unescape(found[1] ?? ''), right.unescape(found[2] ?? '')]
          })
        return pairs.filter(([name]) => name !== 'realm')
      },
    }),
  },
  {
    title: 'finds protocol parameters inside the realm',
    source: '3.5.1; RFC 2617, 1.2',
    severity: 'medium',
    why: 'A realm is a quoted string; what stands in it is not a parameter.',
    check: 'header.names-encoded',
    fault: (right) => ({
      readHeader(value) {
        if (!/^oauth\s/i.test(value)) return right.readHeader(value)
        return Array.from(
          value.matchAll(/(oauth_\w+)=\\?"([^"\\]*)\\?"/g),
          ([, name = '', text = '']): Pair => [right.unescape(name), right.unescape(text)],
        )
      },
    }),
  },
  {
    title: 'takes no white space before a comma of the Authorization header',
    source: '3.5.1 (3); RFC 2617, 1.2',
    severity: 'low',
    why: 'Parameters are separated by a comma and optional linear white space.',
    check: 'header.much-space',
    fault: (right) => ({
      readHeader(value) {
        const pairs = right.readHeader(value)
        if (pairs !== undefined && /"\s+,/.test(value)) fail(400, 'parameter_rejected')
        return pairs
      },
    }),
  },
  {
    title: 'takes an access token of a Bearer header for a signed request',
    source: '3.2; Magento 2.4.4, release notes (integration tokens as bearer tokens)',
    severity: 'critical',
    why: 'A token is no secret: without a signature everybody who sees it can use it.',
    check: 'unsigned.token-by-bearer',
    fault: (right, world) => ({
      route(request) {
        const [authorization = ''] = headersOf(request, 'authorization')
        const token = world.tokens.get(/^Bearer (\S+)$/.exec(authorization)?.[1] ?? '')
        if (token !== undefined && request.path.startsWith('/api/') && right.isUsable(token))
          return json('{}')
        return right.route(request)
      },
    }),
  },
  {
    title: 'takes protocol parameters of a JSON body',
    source: '3.5.2',
    severity: 'medium',
    why: 'Parameters are in a body only if it is form-encoded; these are not signed.',
    check: 'transmission.json',
    fault: (right) => ({
      protocolOf(reading, request) {
        const isJson = headersOf(request, 'content-type').includes('application/json')
        if (!isJson || !request.body.toString().includes('oauth_'))
          return right.protocolOf(reading, request)
        const fields = JSON.parse(request.body.toString()) as Record<string, string>
        const all = [...reading.query, ...(reading.header ?? []), ...Object.entries(fields)]
        return new Map(all.filter(([name]) => name.startsWith('oauth_')))
      },
    }),
  },
  {
    title: 'refuses the empty oauth_token of a request token request',
    source: '2.1, Appendix A',
    severity: 'medium',
    why: 'Clients MAY omit the empty parameter, so they may send it.',
    check: 'request-token.empty-token',
    fault: (right) => ({
      protocolOf(reading, request) {
        const protocol = right.protocolOf(reading, request)
        if (protocol.get('oauth_token') === '') fail(400, 'parameter_rejected')
        return protocol
      },
    }),
  },
  {
    title: 'refuses nonces with characters other than letters and digits',
    source: '2; oauthlib, safe_characters',
    severity: 'medium',
    why: 'Servers should not make assumptions about the range of values; correct requests are refused.',
    check: 'nonce.reserved',
    fault: (right) => ({
      requireNonce(signed) {
        if (/[^a-z0-9]/i.test(signed.protocol.get('oauth_nonce') ?? ''))
          fail(400, 'parameter_rejected')
        right.requireNonce(signed)
      },
    }),
  },
  {
    title: 'accepts the version 1',
    source: '3.1, 3.2',
    severity: 'low',
    why: 'If present, oauth_version MUST be 1.0.',
    check: 'version.1',
    fault: (right) => ({
      requireParameters(protocol) {
        const version = protocol.get('oauth_version')
        const isOne = version !== undefined && Number.parseFloat(version) === 1
        right.requireParameters(isOne ? new Map(protocol).set('oauth_version', '1.0') : protocol)
      },
    }),
  },
]
