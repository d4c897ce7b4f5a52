import { assertThat } from '../checks/assert-that.js'
import { NotApplicable } from '../checks/not-applicable.js'
import { computeBodyHash, isForm, getHeaderValues } from '../reference/index.js'
import { createCheck, createFetchCheck, assertFailed, formatValue } from './consumer-check.js'
import type { ConsumerCheck } from './consumer-check.js'
import { fetchUntilPlusAndSlash } from './fetch-until-plus-and-slash.js'
import { assertSigned, getProtocolParameter, parseReceived } from './received-request.js'
import type { ScenarioOptions } from './scenario.js'

const METHODS: readonly (readonly [name: string, feature: string, section: string])[] = [
  ['HMAC-SHA256', 'hmac-sha256', 'RFC 5849 3.4'],
  ['HMAC-SHA512', 'hmac-sha512', 'RFC 5849 3.4'],
  ['RSA-SHA1', 'rsa-sha1', 'RFC 5849 3.4.3'],
  ['RSA-SHA256', 'rsa-sha256', 'RFC 5849 3.4'],
  ['RSA-SHA512', 'rsa-sha512', 'RFC 5849 3.4'],
]
const PLAINTEXT: ScenarioOptions = { signatureMethod: 'PLAINTEXT', origin: 'secure' }
const BODY_HASH = 'Body Hash 3.2'
const JSON_TEXT = '{"a":"1é"}'

/** Signature methods, places of transmission, and the body hash: sections 3.4.2 to 3.5. */
export const methodChecks: readonly ConsumerCheck[] = [
  ...METHODS.map(([signatureMethod, feature, section]) =>
    createFetchCheck(
      {
        id: `method.${feature}`,
        title: `Signs with ${signatureMethod} if that is configured`,
        section,
        needs: [feature],
      },
      (received, { signers }) => {
        const sent = getProtocolParameter(received, 'oauth_signature_method')
        assertThat(sent === signatureMethod, signatureMethod, formatValue(sent))
        assertSigned(received, signers)
      },
      { signatureMethod },
    ),
  ),
  createFetchCheck(
    {
      id: 'method.plaintext',
      title: 'Signs by PLAINTEXT: both secrets encoded, and encoded again in the header',
      section: 'RFC 5849 3.4.4',
      needs: ['plaintext'],
    },
    (received, { signers }) => {
      const sent = getProtocolParameter(received, 'oauth_signature_method')
      assertThat(sent === 'PLAINTEXT', 'PLAINTEXT', formatValue(sent))
      assertSigned(received, signers)
    },
    {
      ...PLAINTEXT,
      consumer: { secret: 'consumer&secret%+ é' },
      token: { secret: 'token/secret=' },
    },
  ),
  createCheck(
    {
      id: 'method.plaintext-over-http',
      title: 'Sends no PLAINTEXT over plain http to another machine',
      section: 'RFC 5849 3.4.4',
      severity: 'high',
      needs: ['fetch', 'plaintext'],
    },
    async ({ createScenario }) => {
      const scenario = createScenario({ signatureMethod: 'PLAINTEXT', origin: 'open' })
      const result = await scenario.fetch()
      assertThat(scenario.received.length === 0, 'nothing to be sent', 'both secrets, in the open')
      assertFailed(result)
    },
  ),
  createCheck(
    {
      id: 'transmission.form',
      title: 'Sends the protocol parameters in the form, and signs them there',
      section: 'RFC 5849 3.5.2',
      needs: ['fetch', 'form-transmission'],
    },
    async ({ createScenario }) => {
      const scenario = createScenario({ transmission: 'form' })
      const task = { method: 'POST', form: [['a', 'b c']] as const }
      const received = scenario.getFirst('resource', await scenario.fetch(task))
      assertThat(isForm(received.message), 'the Content-Type of a form', 'another')
      const { form } = parseReceived(received)
      const isThere = form.some(([name]) => String(name) === 'oauth_signature')
      assertThat(isThere, 'oauth_signature in the form', 'not there')
      assertThat(
        getHeaderValues(received.message, 'authorization').length === 0,
        'no Authorization header',
        'one',
      )
      assertSigned(received, scenario.signers)
    },
  ),
  createCheck(
    {
      id: 'transmission.query',
      title: 'Adds the protocol parameters to the query of the URL',
      section: 'RFC 5849 3.5.3',
      needs: ['fetch', 'query-transmission'],
    },
    async ({ createScenario }) => {
      const scenario = createScenario({ transmission: 'query' })
      const received = scenario.getFirst('resource', await scenario.fetch({ query: 'a=b%20c' }))
      const { query } = parseReceived(received)
      const names = query.map(([name]) => String(name))
      assertThat(
        names.includes('oauth_signature'),
        'oauth_signature in the query',
        names.join(', '),
      )
      assertThat(names.includes('a'), 'the query that was there', names.join(', '))
      assertSigned(received, scenario.signers)
    },
  ),
  ...(['form', 'query'] as const).map((transmission) =>
    createCheck(
      {
        id: `transmission.${transmission}-last`,
        title: `Appends the protocol parameters to the other parameters of the ${transmission}`,
        section: transmission === 'form' ? 'RFC 5849 3.5.2' : 'RFC 5849 3.5.3',
        level: 'SHOULD',
        needs: ['fetch', `${transmission}-transmission`],
      },
      async ({ createScenario }) => {
        const scenario = createScenario({ transmission })
        const task =
          transmission === 'form'
            ? { method: 'POST', form: [['z', '1']] as const }
            : { query: 'z=1' }
        const received = scenario.getFirst('resource', await scenario.fetch(task))
        const names = parseReceived(received)[transmission].map(([name]) => String(name))
        assertThat(names[0] === 'z', 'z before the protocol parameters', names.join(', '))
      },
    ),
  ),
  ...(['form', 'query'] as const).map((transmission) =>
    createCheck(
      {
        id: `transmission.${transmission}-signature`,
        title: `Encodes a signature with + and / in the ${transmission}`,
        section: transmission === 'form' ? 'RFC 5849 3.5.2' : 'RFC 5849 3.5.3',
        needs: ['fetch', `${transmission}-transmission`],
      },
      async ({ createScenario }) => {
        const scenario = createScenario({ transmission })
        const task = transmission === 'form' ? { method: 'POST', form: [['a', '1']] as const } : {}
        for (const received of await fetchUntilPlusAndSlash(scenario, task)) {
          assertSigned(received, scenario.signers)
        }
      },
    ),
  ),
  createCheck(
    {
      id: 'transmission.query-no-form-type',
      title: 'Signs in the query a request that carries JSON',
      section: 'RFC 5849 3.5.3',
      needs: ['fetch', 'query-transmission', 'other-bodies'],
    },
    async ({ createScenario }) => {
      const scenario = createScenario({ transmission: 'query' })
      const task = { method: 'POST', contentType: 'application/json', body: JSON_TEXT }
      assertSigned(scenario.getFirst('resource', await scenario.fetch(task)), scenario.signers)
    },
  ),
  createCheck(
    {
      id: 'body-hash.not-on-tokens',
      title: 'Sends no body hash with the requests for tokens',
      section: 'Body Hash 4.1.1',
      level: 'SHOULD',
      needs: ['body-hash', 'three-legged'],
    },
    async ({ createScenario }) => {
      const scenario = createScenario({ bodyHash: true })
      const started = await scenario.authorize()
      if (started.error !== undefined) {
        throw new NotApplicable(`the client requests no token with body hashes: ${started.error}`)
      }
      await scenario.handleCallback(started, scenario.approve(started))
      // A client may call the API as soon as it has a token.
      for (const received of scenario.received.filter(({ endpoint }) => endpoint !== 'resource')) {
        const sent = getProtocolParameter(received, 'oauth_body_hash')
        assertThat(sent === undefined, 'no oauth_body_hash', formatValue(sent))
      }
    },
  ),
  createBodyHashCheck('json', 'of a body that is not a form', ['HMAC-SHA1', JSON_TEXT]),
  createBodyHashCheck('empty', 'of an empty body, for a GET without a body', ['HMAC-SHA1']),
  createBodyHashCheck('sha256', 'by the hash of the signature method', ['HMAC-SHA256', JSON_TEXT]),
  createCheck(
    {
      id: 'body-hash.not-on-form',
      title: 'Sends no body hash with a form',
      section: 'Body Hash 4.1.1',
      needs: ['fetch', 'forms', 'body-hash'],
    },
    async ({ createScenario }) => {
      const scenario = createScenario({ bodyHash: true })
      const result = await scenario.fetch({ method: 'POST', form: [['a', '1']] })
      const sent = getProtocolParameter(scenario.getFirst('resource', result), 'oauth_body_hash')
      assertThat(sent === undefined, 'no oauth_body_hash', formatValue(sent))
    },
  ),
]

