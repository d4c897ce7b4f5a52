import { createHash } from 'node:crypto'
import { request as httpsRequest } from 'node:https'

import type { ClientResult, ClientTask, ClientToken } from '../../../src/index.js'
import { encode, first, issuerOf, problemOf, splitUrl, writeForm } from './client-rules.js'
import type { ClientRequest, ClientRules, Flow, Reply, Signing } from './client-rules.js'
import type { ClientFault } from './independent-client.js'
import type { IndependentMutant } from './independent-mutant.js'

/** Sends a request again, by another signing, if it is refused. */
function fallingBack(
  right: ClientRules,
  change: (
    request: ClientRequest,
    signing: Signing,
    reply: Reply,
  ) => readonly [ClientRequest, Signing] | undefined,
): Partial<ClientRules> {
  return {
    async send(request, signing) {
      const reply = await right.send(request, signing)
      const again = change(request, signing, reply)
      return again === undefined ? reply : right.send(...again)
    },
  }
}

function byMethod(signing: Signing, signatureMethod: string): Signing {
  return { ...signing, task: { ...signing.task, signatureMethod } }
}

/** Sends what is signed once more as it is. */
function repeating(
  right: ClientRules,
  isRepeated: (reply: Reply | undefined) => boolean,
): Partial<ClientRules> {
  return {
    async transmit(request, task) {
      let reply: Reply | undefined
      try {
        reply = await right.transmit(request, task)
      } catch (error) {
        if (!isRepeated(undefined)) throw error
      }
      return reply === undefined || isRepeated(reply) ? right.transmit(request, task) : reply
    },
  }
}

/** Adds protocol parameters to a request. */
function sending(
  right: ClientRules,
  added: (signing: Signing, request: ClientRequest) => readonly (readonly [string, string])[],
): Partial<ClientRules> {
  return {
    protocol: (request, signing) => [
      ...right.protocol(request, signing),
      ...added(signing, request),
    ],
  }
}

/** Leaves protocol parameters out of what is signed, but sends them. */
function unsigned(right: ClientRules, name: string): Partial<ClientRules> {
  return {
    collect: ({ protocol, ...others }) =>
      right.collect({ ...others, protocol: protocol.filter(([given]) => given !== name) }),
  }
}

/** Changes the value of a protocol parameter. */
function changing(
  right: ClientRules,
  name: string,
  change: (value: string) => string,
): Partial<ClientRules> {
  return {
    protocol: (request, signing) =>
      right
        .protocol(request, signing)
        .map(([given, value]) => [given, given === name ? change(value) : value]),
  }
}

/** Changes how text is encoded in the base string. */
function encoding(change: (text: string) => string): Partial<ClientRules> {
  return { escape: change }
}

/** Encodes octets that are not UTF-8. */
function escapeOctets(octets: Buffer): string {
  return Array.from(octets, (octet) =>
    /[\w.~-]/.test(String.fromCharCode(octet))
      ? String.fromCharCode(octet)
      : `%${octet.toString(16).toUpperCase().padStart(2, '0')}`,
  ).join('')
}

function messageOf(request: ClientRequest, signing: Signing, right: ClientRules): string {
  const { authorization = '', url } = right.sign(request, signing)
  return `${request.method} ${url} ${authorization}`
}

