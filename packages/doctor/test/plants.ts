import { createHash, createHmac } from 'node:crypto'

import { compare, PROTOCOL, rfc3986, SECRETS } from './planted-signer.js'
import type { Pair, Sample, Signer } from './planted-signer.js'

/** A departure as a signer of these tests makes it. */
export interface Plant {
  /** The id of the departure in the doctor. */
  readonly id: string
  readonly sample: Sample
  readonly plant: (signer: Signer) => Signer
  /** Other explanations with the same base string for this sample. */
  readonly twins?: readonly string[]
  readonly secrets?: { readonly consumerSecret: string; readonly tokenSecret: string }
  readonly otherSecrets?: readonly string[]
  readonly prefixes?: readonly string[]
  /** The URL in the program. */
  readonly typedUrl?: string
}

const ROOT = 'https://photos.example'
const GET = { method: 'GET', url: `${ROOT}/api/v1/photos?size=original&page=2` }
const FORM_TYPE = 'application/x-www-form-urlencoded'
const FORM: Sample = {
  method: 'POST',
  url: `${ROOT}/photos`,
  type: FORM_TYPE,
  body: 'title=Sea&place=Rome',
}
const PUT_FORM: Sample = { ...FORM, method: 'PUT' }
const JSON_BODY: Sample = {
  method: 'POST',
  url: `${ROOT}/photos`,
  type: 'application/json',
  body: '{"title":"Sea","count":3}',
}
const BOUNDARY = 'x9y8z7'
const MULTIPART: Sample = {
  method: 'POST',
  url: `${ROOT}/photos`,
  type: `multipart/form-data; boundary=${BOUNDARY}`,
  body: `--${BOUNDARY}\r\nContent-Disposition: form-data; name="title"\r\n\r\nSea\r\n--${BOUNDARY}--\r\n`,
}
const WITHOUT_TOKEN = PROTOCOL.filter(([name]) => name !== 'oauth_token')
const EMPTY_TOKEN: readonly Pair[] = [...WITHOUT_TOKEN, ['oauth_token', '']]
const SPACES = { method: 'GET', url: `${ROOT}/photos?q=two%20words` }
const PUNCTUATED = { method: 'GET', url: `${ROOT}/photos?q=%21%27%28%29%2A` }
const REPEATED = { method: 'GET', url: `${ROOT}/photos?tag=b&tag=a&size=1` }
const BRACKETS = { method: 'GET', url: `${ROOT}/photos?ids%5B%5D=2&ids%5B%5D=1` }
const KEY = `${SECRETS.consumerSecret}&${SECRETS.tokenSecret}`
const WILD_SECRETS = { consumerSecret: 'a&b c', tokenSecret: 't/s=' }

function withProtocol(...more: readonly Pair[]): readonly Pair[] {
  return [...PROTOCOL, ...more]
}

function changed(
  pairs: readonly Pair[],
  name: string,
  change: (value: string) => string,
): readonly Pair[] {
  return pairs.map(([each, value]) => [each, each === name ? change(value) : value])
}

function bySort(by: (a: readonly [Pair, Pair], b: readonly [Pair, Pair]) => number) {
  return (signer: Signer): Signer => ({ ...signer, sort: (pairs) => [...pairs].sort(by) })
}

function byEncode(change: (encoded: string) => string) {
  return (signer: Signer): Signer => ({
    ...signer,
    encode: (text) => change(rfc3986(text)),
    encodeName: (text) => change(rfc3986(text)),
  })
}

const rank = (name: string): number => (name.startsWith('oauth_') ? 0 : 1)

const hexOf = (character: string): string =>
  `%${character.charCodeAt(0).toString(16).toUpperCase()}`

const hexLower = (text: string): string => text.replace(/%../g, (escape) => escape.toLowerCase())