function createBodyHashCheck(
  id: string,
  what: string,
  [signatureMethod, body]: readonly [signatureMethod: string, body?: string],
): ConsumerCheck {
  const feature = signatureMethod === 'HMAC-SHA1' ? [] : ['hmac-sha256']
  // The specification leaves the hash of other signature methods to their definitions.
  const section =
    body === undefined
      ? 'Body Hash 4.1.1'
      : signatureMethod === 'HMAC-SHA1'
        ? BODY_HASH
        : 'Body Hash 3.1'
  return createCheck(
    {
      id: `body-hash.${id}`,
      title: `Sends the hash ${what}`,
      section,
      level: section === BODY_HASH ? 'MUST' : 'SHOULD',
      needs: ['fetch', 'other-bodies', 'body-hash', ...feature],
    },
    async ({ createScenario }) => {
      const scenario = createScenario({ bodyHash: true, signatureMethod })
      const task =
        body === undefined ? {} : { method: 'POST', contentType: 'application/json', body }
      const received = scenario.getFirst('resource', await scenario.fetch(task))
      const hash = signatureMethod === 'HMAC-SHA1' ? 'sha1' : 'sha256'
      const expected = computeBodyHash(received.message.body, hash)
      const sent = getProtocolParameter(received, 'oauth_body_hash')
      assertThat(sent === expected, `oauth_body_hash ${formatValue(expected)}`, formatValue(sent))
      assertSigned(received, scenario.signers)
    },
  )
}
