import { bodyHash, isForm, valuesOf } from '../reference/index.js'
import { check, checkFetch, demand, failed, shown } from './consumer-check.js'
import type { ConsumerCheck } from './consumer-check.js'
import { demandSigned, protocolValue, readReceived } from './received.js'
import type { SceneOptions } from './scene.js'

const METHODS: readonly (readonly [name: string, feature: string, section: string])[] = [
  ['HMAC-SHA256', 'hmac-sha256', 'RFC 5849 3.4'],
  ['HMAC-SHA512', 'hmac-sha512', 'RFC 5849 3.4'],
  ['RSA-SHA1', 'rsa-sha1', 'RFC 5849 3.4.3'],
  ['RSA-SHA256', 'rsa-sha256', 'RFC 5849 3.4'],
  ['RSA-SHA512', 'rsa-sha512', 'RFC 5849 3.4'],
]
const PLAINTEXT: SceneOptions = { signatureMethod: 'PLAINTEXT', at: 'secure' }
const BODY_HASH = 'Body Hash 3.2'
const JSON_TEXT = '{"a":"1é"}'

/** Signature methods, places of transmission, and the body hash: sections 3.4.2 to 3.5. */
export const methodChecks: readonly ConsumerCheck[] = [
  ...METHODS.map(([signatureMethod, feature, section]) =>
    checkFetch(
      {
        id: `method.${feature}`,
        title: `Signs by ${signatureMethod} where it is told to`,
        section,
        needs: [feature],
      },
      (received, { signers }) => {
        const sent = protocolValue(received, 'oauth_signature_method')
        demand(sent === signatureMethod, signatureMethod, shown(sent))
        demandSigned(received, signers)
      },
      { signatureMethod },
    ),
  ),
  checkFetch(
    {
      id: 'method.plaintext',
      title: 'Signs by PLAINTEXT: both secrets encoded, and encoded again in the header',
      section: 'RFC 5849 3.4.4',
      needs: ['plaintext'],
    },
    (received, { signers }) => {
      const sent = protocolValue(received, 'oauth_signature_method')
      demand(sent === 'PLAINTEXT', 'PLAINTEXT', shown(sent))
      demandSigned(received, signers)
    },
    {
      ...PLAINTEXT,
      consumer: { secret: 'consumer&secret%+ é' },
      token: { secret: 'token/secret=' },
    },
  ),
  check(
    {
      id: 'method.plaintext-over-http',
      title: 'Sends no PLAINTEXT over plain http to another machine',
      section: 'RFC 5849 3.4.4',
      severity: 'high',
      needs: ['fetch', 'plaintext'],
    },
    async ({ begin }) => {
      const scene = begin({ signatureMethod: 'PLAINTEXT', at: 'open' })
      const answer = await scene.fetch()
      demand(scene.received.length === 0, 'nothing to be sent', 'both secrets, in the open')
      failed(answer)
    },
  ),
  check(
    {
      id: 'transmission.form',
      title: 'Sends the protocol parameters in the form, and signs them there',
      section: 'RFC 5849 3.5.2',
      needs: ['fetch', 'form-transmission'],
    },
    async ({ begin }) => {
      const scene = begin({ transmission: 'form' })
      const task = { method: 'POST', form: [['a', 'b c']] as const }
      const received = scene.first('resource', await scene.fetch(task))
      demand(isForm(received.message), 'the Content-Type of a form', 'another')
      const { form } = readReceived(received)
      const isThere = form.some(([name]) => String(name) === 'oauth_signature')
      demand(isThere, 'oauth_signature in the form', 'not there')
      demand(
        valuesOf(received.message, 'authorization').length === 0,
        'no Authorization header beside it',
        'one',
      )
      demandSigned(received, scene.signers)
    },
  ),
  check(
    {
      id: 'transmission.query',
      title: 'Sends the protocol parameters in the query, beside the query that is there',
      section: 'RFC 5849 3.5.3',
      needs: ['fetch', 'query-transmission'],
    },
    async ({ begin }) => {
      const scene = begin({ transmission: 'query' })
      const received = scene.first('resource', await scene.fetch({ query: 'a=b%20c' }))
      const { query } = readReceived(received)
      const names = query.map(([name]) => String(name))
      demand(names.includes('oauth_signature'), 'oauth_signature in the query', names.join(', '))
      demand(names.includes('a'), 'the query that was there', names.join(', '))
      demandSigned(received, scene.signers)
    },
  ),
  check(
    {
      id: 'transmission.query-no-form-type',
      title: 'Signs in the query a request that carries JSON',
      section: 'RFC 5849 3.5.3',
      needs: ['fetch', 'query-transmission', 'other-bodies'],
    },
    async ({ begin }) => {
      const scene = begin({ transmission: 'query' })
      const task = { method: 'POST', contentType: 'application/json', body: JSON_TEXT }
      demandSigned(scene.first('resource', await scene.fetch(task)), scene.signers)
    },
  ),
  hashes('json', 'of a body that is no form', ['HMAC-SHA1', JSON_TEXT]),
  hashes('empty', 'of an empty body, where a GET has none', ['HMAC-SHA1']),
  hashes('sha256', 'by the hash of the signature method', ['HMAC-SHA256', JSON_TEXT]),
  check(
    {
      id: 'body-hash.not-on-form',
      title: 'Sends no body hash beside a form',
      section: 'Body Hash 3.1',
      needs: ['fetch', 'forms', 'body-hash'],
    },
    async ({ begin }) => {
      const scene = begin({ bodyHash: true })
      const answer = await scene.fetch({ method: 'POST', form: [['a', '1']] })
      const sent = protocolValue(scene.first('resource', answer), 'oauth_body_hash')
      demand(sent === undefined, 'no oauth_body_hash', shown(sent))
    },
  ),
]

function hashes(
  id: string,
  what: string,
  [signatureMethod, body]: readonly [signatureMethod: string, body?: string],
): ConsumerCheck {
  const feature = signatureMethod === 'HMAC-SHA1' ? [] : ['hmac-sha256']
  return check(
    {
      id: `body-hash.${id}`,
      title: `Sends the hash ${what}`,
      section: BODY_HASH,
      level: body === undefined ? 'SHOULD' : 'MUST',
      needs: ['fetch', 'other-bodies', 'body-hash', ...feature],
    },
    async ({ begin }) => {
      const scene = begin({ bodyHash: true, signatureMethod })
      const task =
        body === undefined ? {} : { method: 'POST', contentType: 'application/json', body }
      const received = scene.first('resource', await scene.fetch(task))
      const hash = signatureMethod === 'HMAC-SHA1' ? 'sha1' : 'sha256'
      const expected = bodyHash(received.message.body, hash)
      const sent = protocolValue(received, 'oauth_body_hash')
      demand(sent === expected, `oauth_body_hash ${shown(expected)}`, shown(sent))
      demandSigned(received, scene.signers)
    },
  )
}