export const PLANTS: readonly Plant[] = [
  { id: 'method-case', sample: { ...GET, method: 'get' }, plant: (s) => ({ ...s, method: 'get' }) },
  { id: 'method-other', sample: GET, plant: (s) => ({ ...s, method: 'POST' }) },
  {
    id: 'scheme-other',
    sample: GET,
    plant: (s) => ({ ...s, uri: s.uri.replace('https', 'http') }),
  },
  {
    id: 'host-other',
    sample: { ...GET, headers: [['X-Forwarded-Host', 'internal.local:8080']] },
    plant: (s) => ({ ...s, uri: s.uri.replace('photos.example', 'internal.local:8080') }),
  },
  {
    id: 'host-case',
    sample: { ...GET, headers: [['Host', 'Photos.Example']] },
    plant: (s) => ({ ...s, uri: s.uri.replace('photos.example', 'Photos.Example') }),
  },
  {
    id: 'host-capitals',
    sample: GET,
    plant: (s) => ({
      ...s,
      uri: s.uri.replace('https://photos.example', 'HTTPS://PHOTOS.Example'),
    }),
  },
  {
    id: 'host-unicode',
    sample: { method: 'GET', url: 'https://xn--mller-kva.example/photos' },
    plant: (s) => ({ ...s, uri: 'https://müller.example/photos' }),
  },
  {
    id: 'host-without-brackets',
    sample: { method: 'GET', url: 'http://[::1]:8080/photos' },
    plant: (s) => ({ ...s, uri: 'http://::1:8080/photos' }),
  },
  {
    id: 'default-port-kept',
    sample: GET,
    plant: (s) => ({ ...s, uri: s.uri.replace('.example', '.example:443') }),
  },
  {
    id: 'port-dropped',
    sample: { method: 'GET', url: `${ROOT}:9443/photos` },
    plant: (s) => ({ ...s, uri: `${ROOT}/photos` }),
  },
  {
    id: 'port-other',
    sample: GET,
    plant: (s) => ({ ...s, uri: s.uri.replace('.example', '.example:8443') }),
  },
  {
    id: 'origin-left-out',
    sample: GET,
    plant: (s) => ({ ...s, uri: s.uri.replace(ROOT, '') }),
  },
  {
    id: 'port-after-path',
    sample: { method: 'GET', url: `${ROOT}:9443/photos` },
    plant: (s) => ({ ...s, uri: `${ROOT}/photos:9443` }),
  },
  { id: 'prefix-dropped', sample: GET, plant: (s) => ({ ...s, uri: `${ROOT}/photos` }) },
  {
    id: 'prefix-added',
    sample: GET,
    prefixes: ['/gateway'],
    plant: (s) => ({ ...s, uri: `${ROOT}/gateway/api/v1/photos` }),
  },
  { id: 'trailing-slash-added', sample: GET, plant: (s) => ({ ...s, uri: `${s.uri}/` }) },
  {
    id: 'trailing-slash-dropped',
    sample: { method: 'GET', url: `${ROOT}/photos/` },
    plant: (s) => ({ ...s, uri: `${ROOT}/photos` }),
  },
  {
    id: 'path-empty',
    sample: { method: 'GET', url: `${ROOT}/?size=1` },
    plant: (s) => ({ ...s, uri: ROOT }),
  },
  {
    id: 'path-decoded',
    sample: { method: 'GET', url: `${ROOT}/my%20photos` },
    plant: (s) => ({ ...s, uri: `${ROOT}/my photos` }),
  },
  {
    id: 'path-encoded-again',
    sample: { method: 'GET', url: `${ROOT}/my%20photos` },
    plant: (s) => ({ ...s, uri: `${ROOT}/my%2520photos` }),
  },
  {
    id: 'path-space-as-plus',
    sample: { method: 'GET', url: `${ROOT}/my%20photos` },
    plant: (s) => ({ ...s, uri: `${ROOT}/my+photos` }),
  },
  {
    id: 'path-escapes-case',
    twins: ['path-encoded-again'],
    sample: { method: 'GET', url: `${ROOT}/caf%c3%a9` },
    plant: (s) => ({ ...s, uri: `${ROOT}/caf%C3%A9` }),
  },
  {
    id: 'path-as-typed',
    sample: GET,
    typedUrl: `${ROOT}/api/old/../v1/./photos?size=original&page=2`,
    plant: (s) => ({ ...s, uri: `${ROOT}/api/old/../v1/./photos` }),
  },
  {
    id: 'path-normalized',
    sample: { method: 'GET', url: `${ROOT}//api//photos` },
    plant: (s) => ({ ...s, uri: `${ROOT}/api/photos` }),
  },
  {
    id: 'fragment-signed',
    sample: GET,
    typedUrl: `${GET.url}#top`,
    plant: (s) => ({ ...s, uri: `${s.uri}#top` }),
  },
  {
    id: 'path-slash-doubled',
    sample: GET,
    plant: (s) => ({ ...s, uri: s.uri.replace('/api', '//api') }),
  },
  {
    id: 'path-in-lower-case',
    sample: { method: 'GET', url: `${ROOT}/API/Photos` },
    plant: (s) => ({ ...s, uri: s.uri.toLowerCase() }),
  },
  {
    id: 'public-url-unknown',
    sample: {
      method: 'GET',
      url: 'http://internal:8080/photos?size=1',
      headers: [
        ['X-Forwarded-Proto', 'https'],
        ['X-Forwarded-Host', 'photos.example'],
        ['X-Forwarded-Prefix', '/api'],
      ],
    },
    plant: (s) => ({ ...s, uri: `${ROOT}/api/photos` }),
  },
  {
    id: 'path-parameters-changed',
    sample: { method: 'GET', url: `${ROOT}/photos;v=1/all;w=2` },
    plant: (s) => ({ ...s, uri: `${ROOT}/photos/all` }),
  },
  {
    id: 'query-in-uri',
    sample: GET,
    plant: (s) => ({ ...s, uri: `${s.uri}?size=original&page=2`, query: [] }),
  },
  {
    id: 'query-copied-into-header',
    twins: [
      'query-left-out',
      'repeated-first-kept',
      'repeated-identical-once',
      'repeated-last-kept',
    ],
    sample: {
      method: 'POST',
      url: `${ROOT}/restlet?script=1&deploy=2`,
      protocol: withProtocol(['script', '1'], ['deploy', '2']),
    },
    plant: (s) => ({ ...s, protocol: PROTOCOL }),
  },
  {
    id: 'decoded-before-splitting',
    sample: { method: 'GET', url: `${ROOT}/photos?next=a%26b%3D1&c=2` },
    plant: (s) => ({
      ...s,
      query: [
        ['next', 'a'],
        ['b', '1'],
        ['c', '2'],
      ],
    }),
  },
  {
    id: 'line-breaks-changed',
    sample: { ...FORM, body: 'text=one%0D%0Atwo' },
    plant: (s) => ({ ...s, body: [['text', 'one\ntwo']] }),
  },
  {
    id: 'values-trimmed',
    sample: { ...FORM, body: 'title=+Sea+&place=Rome%0A' },
    plant: (s) => ({
      ...s,
      body: [
        ['title', 'Sea'],
        ['place', 'Rome'],
      ],
    }),
  },
  {
    id: 'some-parameters-unsigned',
    sample: { ...FORM, url: `${ROOT}/photos?size=1&page=2`, body: 'title=Sea&place=Rome' },
    plant: (s) => ({ ...s, query: s.query.slice(1), body: s.body.slice(1) }),
  },
  { id: 'query-left-out', sample: GET, plant: (s) => ({ ...s, query: [] }) },
  { id: 'query-doubled', sample: GET, plant: (s) => ({ ...s, query: [...s.query, ...s.query] }) },
  {
    id: 'plus-kept',
    twins: ['query-not-decoded', 'space-as-plus'],
    sample: { method: 'GET', url: `${ROOT}/photos?q=two+words` },
    plant: (s) => ({ ...s, query: [['q', 'two+words']] }),
  },
  {
    id: 'query-not-decoded',
    twins: ['encoded-twice'],
    sample: SPACES,
    plant: (s) => ({ ...s, query: [['q', 'two%20words']] }),
  },
  {
    id: 'query-names-not-decoded',
    twins: ['query-not-decoded', 'encoded-twice'],
    sample: BRACKETS,
    plant: (s) => ({ ...s, query: s.query.map(([, value]) => ['ids%5B%5D', value]) }),
  },
  {
    id: 'query-verbatim',
    twins: ['query-not-decoded-or-encoded'],
    sample: { method: 'GET', url: `${ROOT}/photos?q=a/b:c&r=d+e` },
    plant: (s) => ({
      ...s,
      encode: (text) => (text === 'a/b:c' ? text : text === 'd e' ? 'd+e' : rfc3986(text)),
    }),
  },
  {
    id: 'value-cut-at-equals',
    sample: { method: 'GET', url: `${ROOT}/photos?cursor=abc==` },
    plant: (s) => ({ ...s, query: [['cursor', 'abc']] }),
  },
  {
    id: 'query-cut-at-question-mark',
    sample: { method: 'GET', url: `${ROOT}/photos?next=/x?y=1&z=2` },
    plant: (s) => ({ ...s, query: [['next', '/x']] }),
  },
  {
    id: 'empty-pair-added',
    sample: { method: 'GET', url: `${ROOT}/photos?` },
    plant: (s) => ({ ...s, query: [['', '']] }),
  },
  {
    id: 'empty-values-left-out',
    sample: { method: 'GET', url: `${ROOT}/photos?a=&b=1` },
    plant: (s) => ({ ...s, query: [['b', '1']] }),
  },
  {
    id: 'flags-left-out',
    twins: ['empty-values-left-out'],
    sample: { method: 'GET', url: `${ROOT}/photos?flag&b=1` },
    plant: (s) => ({ ...s, query: [['b', '1']] }),
  },
  { id: 'form-left-out', sample: FORM, plant: (s) => ({ ...s, body: [] }) },
  {
    id: 'form-for-post-alone',
    twins: ['form-left-out'],
    sample: PUT_FORM,
    plant: (s) => ({ ...s, body: [] }),
  },
  {
    id: 'form-with-charset-left-out',
    twins: ['form-left-out'],
    sample: { ...FORM, type: `${FORM_TYPE}; charset=utf-8` },
    plant: (s) => ({ ...s, body: [] }),
  },
  {
    id: 'json-signed',
    sample: JSON_BODY,
    plant: (s) => ({
      ...s,
      body: [
        ['title', 'Sea'],
        ['count', '3'],
      ],
    }),
  },
  {
    id: 'body-text-signed',
    sample: JSON_BODY,
    plant: (s) => ({ ...s, body: [['{"title":"Sea","count":3}', '']] }),
  },
  {
    id: 'body-signed-as-form',
    sample: { ...FORM, type: 'text/plain;charset=UTF-8', body: 'title=Sea+view&place=Rome' },
    plant: (s) => ({
      ...s,
      body: [
        ['title', 'Sea view'],
        ['place', 'Rome'],
      ],
    }),
  },
  {
    id: 'body-hash-not-sent',
    sample: JSON_BODY,
    plant: (s) => ({
      ...s,
      protocol: [
        ...s.protocol,
        [
          'oauth_body_hash',
          createHash('sha1')
            .update(JSON_BODY.body ?? '')
            .digest('base64'),
        ],
      ],
    }),
  },
  { id: 'multipart-signed', sample: MULTIPART, plant: (s) => ({ ...s, body: [['title', 'Sea']] }) },
  {
    id: 'body-hash-left-out',
    sample: {
      ...JSON_BODY,
      protocol: withProtocol(['oauth_body_hash', 'Lve95gjOVATpfV8EL5X4nxwjKHE=']),
    },
    plant: (s) => ({ ...s, protocol: PROTOCOL }),
  },
  {
    id: 'repeated-last-kept',
    sample: REPEATED,
    plant: (s) => ({
      ...s,
      query: [
        ['tag', 'a'],
        ['size', '1'],
      ],
    }),
  },
  {
    id: 'repeated-first-kept',
    sample: REPEATED,
    plant: (s) => ({
      ...s,
      query: [
        ['tag', 'b'],
        ['size', '1'],
      ],
    }),
  },
  { id: 'repeated-left-out', sample: REPEATED, plant: (s) => ({ ...s, query: [['size', '1']] }) },
  {
    id: 'repeated-identical-once',
    sample: { method: 'GET', url: `${ROOT}/photos?a=1&a=1&a=2` },
    plant: (s) => ({
      ...s,
      query: [
        ['a', '1'],
        ['a', '2'],
      ],
    }),
  },
  {
    id: 'repeated-joined',
    sample: REPEATED,
    plant: (s) => ({
      ...s,
      query: [
        ['tag', 'b,a'],
        ['size', '1'],
      ],
    }),
  },
  {
    id: 'repeated-numbered',
    sample: REPEATED,
    plant: (s) => ({
      ...s,
      query: [
        ['tag[0]', 'b'],
        ['tag[1]', 'a'],
        ['size', '1'],
      ],
    }),
  },
  {
    id: 'repeated-empty-first-lost',
    twins: ['repeated-last-kept', 'repeated-joined'],
    sample: { method: 'GET', url: `${ROOT}/photos?a=&a=1&b=` },
    plant: (s) => ({
      ...s,
      query: [
        ['a', '1'],
        ['b', ''],
      ],
    }),
  },
  {
    id: 'brackets-dropped',
    sample: BRACKETS,
    plant: (s) => ({
      ...s,
      query: [
        ['ids', '2'],
        ['ids', '1'],
      ],
    }),
  },
  {
    id: 'brackets-numbered',
    sample: BRACKETS,
    plant: (s) => ({
      ...s,
      query: [
        ['ids[0]', '2'],
        ['ids[1]', '1'],
      ],
    }),
  },
  {
    id: 'nested-as-object',
    sample: { method: 'GET', url: `${ROOT}/photos?filter%5Ba%5D=1&filter%5Bb%5D=2` },
    plant: (s) => ({ ...s, query: [['filter', '[object Object]']] }),
  },
  {
    id: 'falsy-as-empty',
    sample: { ...FORM, body: 'count=0&flag=false' },
    plant: (s) => ({
      ...s,
      body: [
        ['count', ''],
        ['flag', ''],
      ],
    }),
  },
  {
    id: 'prototype-names-lost',
    sample: { method: 'GET', url: `${ROOT}/photos?__proto__=1&a=2` },
    plant: (s) => ({ ...s, query: [['a', '2']] }),
  },
  {
    id: 'booleans-written-otherwise',
    sample: { method: 'GET', url: `${ROOT}/photos?public=true&mine=false` },
    plant: (s) => ({
      ...s,
      query: [
        ['public', 'True'],
        ['mine', 'False'],
      ],
    }),
  },
  {
    id: 'empty-values-as-null',
    sample: { method: 'GET', url: `${ROOT}/photos?after=&size=1` },
    plant: (s) => ({
      ...s,
      query: [
        ['after', 'null'],
        ['size', '1'],
      ],
    }),
  },
  {
    id: 'unicode-normalized',
    sample: { method: 'GET', url: `${ROOT}/photos?q=caf%C3%A9` },
    plant: (s) => ({ ...s, query: [['q', 'caf\u0065\u0301']] }),
  },
  {
    id: 'encoded-as-form',
    sample: { method: 'GET', url: `${ROOT}/photos?q=a%20b~c%2A` },
    plant: byEncode((text) =>
      text.replaceAll('%20', '+').replaceAll('~', '%7E').replaceAll('%2A', '*'),
    ),
  },
  {
    id: 'space-as-plus',
    twins: ['encoded-as-form'],
    sample: SPACES,
    plant: byEncode((text) => text.replaceAll('%20', '+')),
  },
  {
    id: 'reserved-not-encoded',
    twins: ['not-encoded', 'encoded-as-uri'],
    sample: PUNCTUATED,
    plant: byEncode((text) => encodeURIComponent(decodeURIComponent(text))),
  },
  {
    id: 'reserved-encoded-once',
    sample: { method: 'GET', url: `${ROOT}/photos?q=**!!` },
    plant: byEncode((text) => text.replace('%2A%2A%21%21', '%2A*%21!')),
  },
  {
    id: 'tilde-encoded',
    twins: ['encoded-as-form', 'not-utf-8'],
    sample: { method: 'GET', url: `${ROOT}/photos?q=~jane` },
    plant: byEncode((text) => text.replaceAll('~', '%7E')),
  },
  {
    id: 'brackets-not-encoded',
    twins: ['not-encoded', 'names-not-encoded'],
    sample: BRACKETS,
    plant: byEncode((text) => text.replaceAll('%5B', '[').replaceAll('%5D', ']')),
  },
  {
    id: 'slash-not-encoded',
    sample: { method: 'GET', url: `${ROOT}/photos?q=a/b%20c` },
    plant: (s) => ({ ...s, encodeUri: (t) => rfc3986(t).replaceAll('%2F', '/') }),
  },
  {
    id: 'unreserved-encoded',
    sample: { method: 'GET', url: `${ROOT}/photos?file=sea-view_1.jpg` },
    plant: byEncode((text) => text.replace(/[-._~]/g, hexOf)),
  },
  {
    id: 'encoded-as-uri',
    twins: ['query-verbatim', 'query-not-decoded-or-encoded', 'not-utf-8', 'slash-not-encoded'],
    sample: { method: 'GET', url: `${ROOT}/photos?q=a/b%20c` },
    plant: byEncode((text) => encodeURI(decodeURIComponent(text))),
  },
  { id: 'not-encoded', sample: SPACES, plant: byEncode(decodeURIComponent) },
  {
    id: 'query-not-decoded-or-encoded',
    sample: {
      method: 'GET',
      url: `${ROOT}/photos?q=a%27b+c`,
      protocol: withProtocol(['oauth_callback', 'https://printer.example/cb']),
    },
    plant: (s) => ({ ...s, query: [['q', 'a%27b+c']], encode: (t) => t, encodeName: (t) => t }),
  },
  {
    id: 'names-not-encoded',
    twins: ['not-encoded', 'brackets-not-encoded'],
    sample: BRACKETS,
    plant: (s) => ({ ...s, encodeName: (text) => text }),
  },
  { id: 'encoded-twice', twins: ['query-not-decoded'], sample: SPACES, plant: byEncode(rfc3986) },
  {
    id: 'escapes-in-lower-case',
    sample: { method: 'GET', url: `${ROOT}/photos?q=a%2Fb` },
    plant: byEncode(hexLower),
  },
  {
    id: 'not-utf-8',
    sample: { method: 'GET', url: `${ROOT}/photos?q=caf%C3%A9` },
    plant: byEncode((text) => text.replace('%C3%A9', '%E9')),
  },
  {
    id: 'utf-8-encoded-twice',
    sample: { method: 'GET', url: `${ROOT}/photos?q=caf%C3%A9` },
    plant: byEncode((text) => text.replace('%C3%A9', '%C3%83%C2%A9')),
  },
  {
    id: 'not-ascii-as-undefined',
    sample: { method: 'GET', url: `${ROOT}/photos?q=caf%C3%A9` },
    plant: byEncode((text) => text.replace('%C3%A9', 'undefined')),
  },
  {
    id: 'escape-of-one-digit',
    sample: { method: 'GET', url: `${ROOT}/photos?q=a%0Ab` },
    plant: byEncode((text) => text.replace('%0A', '%A')),
  },
  {
    id: 'realm-signed',
    sample: { ...GET, realm: 'Photos' },
    plant: (s) => ({ ...s, protocol: [['realm', 'Photos'], ...s.protocol] }),
  },
  {
    id: 'empty-token-left-out',
    twins: ['empty-values-left-out'],
    sample: { ...GET, protocol: EMPTY_TOKEN },
    plant: (s) => ({ ...s, protocol: WITHOUT_TOKEN, tokenSecret: '' }),
  },
  {
    id: 'empty-token-signed',
    sample: { ...GET, protocol: WITHOUT_TOKEN },
    plant: (s) => ({ ...s, protocol: EMPTY_TOKEN, tokenSecret: '' }),
  },
  {
    id: 'version-signed',
    sample: { ...GET, protocol: PROTOCOL.slice(0, -1) },
    plant: (s) => ({ ...s, protocol: PROTOCOL }),
  },
  {
    id: 'version-left-out',
    sample: GET,
    plant: (s) => ({ ...s, protocol: PROTOCOL.slice(0, -1) }),
  },
  {
    id: 'protocol-parameter-left-out',
    sample: { ...GET, protocol: withProtocol(['oauth_verifier', 'v']) },
    plant: (s) => ({ ...s, protocol: PROTOCOL }),
  },
  {
    id: 'signature-signed',
    sample: GET,
    plant: (s) => ({ ...s, protocol: [...s.protocol, ['oauth_signature', '']] }),
  },
  {
    id: 'timestamp-in-milliseconds',
    sample: GET,
    plant: (s) => ({ ...s, protocol: changed(s.protocol, 'oauth_timestamp', (v) => `${v}000`) }),
  },
  {
    id: 'timestamp-of-another-second',
    sample: GET,
    plant: (s) => ({
      ...s,
      protocol: changed(s.protocol, 'oauth_timestamp', (v) => String(Number(v) - 1)),
    }),
  },
  {
    id: 'protocol-values-encoded-again',
    twins: ['encoded-twice'],
    sample: { ...GET, protocol: withProtocol(['oauth_callback', 'https://printer.example/cb']) },
    plant: (s) => ({ ...s, protocol: changed(s.protocol, 'oauth_callback', rfc3986) }),
  },
  {
    id: 'protocol-values-decoded',
    twins: ['not-encoded', 'protocol-values-not-encoded'],
    sample: {
      ...GET,
      protocol: withProtocol(['oauth_callback', 'https%3A%2F%2Fprinter.example%2Fcb']),
    },
    plant: (s) => ({ ...s, protocol: changed(s.protocol, 'oauth_callback', decodeURIComponent) }),
  },
  {
    id: 'protocol-values-not-encoded',
    twins: ['not-encoded', 'encoded-as-uri'],
    sample: { ...GET, protocol: withProtocol(['oauth_callback', 'https://printer.example/cb']) },
    plant: (s) => ({
      ...s,
      encode: (text) => (text.startsWith('https://') ? text : rfc3986(text)),
    }),
  },
  {
    id: 'body-hash-single-encoded',
    twins: ['encoded-as-uri', 'protocol-values-not-encoded', 'query-not-decoded-or-encoded'],
    sample: {
      ...JSON_BODY,
      url: `${ROOT}/photos?q=a%20b`,
      protocol: withProtocol(['oauth_body_hash', 'Lve95gjOVATpfV8EL5X4nxwjKHE=']),
    },
    plant: (s) => ({ ...s, encode: (text) => (text.startsWith('Lve95') ? text : rfc3986(text)) }),
  },
  {
    id: 'not-sorted',
    sample: GET,
    plant: (s) => ({ ...s, query: [], body: s.query, sort: (p) => p }),
  },
  {
    id: 'sorted-in-reverse',
    sample: GET,
    plant: bySort(([, a], [, b]) => compare(b[0], a[0])),
  },
  {
    id: 'protocol-parameters-apart',
    sample: { method: 'GET', url: `${ROOT}/photos?size=1&a=2` },
    plant: bySort(([, a], [, b]) => rank(a[0]) - rank(b[0]) || compare(a[0], b[0])),
  },
  {
    id: 'sorted-before-encoding',
    twins: ['sorted-by-joined-text'],
    sample: { method: 'GET', url: `${ROOT}/photos?%EF%BD%A1=1&%F0%9F%98%80=2&z%5B=1&z0=2` },
    plant: bySort(([a], [b]) => compare(a[0], b[0]) || compare(a[1], b[1])),
  },
  {
    id: 'sorted-by-joined-text',
    sample: { method: 'GET', url: `${ROOT}/photos?a-1=1&a=2&z=3` },
    plant: bySort(([, a], [, b]) => compare(a.join('='), b.join('='))),
  },
  {
    id: 'sorted-by-locale',
    sample: { method: 'GET', url: `${ROOT}/photos?a-b=1&aB=2&a_b=3&B=4&ab=5` },
    plant: bySort(
      ([, a], [, b]) => a[0].localeCompare(b[0], 'en') || a[1].localeCompare(b[1], 'en'),
    ),
  },
  {
    id: 'sorted-without-case',
    sample: { method: 'GET', url: `${ROOT}/photos?B=1&a_c=2&a-B=3&ab=4` },
    plant: bySort(([, a], [, b]) => compare(a[0].toLowerCase(), b[0].toLowerCase())),
  },
  {
    id: 'values-not-sorted',
    twins: ['sorted-without-case'],
    sample: REPEATED,
    plant: bySort(([, a], [, b]) => compare(a[0], b[0])),
  },
  {
    id: 'values-sorted-as-numbers',
    sample: { method: 'GET', url: `${ROOT}/photos?id=10&id=9&id=100` },
    plant: bySort(([a], [b]) => compare(a[0], b[0]) || Number(a[1]) - Number(b[1])),
  },
  { id: 'parameters-encoded-once', sample: GET, plant: (s) => ({ ...s, encodePart: (t) => t }) },
  {
    id: 'parameters-encoded-thrice',
    sample: GET,
    plant: (s) => ({ ...s, encodePart: (t) => rfc3986(rfc3986(t)) }),
  },
  { id: 'uri-not-encoded', sample: GET, plant: (s) => ({ ...s, encodeUri: (t) => t }) },
  {
    id: 'uri-encoded-twice',
    sample: GET,
    plant: (s) => ({ ...s, encodeUri: (t) => rfc3986(rfc3986(t)) }),
  },
  {
    id: 'base-string-as-form',
    twins: ['reserved-not-encoded'],
    sample: { method: 'GET', url: `${ROOT}/photos(1)` },
    plant: (s) => ({ ...s, encodeUri: encodeURIComponent, encodePart: encodeURIComponent }),
  },
  {
    id: 'tilde-encoded-in-base-string',
    sample: { method: 'GET', url: `${ROOT}/~jane/photos` },
    plant: (s) => ({ ...s, encodeUri: (t) => rfc3986(t).replaceAll('~', '%7E') }),
  },
  {
    id: 'pairs-joined-by-commas',
    sample: GET,
    plant: (s) => ({ ...s, encodePart: (t) => rfc3986(t.replaceAll('&', ',')) }),
  },
  {
    id: 'uri-and-parameters-encoded-together',
    sample: GET,
    plant: (s) => ({ ...s, joinParts: (method, uri, pairs) => `${method}&${uri}%3F${pairs}` }),
  },
  {
    id: 'base-string-with-line-break',
    sample: GET,
    plant: (s) => ({ ...s, encodePart: (t) => `${rfc3986(t)}\n` }),
  },
  {
    id: 'empty-value-without-equals',
    sample: { method: 'GET', url: `${ROOT}/photos?after=&size=1` },
    plant: (s) => ({ ...s, encodePart: (t) => rfc3986(t.replace('after=', 'after')) }),
  },
  {
    id: 'ampersand-left-over',
    sample: GET,
    plant: (s) => ({ ...s, encodePart: (t) => rfc3986(`${t}&`) }),
  },
  {
    id: 'pairs-joined-for-html',
    sample: GET,
    plant: (s) => ({ ...s, encodePart: (t) => rfc3986(t.replaceAll('&', '&amp;')) }),
  },
  {
    id: 'base-string-part-left-out',
    sample: GET,
    plant: (s) => ({ ...s, joinParts: (_, uri, pairs) => `${uri}&${pairs}` }),
  },
  {
    id: 'base-string-encoded-again',
    sample: GET,
    plant: (s) => ({ ...s, joinParts: (...parts) => rfc3986(parts.join('&')) }),
  },
  {
    id: 'base-string-not-in-utf-8',
    sample: GET,
    plant: (s) => ({ ...s, joinParts: (...parts) => parts.join('&').replace(/./g, '$&\0') }),
  },
  { id: 'token-secret-left-out', sample: GET, plant: (s) => ({ ...s, tokenSecret: '' }) },
  { id: 'ampersand-missing', sample: GET, plant: (s) => ({ ...s, joinSecrets: (a, b) => a + b }) },
  {
    id: 'ampersand-encoded',
    sample: GET,
    plant: (s) => ({ ...s, joinSecrets: (a, b) => `${a}%26${b}` }),
  },
  {
    id: 'secrets-swapped',
    sample: GET,
    plant: (s) => ({ ...s, consumerSecret: s.tokenSecret, tokenSecret: s.consumerSecret }),
  },
  {
    id: 'secrets-not-encoded',
    sample: GET,
    secrets: WILD_SECRETS,
    plant: (s) => ({ ...s, encodeSecret: (t) => t }),
  },
  {
    id: 'secrets-encoded-otherwise',
    sample: GET,
    secrets: WILD_SECRETS,
    plant: (s) => ({ ...s, encodeSecret: (t) => rfc3986(rfc3986(t)) }),
  },
  {
    id: 'secret-of-another-consumer',
    sample: GET,
    otherSecrets: ['of-someone', 'of-another'],
    plant: (s) => ({ ...s, consumerSecret: 'of-another' }),
  },
  {
    id: 'secret-of-another-token',
    sample: GET,
    otherSecrets: ['of-someone', 'of-another'],
    plant: (s) => ({ ...s, tokenSecret: 'of-another' }),
  },
  {
    id: 'key-for-secret',
    sample: GET,
    plant: (s) => ({ ...s, consumerSecret: 'dpf43f3p2l4k3l03' }),
  },
  { id: 'consumer-secret-left-out', sample: GET, plant: (s) => ({ ...s, consumerSecret: '' }) },
  {
    id: 'undefined-token-secret',
    sample: { ...GET, protocol: WITHOUT_TOKEN },
    plant: (s) => ({ ...s, tokenSecret: 'undefined' }),
  },
  {
    id: 'secret-with-white-space',
    sample: GET,
    plant: (s) => ({ ...s, joinSecrets: (a, b) => `${a}%0A&${b}` }),
  },
  { id: 'digest-other', sample: GET, plant: (s) => ({ ...s, hash: 'sha256' }) },
  {
    id: 'hash-without-key',
    sample: GET,
    plant: (s) => ({ ...s, digest: (text, { hash }) => createHash(hash).update(text).digest() }),
  },
  {
    id: 'hmac-arguments-swapped',
    sample: GET,
    plant: (s) => ({
      ...s,
      digest: (text, { hash }) => createHmac(hash, text).update(KEY).digest(),
    }),
  },
  {
    id: 'signature-encoded-twice',
    sample: GET,
    plant: (s) => ({ ...s, write: (signature) => rfc3986(signature.toString('base64')) }),
  },
  {
    id: 'signature-not-encoded',
    sample: { ...GET, url: `${ROOT}/photos?page=12` },
    plant: (s) => ({
      ...s,
      write: (signature) => signature.toString('base64').replaceAll('+', ' '),
    }),
  },
  {
    id: 'signature-hexadecimal',
    sample: GET,
    plant: (s) => ({ ...s, write: (signature) => signature.toString('hex') }),
  },
  {
    id: 'signature-base64-of-hexadecimal',
    sample: GET,
    plant: (s) => ({ ...s, write: (signature) => btoa(signature.toString('hex')) }),
  },
  {
    id: 'signature-in-base64-twice',
    sample: GET,
    plant: (s) => ({ ...s, write: (signature) => btoa(signature.toString('base64')) }),
  },
  {
    id: 'signature-of-printed-line',
    sample: GET,
    plant: (s) => ({ ...s, write: (mac) => btoa(`SHA1(stdin)= ${mac.toString('hex')}\n`) }),
  },
  {
    id: 'signature-in-base64url',
    sample: GET,
    plant: (s) => ({ ...s, write: (signature) => signature.toString('base64url') }),
  },
  {
    id: 'signature-with-white-space',
    sample: GET,
    plant: (s) => ({ ...s, write: (signature) => `${signature.toString('base64')}\n` }),
  },
]