/** Faults of signing. Signers can have them, too. */
export const SIGNING_MUTANTS: readonly IndependentMutant<ClientFault>[] = [
  {
    title: 'encodes the tilde',
    source: '3.6 (2); https://github.com/joestump/python-oauth2/issues/15',
    severity: 'medium',
    why: 'Unreserved characters MUST NOT be encoded.',
    check: 'query.unreserved-encoded',
    fault: () => encoding((text) => encode(text).replaceAll('~', '%7E')),
  },
  {
    title: 'encodes as URLEncoder of Java does',
    source: '3.6 (2); https://github.com/scribejava/scribejava/pull/10',
    severity: 'medium',
    why: 'The asterisk MUST be encoded and the tilde MUST NOT.',
    check: 'query.reserved-encoded',
    fault: () => encoding((text) => encode(text).replaceAll('%2A', '*').replaceAll('~', '%7E')),
  },
  {
    title: 'encodes spaces as +',
    source: '3.6',
    severity: 'medium',
    why: 'The base string has %20.',
    check: 'query.plus',
    fault: () => encoding((text) => encode(text).replaceAll('%20', '+')),
  },
  {
    title: 'writes escapes in lower case',
    source: '3.6 (2)',
    severity: 'medium',
    why: 'The hexadecimal digits MUST be in upper case.',
    check: 'query.reserved-encoded',
    fault: () =>
      encoding((text) => encode(text).replaceAll(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase())),
  },
  {
    title: 'encodes text as Latin-1',
    source: '3.6 (1); https://github.com/restsharp/RestSharp/issues/1945',
    severity: 'medium',
    why: 'Text is encoded as UTF-8.',
    check: 'query.utf8-encoded',
    fault: () => encoding((text) => escapeOctets(Buffer.from(text, 'latin1'))),
  },
  {
    title: 'encodes the halves of a surrogate pair each',
    source: '3.6 (1); CESU-8 of Java and Oracle',
    severity: 'medium',
    why: 'Text is encoded as UTF-8, where an emoji has four octets.',
    check: 'query.utf8-encoded',
    fault: () =>
      encoding((text) =>
        Array.from({ length: text.length }, (_, index) => {
          const code = text.charCodeAt(index)
          if (code < 0xd800 || code > 0xdfff) return encode(text.charAt(index))
          return escapeOctets(
            Buffer.from([0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63)]),
          )
        }).join(''),
      ),
  },
  {
    title: 'normalizes text to composed characters before it signs',
    source: '3.4.1.3.1, 3.6',
    severity: 'medium',
    why: 'The text that is signed is not the text that is sent.',
    check: 'query.not-normalized',
    fault: () => encoding((text) => encode(text.normalize('NFC'))),
  },
  {
    title: 'encodes text once that is encoded already',
    source: '3.6; escaped values of URLs',
    severity: 'medium',
    why: 'A % of a decoded value MUST be encoded as %25.',
    check: 'query.percent-encoded',
    fault: () => encoding((text) => encode(text).replaceAll(/%25(?=[0-9A-F]{2})/g, '%')),
  },
  {
    title: 'trims values before it signs',
    source: '3.4.1.3.1',
    severity: 'medium',
    why: 'White space is signed.',
    check: 'query.duplicates-encoded',
    fault: () => encoding((text) => encode(text.trim())),
  },
  {
    title: 'sorts values that are numbers as numbers',
    source: '3.4.1.3.2 (2); sort() of PHP',
    severity: 'medium',
    why: 'Values are sorted by ascending byte value.',
    check: 'query.duplicates-numbers',
    fault: (right) => ({
      compare: (one, other) =>
        one[0] === other[0] && /^\d+$/.test(one[1]) && /^\d+$/.test(other[1])
          ? Number(one[1]) - Number(other[1])
          : right.compare(one, other),
    }),
  },
  {
    title: 'sorts before it encodes',
    source: '3.4.1.3.2 (1), (2)',
    severity: 'medium',
    why: 'Names are encoded first and sorted then.',
    check: 'query.sort-encoded',
    fault: (right) => ({
      compare: ([name, value], [otherName, otherValue]) =>
        right.compare(
          [safeDecode(name), safeDecode(value)],
          [safeDecode(otherName), safeDecode(otherValue)],
        ),
    }),
  },
  {
    title: 'signs names without a value without =',
    source: '3.4.1.3.2 (3)',
    severity: 'medium',
    why: 'The = is there even if the value is empty.',
    check: 'query.no-equals',
    fault: (right) => ({
      normalize: (pairs) => right.normalize(pairs).replaceAll(/=(?=&|$)/g, ''),
    }),
  },
  {
    title: 'signs parameters of the form in place of those of the query with the same name',
    source: '3.4.1.3.1',
    severity: 'medium',
    why: 'Both are signed.',
    check: 'form.name-in-query',
    fault: (right) => ({
      collect: ({ query, form, ...others }) =>
        right.collect({
          ...others,
          form,
          query: query.filter(([name]) => !form.some(([given]) => given === name)),
        }),
    }),
  },
  {
    title: 'signs forms of POST requests only',
    source: '3.4.1.3.1, Appendix A',
    severity: 'medium',
    why: 'A form is signed whatever the method.',
    check: 'form.put',
    fault: (right) => ({
      isSignedForm: (request) =>
        request.method.toUpperCase() === 'POST' && right.isSignedForm(request),
    }),
  },
  {
    title: 'signs no forms whose Content-Type has a charset',
    source: '3.4.1.3.1',
    severity: 'medium',
    why: 'The type is application/x-www-form-urlencoded with or without parameters.',
    check: 'body.form-charset',
    fault: (right) => ({
      isSignedForm: (request) =>
        !(request.contentType ?? '').includes(';') && right.isSignedForm(request),
    }),
  },
  {
    title: 'signs the query of GET requests only',
    source: '3.4.1.3.1, Appendix A',
    severity: 'medium',
    why: 'The query is signed whatever the method.',
    check: 'form.name-in-query',
    fault: (right) => ({
      baseString: (request, protocol) =>
        right.baseString(
          request.method.toUpperCase() === 'GET'
            ? request
            : { ...request, url: splitUrl(request.url)[0] },
          protocol,
        ),
    }),
  },
  {
    title: 'signs a URL without its port',
    source: '3.4.1.2 (3)',
    severity: 'medium',
    why: 'Ports that are not the default MUST be included.',
    check: 'request.signature',
    fault: (right) => ({ baseUri: (url) => right.baseUri(url).replace(/:\d+\//, '/') }),
  },
  {
    title: 'encodes the path twice',
    source: '3.4.1.2',
    severity: 'medium',
    why: 'The path is signed as it is sent: r%20v is r%20v.',
    check: 'uri.path-escapes',
    fault: (right) => ({ baseUri: (url) => right.baseUri(url).replaceAll('%', '%25') }),
  },
  {
    title: 'signs HEAD requests as GET requests',
    source: '3.4.1.1 (1)',
    severity: 'medium',
    why: 'The method of the request is signed.',
    check: 'method.head',
    fault: (right) => ({ baseMethod: (method) => right.baseMethod(method).replace('HEAD', 'GET') }),
  },
  {
    title: 'signs with undefined for the secret of a missing token',
    source: '3.4.2, 2.1; passport-http-oauth',
    severity: 'medium',
    why: 'Without a token the secret is the empty string.',
    check: 'request.two-legged',
    fault: (right) => ({
      signingKey: (consumerSecret, tokenSecret) =>
        right.signingKey(consumerSecret, tokenSecret ?? 'undefined'),
    }),
  },
  {
    title: 'leaves out the & of the key without a token',
    source: '3.4.2; https://github.com/ddo/oauth-1.0a/pull/2',
    severity: 'medium',
    why: 'The & MUST be included even when either secret is empty.',
    check: 'request.two-legged',
    fault: (right) => ({
      signingKey: (consumerSecret, tokenSecret) =>
        right.signingKey(consumerSecret, tokenSecret).replace(/&$/, ''),
    }),
  },
  {
    title: 'encodes the secrets of PLAINTEXT twice',
    source: '3.4.4, Appendix A',
    severity: 'medium',
    why: 'The signature is the encoded secrets; the header encodes it as any value.',
    check: 'method.plaintext',
    fault: (right) => ({
      signature: (method, base, signing) =>
        method === 'PLAINTEXT'
          ? right
              .signature(method, base, signing)
              .split('&')
              .map((secret) => encode(secret))
              .join('&')
          : right.signature(method, base, signing),
    }),
  },
  {
    title: 'encodes the signature twice',
    source: '3.5.1, Appendix A; https://github.com/scribejava/scribejava/issues/565',
    severity: 'medium',
    why: 'The header encodes values once.',
    check: 'request.signature',
    fault: (right) => ({
      signature: (method, base, signing) => encode(right.signature(method, base, signing)),
    }),
  },
  {
    title: 'writes the signature in hexadecimal',
    source: '3.4.2; https://github.com/tripit/api/issues/178',
    severity: 'medium',
    why: 'The digest is encoded in base64.',
    check: 'request.signature',
    fault: (right) => ({
      signature: (method, base, signing) => {
        const signature = right.signature(method, base, signing)
        return method === 'PLAINTEXT' ? signature : Buffer.from(signature, 'base64').toString('hex')
      },
    }),
  },
  {
    title: 'hashes bodies as Latin-1',
    source: 'Request Body Hash, section 3.2',
    severity: 'medium',
    why: 'The hash is of the octets that are sent.',
    check: 'body-hash.json',
    fault: (right) => ({
      bodyHash: (request, method) =>
        createHash(/SHA\d+$/.exec(method)?.[0].toLowerCase() ?? 'sha1')
          .update(request.body ?? '', 'latin1')
          .digest('base64') || right.bodyHash(request, method),
    }),
  },
]

/** Faults in the requests, the trust, the storage and the output of a client. */
export const CLIENT_MUTANTS: readonly IndependentMutant<ClientFault>[] = [
  {
    title: 'falls back to PLAINTEXT when its signature is refused',
    source: '3.4.4, 4.3',
    severity: 'critical',
    why: 'Whoever answers 401 gets the secrets.',
    check: 'retry.resource-method',
    fault: (right) =>
      fallingBack(right, (request, signing, { status }) =>
        status === 401 && signing.task.signatureMethod !== 'PLAINTEXT'
          ? [request, byMethod(signing, 'PLAINTEXT')]
          : undefined,
      ),
  },
  {
    title: 'falls back to PLAINTEXT when its method is rejected',
    source: '3.4.4, 4.3; Problem Reporting, signature_method_rejected',
    severity: 'critical',
    why: 'Whoever answers with that problem gets the secrets.',
    check: 'retry.resource-method',
    fault: (right) =>
      fallingBack(right, (request, signing, reply) =>
        first(problemOf(reply), 'oauth_problem') === 'signature_method_rejected'
          ? [request, byMethod(signing, 'PLAINTEXT')]
          : undefined,
      ),
  },
  {
    title: 'falls back to HMAC-SHA1 when HMAC-SHA256 is refused',
    source: '4.11, 4.3',
    severity: 'high',
    why: 'A counterfeit server chooses the weaker method.',
    check: 'retry.resource-method',
    fault: (right) =>
      fallingBack(right, (request, signing, { status }) =>
        status >= 400 && signing.task.signatureMethod === 'HMAC-SHA256'
          ? [request, byMethod(signing, 'HMAC-SHA1')]
          : undefined,
      ),
  },
  {
    title: 'falls back to HMAC with the empty secret when RSA-SHA1 is refused',
    source: '3.4.3, 4.1',
    severity: 'high',
    why: 'It is a signature that everybody can make.',
    check: 'retry.resource-method',
    fault: (right) =>
      fallingBack(right, (request, signing, { status }) =>
        status >= 400 && signing.task.signatureMethod.startsWith('RSA')
          ? [request, byMethod(signing, 'HMAC-SHA1')]
          : undefined,
      ),
  },
  {
    title: 'accepts every certificate',
    source: '4.3, 2.1, 2.3',
    severity: 'critical',
    why: 'The secrets of tokens are sent to counterfeit servers.',
    check: 'tls.untrusted',
    fault: (right) => ({
      transmit: (request, task) =>
        request.url.startsWith('https:')
          ? transmitTo(request, { rejectUnauthorized: false })
          : right.transmit(request, task),
    }),
  },
  {
    title: 'repeats a request after status 503 with the same nonce',
    source: '3.3; https://github.com/ably/docs/issues/286',
    severity: 'medium',
    why: 'The nonce MUST be unique across all requests.',
    check: 'retry.resource',
    fault: (right) => repeating(right, (reply) => reply?.status === 503),
  },
  {
    title: 'repeats a request after status 500 with the same nonce',
    source: '3.3',
    severity: 'medium',
    why: 'The nonce MUST be unique across all requests.',
    check: 'retry.resource',
    fault: (right) => repeating(right, (reply) => reply?.status === 500),
  },
  {
    title: 'repeats a request after a broken connection with the same nonce',
    source: '3.3',
    severity: 'medium',
    why: 'The nonce MUST be unique across all requests.',
    check: 'retry.connection-lost',
    fault: (right) => repeating(right, (reply) => reply === undefined),
  },
  {
    title: 'repeats a request after status 401 with the same nonce',
    source: '3.3; https://github.com/requests/requests-oauthlib/issues/116',
    severity: 'medium',
    why: 'The nonce MUST be unique across all requests.',
    check: 'retry.resource',
    fault: (right) => repeating(right, (reply) => reply?.status === 401),
  },
  {
    title: 'repeats a request after status 429 with the same nonce',
    source: '3.3; https://github.com/waynerobinson/xeroizer/pull/476',
    severity: 'medium',
    why: 'The nonce MUST be unique across all requests.',
    check: 'retry.resource',
    fault: (right) => repeating(right, (reply) => reply?.status === 429),
  },
  {
    title: 'sends its signature to another port of the host',
    source: '4.3; CVE-2022-27774 of curl',
    severity: 'high',
    why: 'Another server gets signed requests and the token.',
    check: 'redirect.resource',
    fault: () => ({ isRedirectAllowed: (from, to) => from.hostname === to.hostname }),
  },
  {
    title: 'sends the unsigned request where it is redirected to, with the password form',
    source: '4.3',
    severity: 'high',
    why: 'The body with its secrets goes to another origin.',
    check: 'xauth.redirect-302',
    fault: (right) => ({
      async transmit(request, task) {
        const reply = await right.transmit(request, task)
        if (reply.location === undefined || reply.status < 300 || reply.status > 399) return reply
        const target = new URL(reply.location, request.url)
        if (right.isRedirectAllowed(new URL(request.url), target)) return reply
        return right.transmit({ ...request, url: target.href, authorization: undefined }, task)
      },
    }),
  },
  {
    title: 'finds a token in an HTML page',
    source: '2.1, 2.3; https://github.com/WP-API/OAuth1/issues/219',
    severity: 'high',
    why: 'A token is in a form-encoded response with status 200.',
    check: 'access-token.html-with-token',
    fault: (right) => ({
      readToken(reply) {
        const pairs = Array.from(
          reply.body.matchAll(/(oauth_\w+)=([^&"'<\s]*)/g),
          ([, name = '', value = '']) => [name, safeDecode(value)] as const,
        )
        return first(pairs, 'oauth_token') === undefined || reply.status !== 200
          ? right.readToken(reply)
          : pairs
      },
    }),
  },
  {
    title: 'takes a token of a response with status 401',
    source: '2.1, 2.3',
    severity: 'medium',
    why: 'Credentials are in a response with status 200.',
    check: 'access-token.refused',
    fault: (right) => ({
      readToken: (reply) =>
        right.readToken(reply.status === 401 ? { ...reply, status: 200 } : reply),
    }),
  },
  {
    title: 'takes a token beside an oauth_problem',
    source: '2.3; Problem Reporting',
    severity: 'medium',
    why: 'The response says that the request was refused.',
    check: 'access-token.refused',
    fault: (right) => ({
      readToken: (reply) =>
        right.readToken({ ...reply, status: problemOf(reply).length > 0 ? 200 : reply.status }),
    }),
  },
  {
    title: 'sends oauth_token="undefined" for a request token',
    source: '2.1; passport-http-oauth',
    severity: 'medium',
    why: 'The client MAY omit the empty parameter; undefined is a token.',
    check: 'request-token.no-token',
    fault: (right) =>
      sending(right, ({ token, isTokenRequest = false }) =>
        token === undefined && isTokenRequest ? [['oauth_token', 'undefined']] : [],
      ),
  },
  {
    title: 'sends an empty token without signing it',
    source: '3.4.1.3.1; https://github.com/postmanlabs/postman-app-support/issues/2079',
    severity: 'medium',
    why: 'What is sent is signed, also if it is empty.',
    check: 'request.two-legged',
    fault: (right) => ({
      ...sending(right, ({ token }) => (token === undefined ? [['oauth_token', '']] : [])),
      collect: ({ protocol, ...others }) =>
        right.collect({
          ...others,
          protocol: protocol.filter(([name, value]) => name !== 'oauth_token' || value !== ''),
        }),
    }),
  },
  {
    title: 'does not sign the callback',
    source: '2.1, 3.4.1.3.1',
    severity: 'high',
    why: 'Every protocol parameter is signed.',
    check: 'request-token.signature',
    fault: (right) => unsigned(right, 'oauth_callback'),
  },
  {
    title: 'does not sign the verifier',
    source: '2.3, 3.4.1.3.1',
    severity: 'high',
    why: 'Every protocol parameter is signed.',
    check: 'access-token.signature',
    fault: (right) => unsigned(right, 'oauth_verifier'),
  },
  {
    title: 'sends the callback with every request',
    source: '2.1, 3.2',
    severity: 'low',
    why: 'The parameter belongs to the temporary credential request; a server SHOULD refuse others with 400.',
    check: 'request.no-flow-parameters',
    fault: (right) =>
      sending(right, ({ isTokenRequest = false }) =>
        isTokenRequest ? [] : [['oauth_callback', 'oob']],
      ),
  },
  {
    title: 'sends the verifier with every later request',
    source: '2.3, 3.2',
    severity: 'low',
    why: 'The parameter belongs to the token request; a server SHOULD refuse others with 400.',
    check: 'request.no-flow-parameters',
    fault: (right) => {
      let kept = ''
      return {
        protocol(request, signing) {
          const pairs = right.protocol(request, signing)
          const verifier = first(pairs, 'oauth_verifier')
          if (verifier !== undefined) kept = verifier
          return verifier !== undefined || signing.isTokenRequest === true || kept === ''
            ? pairs
            : [...pairs, ['oauth_verifier', kept]]
        },
      }
    },
  },
  {
    title: 'sends the token secret among its parameters',
    source: '4.5, 3.1',
    severity: 'critical',
    why: 'The secret is never sent, other than by PLAINTEXT.',
    check: 'request.no-secret',
    fault: (right) =>
      sending(right, ({ token }) =>
        token === undefined ? [] : [['oauth_token_secret', token.secret]],
      ),
  },
  {
    title: 'sends the consumer secret in the query',
    source: '4.5, 4.6; https://github.com/woocommerce/woocommerce/issues/18443',
    severity: 'critical',
    why: 'The secret is never sent, other than by PLAINTEXT.',
    check: 'request.no-secret',
    fault: (right) => ({
      sign: (request, signing) =>
        right.sign(
          {
            ...request,
            url: `${request.url}${request.url.includes('?') ? '&' : '?'}consumer_secret=${encode(signing.task.consumer.secret)}`,
          },
          signing,
        ),
    }),
  },
  {
    title: 'sends the consumer secret in a header of its own',
    source: '4.5, 4.6',
    severity: 'critical',
    why: 'The secret is never sent, other than by PLAINTEXT.',
    check: 'request.no-secret',
    fault: (right) => ({
      sign(request, signing) {
        const signed = right.sign(request, signing)
        return { ...signed, headers: { 'x-client-secret': encode(signing.task.consumer.secret) } }
      },
    }),
  },
  {
    title: 'tells pages that it requests which page it came from, with the verifier',
    source: '2.2, 4.13',
    severity: 'medium',
    why: 'The callback URL with its verifier is in Referer, for whoever is requested.',
    check: 'request.no-referer',
    fault: (right) => {
      let referer = ''
      return {
        callback(task) {
          referer = task.url ?? ''
          return right.callback(task)
        },
        sign(request, signing) {
          const signed = right.sign(request, signing)
          return referer === '' ? signed : { ...signed, headers: { referer: encodeURI(referer) } }
        },
      }
    },
  },
  {
    title: 'writes a raw + of the signature into the query',
    source: '3.5.3; https://github.com/woocommerce/wc-api-ruby/pull/2',
    severity: 'medium',
    why: 'A + of a query is a space.',
    check: 'transmission.query-signature',
    fault: (right) => ({
      place(request, pairs, signing) {
        const placed = right.place(request, pairs, signing)
        return signing.task.transmission === 'query'
          ? { ...placed, url: placed.url.replaceAll('%2B', '+').replaceAll('%2F', '/') }
          : placed
      },
    }),
  },
  {
    title: 'sends its form parameters without a Content-Type',
    source: '3.5.2',
    severity: 'medium',
    why: 'The Content-Type is required.',
    check: 'transmission.form',
    fault: (right) => ({
      place(request, pairs, signing) {
        const { contentType, ...placed } = right.place(request, pairs, signing)
        return contentType !== undefined && signing.task.transmission === 'form'
          ? placed
          : { ...placed, contentType }
      },
    }),
  },
  {
    title: 'sends some parameters in the header and the others in the query',
    source: '3.5',
    severity: 'medium',
    why: 'All of them SHALL be in one and only one place.',
    check: 'request-token.one-place',
    fault: (right) => ({
      place(request, pairs, signing) {
        if (signing.task.transmission !== 'header') return right.place(request, pairs, signing)
        const isExtra = ([name]: readonly [string, string]): boolean =>
          /^oauth_(?:callback|verifier|session_handle|body_hash)$/.test(name)
        const extra = pairs.filter(isExtra)
        const placed = right.place(
          request,
          pairs.filter((pair) => !isExtra(pair)),
          signing,
        )
        return extra.length === 0
          ? placed
          : {
              ...placed,
              url: `${placed.url}${placed.url.includes('?') ? '&' : '?'}${writeForm(extra)}`,
            }
      },
    }),
  },
  {
    title: 'sends the name of the signature method in lower case',
    source: '3.1',
    severity: 'medium',
    why: 'Values are case sensitive.',
    check: 'request-token.parameters',
    fault: (right) => changing(right, 'oauth_signature_method', (name) => name.toLowerCase()),
  },
  {
    title: 'says that its version is 1.0a',
    source: '3.1; https://github.com/Kong/insomnia/issues/4238',
    severity: 'medium',
    why: 'If present, oauth_version MUST be 1.0.',
    check: 'request.version',
    fault: (right) => changing(right, 'oauth_version', () => '1.0a'),
  },
  {
    title: 'sends the local time for the timestamp',
    source: '3.3',
    severity: 'medium',
    why: 'The timestamp counts seconds since 1970 in GMT.',
    check: 'timestamp.seconds',
    fault: (right) => ({ createTimestamp: (ahead) => right.createTimestamp(ahead + 7200) }),
  },
  {
    title: 'makes the nonce of the request',
    source: '3.3',
    severity: 'high',
    why: 'A nonce is random; the same request twice in a minute has the same one.',
    check: 'nonce.unique',
    fault: (right) => {
      let url = ''
      return {
        sign(request, signing) {
          url = `${request.method}${request.url}${request.body ?? ''}`
          return right.sign(request, signing)
        },
        createNonce: () =>
          createHash('md5')
            .update(`${url}${Math.floor(Date.now() / 60_000)}`)
            .digest('hex'),
      }
    },
  },
  {
    title: 'makes the nonce of the minute and of a counter that ends at three',
    source: '3.3, 4.9',
    severity: 'medium',
    why: 'The fourth request of a minute has the nonce of the first one.',
    check: 'nonce.unique',
    fault: () => {
      let count = 0
      return {
        createNonce: () =>
          createHash('md5')
            .update(`${Math.floor(Date.now() / 60_000)}-${(count += 1) % 3}`)
            .digest('hex'),
      }
    },
  },
  {
    title: 'completes a flow in a browser that did not begin it',
    source: '4.13; advisory 2009.1',
    severity: 'critical',
    why: 'A victim who follows a link is logged in as the attacker, or the other way round.',
    check: 'callback.empty-browser',
    fault: (right) => {
      const flows = new Map<string, Flow>()
      return {
        browserOf(task, token) {
          flows.set(token.key, { token, issuer: issuerOf(task) })
          return right.browserOf(task, token)
        },
        findFlow: (task, key) => right.findFlow(task, key) ?? flows.get(key),
      }
    },
  },
  {
    title: 'completes a flow that was begun at another provider',
    source: '4.3; mix-up',
    severity: 'high',
    why: 'The verifier and a signature of one provider are sent to another one.',
    check: 'callback.other-provider',
    fault: (right) => ({
      findFlow: (task, key) => right.flowsOf(task).get(key),
    }),
  },
  {
    title: 'completes the only flow of a browser, whatever token comes back',
    source: '4.13, 2.2; https://github.com/airqo-platform/AirQo-api/pull/6751',
    severity: 'high',
    why: 'The token of the callback is not the one that the client sent.',
    check: 'callback.other-token',
    fault: (right) => ({
      findFlow(task, key) {
        const flows = Array.from(right.flowsOf(task).values())
        return right.findFlow(task, key) ?? (flows.length === 1 ? flows[0] : undefined)
      },
    }),
  },
  {
    title: 'completes a flow without a token in the callback',
    source: '2.2, 4.13',
    severity: 'medium',
    why: 'oauth_token is REQUIRED in the callback: nothing says which flow it belongs to.',
    check: 'callback.token-absent',
    fault: (right) => ({
      findFlow(task, key) {
        const [flow] = right.flowsOf(task).values()
        return key === '' ? flow : right.findFlow(task, key)
      },
    }),
  },
  {
    title: 'compares the token of the callback without regard to case',
    source: '3.1, 2.2',
    severity: 'low',
    why: 'Values are case sensitive.',
    check: 'callback.token-case',
    fault: (right) => ({
      findFlow(task, key) {
        const same = Array.from(right.flowsOf(task).keys()).find(
          (known) => known.toLowerCase() === key.toLowerCase(),
        )
        return right.findFlow(task, same ?? key)
      },
    }),
  },
  {
    title: 'decodes the verifier twice',
    source: '2.2, 2.3',
    severity: 'medium',
    why: 'The verifier is sent back as it came; a %2B in it is not a +.',
    check: 'access-token.verifier',
    fault: (right) => ({
      exchange: (task, flow, verifier) => right.exchange(task, flow, safeDecode(verifier)),
    }),
  },
  {
    title: 'trims and lowers the verifier',
    source: '3.1, 2.3',
    severity: 'medium',
    why: 'Values are case sensitive.',
    check: 'access-token.verifier',
    fault: (right) => ({
      exchange: (task, flow, verifier) => right.exchange(task, flow, verifier.trim().toLowerCase()),
    }),
  },
  {
    title: 'gives the consumer secret to the browser',
    source: '4.6',
    severity: 'critical',
    why: 'What the browser holds, its user reads.',
    check: 'authorize.no-secret-in-browser',
    fault: (right) => ({
      browserOf: (task, token) => ({
        ...(right.browserOf(task, token) as object),
        consumer: task.consumer,
      }),
    }),
  },
  {
    title: 'puts the consumer secret into the URL of the authorization page',
    source: '4.6, 2.2',
    severity: 'critical',
    why: 'The browser, its history and the logs of the server have it.',
    check: 'authorize.no-secret',
    fault: (right) => ({
      authorizationUrl: (page, token, task) =>
        `${right.authorizationUrl(page, token, task)}&key=${encode(task.consumer.key)}&secret=${encode(task.consumer.secret)}`,
    }),
  },
  {
    title: 'tells the token secret in its errors',
    source: '4.5',
    severity: 'high',
    why: 'Errors are shown and logged.',
    check: 'errors.no-secret-of-exchange',
    fault: (right) => ({
      failure: (reply, signing, request) =>
        new Error(
          `${right.failure(reply, signing, request).message} (token ${JSON.stringify(signing.token)})`,
        ),
    }),
  },
  {
    title: 'tells the request with its PLAINTEXT signature in its errors',
    source: '4.5, 3.4.4',
    severity: 'high',
    why: 'The signature is the secrets.',
    check: 'errors.no-plaintext',
    fault: (right) => ({
      failure: (reply, signing, request) =>
        new Error(
          `${right.failure(reply, signing, request).message}: ${messageOf(request, signing, right)}`,
        ),
    }),
  },
  {
    title: 'tells the password of the user in its errors',
    source: '4.5; xAuth',
    severity: 'high',
    why: 'Errors are shown and logged.',
    check: 'xauth.no-echo',
    fault: (right) => ({
      failure: (reply, signing, request) =>
        new Error(`${right.failure(reply, signing, request).message}: ${request.body ?? ''}`),
    }),
  },
  {
    title: 'tells a token response that it cannot use in its errors',
    source: '4.5',
    severity: 'high',
    why: 'The response has a secret in it.',
    check: 'errors.no-secret-of-response',
    fault: (right) => ({
      failure: (reply, signing, request) =>
        new Error(
          reply.status === 200
            ? `no token in ${reply.body}`
            : right.failure(reply, signing, request).message,
        ),
    }),
  },
  {
    title: 'prints its key while it signs',
    source: '4.5; --debug of many libraries',
    severity: 'high',
    why: 'Output is logged.',
    check: 'output.no-secret',
    fault: (right) => ({
      signature(method, base, signing) {
        console.error(
          `key: ${right.signingKey(signing.task.consumer.secret, signing.token?.secret)}`,
        )
        return right.signature(method, base, signing)
      },
    }),
  },
  {
    title: 'signs a request with the token of another one that runs at the same time',
    source: '3.1; shared state',
    severity: 'critical',
    why: 'One user gets what belongs to another one.',
    check: 'request.other-token',
    fault: (right) => {
      let current: ClientToken | undefined
      return {
        async fetch(task: ClientTask): Promise<ClientResult> {
          current = task.token
          await new Promise((resolve) => setImmediate(resolve))
          return right.fetch({ ...task, token: current })
        },
      }
    },
  },
  {
    title: 'keeps the first token that it was given',
    source: '3.1; shared state',
    severity: 'critical',
    why: 'One user gets what belongs to another one.',
    check: 'request.other-token',
    fault: (right) => {
      let kept: ClientToken | undefined
      return {
        fetch(task) {
          kept ??= task.token
          return right.fetch({ ...task, token: kept })
        },
      }
    },
  },
  {
    title: 'keeps the secret of the first consumer that it was given',
    source: '3.1; shared state',
    severity: 'high',
    why: 'Two consumers of one process are signed for with one secret.',
    check: 'request.signature',
    fault: (right) => {
      const secrets = new Map<string, string>()
      return {
        run(task) {
          const { key, secret } = task.consumer
          const kept = secrets.get(task.provider.requestTokenUrl) ?? secret
          secrets.set(task.provider.requestTokenUrl, kept)
          return right.run({ ...task, consumer: { ...task.consumer, key, secret: kept } })
        },
      }
    },
  },
  {
    title: 'renews a token without its secret',
    source: 'ScalableOAuth; Session extension; 3.4.2',
    severity: 'medium',
    why: 'The renewal is signed with the secret of the token.',
    check: 'renewal.request',
    fault: (right) => ({
      renew: (task) => right.renew({ ...task, token: task.token && { ...task.token, secret: '' } }),
    }),
  },
  {
    title: 'does not sign the password form',
    source: '3.4.1.3.1; xAuth',
    severity: 'medium',
    why: 'The form is signed.',
    check: 'xauth.signature',
    fault: (right) => ({
      collect: ({ form, ...others }) =>
        right.collect({ ...others, form: form.filter(([name]) => !name.startsWith('x_auth_')) }),
    }),
  },
  {
    title: 'sends a wrong body hash without being asked',
    source: 'Request Body Hash, section 3.2; ddo/oauth-1.0a',
    severity: 'medium',
    why: 'The hash is of the body; a server that knows the extension refuses the request.',
    check: 'body-hash.unasked',
    fault: (right) =>
      sending(right, ({ task }, { body = 'undefined' }) =>
        task.bodyHash ? [] : [['oauth_body_hash', createHash('md5').update(body).digest('base64')]],
      ),
  },
  {
    title: 'sends an empty version',
    source: '3.1',
    severity: 'low',
    why: 'If present, oauth_version MUST be 1.0.',
    check: 'request.version',
    fault: (right) => changing(right, 'oauth_version', () => ''),
  },
  {
    title: 'sends a realm and signs it',
    source: '3.4.1.3.1; NetSuite',
    severity: 'medium',
    why: 'The realm is excluded from the parameters.',
    check: 'request.signature',
    fault: (right) => ({
      collect: ({ protocol, ...others }) =>
        right.collect({ ...others, protocol: [...protocol, ['realm', 'photos']] }),
      header: (pairs) => right.header(pairs).replace('OAuth ', 'OAuth realm="photos", '),
    }),
  },
]

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function transmitTo(
  sent: ClientRequest,
  options: { readonly rejectUnauthorized: boolean },
): Promise<Reply> {
  const { hostname, port, pathname, search } = new URL(sent.url)
  return new Promise((resolve, reject) => {
    const request = httpsRequest(
      {
        ...options,
        host: hostname,
        port,
        method: sent.method.toUpperCase(),
        path: pathname + search,
        agent: false,
        headers: {
          ...(sent.authorization === undefined ? {} : { authorization: sent.authorization }),
          ...(sent.contentType === undefined ? {} : { 'content-type': sent.contentType }),
          ...(sent.body === undefined ? {} : { 'content-length': Buffer.byteLength(sent.body) }),
        },
      },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () => {
          resolve({
            status: response.statusCode ?? 0,
            location: response.headers.location,
            challenge: response.headers['www-authenticate'] ?? '',
            contentType: response.headers['content-type'] ?? '',
            body: Buffer.concat(chunks).toString(),
          })
        })
      },
    )
    request.on('error', reject)
    request.end(sent.body)
  })
}
