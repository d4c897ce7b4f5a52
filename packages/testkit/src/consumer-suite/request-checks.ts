import { assertThat } from '../checks/assert-that.js'
import { Deviation } from '../checks/deviation.js'
import { createCheck, createFetchCheck, formatValue } from './consumer-check.js'
import type { ConsumerCheck } from './consumer-check.js'
import {
  assertSigned,
  getProtocolParameters,
  getProtocolParameter,
  parseReceived,
} from './received-request.js'

const PARAMETERS = 'RFC 5849 3.1'

/** The protocol parameters, their header, timestamps and nonces: sections 3.1, 3.3 and 3.5. */
export const requestChecks: readonly ConsumerCheck[] = [
  createFetchCheck(
    { id: 'request.signature', title: 'Signs a plain GET', section: 'RFC 5849 3.4' },
    (received, { signers }) => {
      assertSigned(received, signers)
    },
  ),
  createFetchCheck(
    { id: 'request.consumer-key', title: 'Names the Consumer', section: PARAMETERS },
    (received, { signers }) => {
      const sent = getProtocolParameter(received, 'oauth_consumer_key')
      assertThat(
        sent === signers.consumer.key,
        formatValue(signers.consumer.key),
        formatValue(sent),
      )
    },
  ),
  createFetchCheck(
    { id: 'request.token', title: 'Names the token', section: PARAMETERS },
    (received, { token }) => {
      const sent = getProtocolParameter(received, 'oauth_token')
      assertThat(sent === token.key, formatValue(token.key), formatValue(sent))
    },
  ),
  createFetchCheck(
    {
      id: 'request.signature-method',
      title: 'Names the signature method that it was told to use',
      section: PARAMETERS,
    },
    (received) => {
      const sent = getProtocolParameter(received, 'oauth_signature_method')
      assertThat(sent === 'HMAC-SHA1', '"HMAC-SHA1"', formatValue(sent))
    },
  ),
  createFetchCheck(
    {
      id: 'request.version',
      title: 'Calls the version 1.0, where it names one',
      section: PARAMETERS,
    },
    (received) => {
      const sent = getProtocolParameter(received, 'oauth_version')
      assertThat(sent === undefined || sent === '1.0', '"1.0" or none', formatValue(sent))
    },
  ),
  createFetchCheck(
    {
      id: 'request.once',
      title: 'Sends each protocol parameter once',
      section: PARAMETERS,
    },
    (received) => {
      const names = getProtocolParameters(received).map(([name]) => name)
      const repeated = names.find((name, index) => names.indexOf(name) !== index)
      assertThat(repeated === undefined, 'each once', `${repeated ?? ''} more than once`)
    },
  ),
  createFetchCheck(
    {
      id: 'request.one-place',
      title: 'Sends the protocol parameters in one place',
      section: 'RFC 5849 3.5',
    },
    (received) => {
      const { header, query, form } = parseReceived(received)
      const places = [header ?? [], query, form].filter((pairs) =>
        pairs.some(([name]) => String(name).startsWith('oauth_')),
      )
      assertThat(places.length === 1, 'one place', `${places.length} places`)
    },
  ),
  createFetchCheck(
    {
      id: 'request.no-secret',
      title: 'Sends no secret with a request that is signed',
      section: 'RFC 5849 4.5',
      level: 'MAY',
      severity: 'critical',
    },
    ({ message }, { signers, token }) => {
      const headers = message.headers.map(([, value]) => value)
      const sent = [message.target, ...headers, Buffer.from(message.body).toString()].join('\n')
      const isSecret = [signers.consumer.secret, token.secret].some((string) =>
        sent.includes(string),
      )
      assertThat(!isSecret, 'a request without secrets', 'a secret in it')
    },
  ),
  createCheck(
    {
      id: 'request.two-legged',
      title: 'Signs without a token, and keeps the & of the key',
      section: 'RFC 5849 3.4.2',
      needs: ['two-legged'],
    },
    async ({ createScenario }) => {
      const scenario = createScenario()
      const received = scenario.getFirst('resource', await scenario.fetch({ token: undefined }))
      const sent = getProtocolParameter(received, 'oauth_token')
      if (sent) throw new Deviation('no oauth_token, or an empty one', formatValue(sent))
      assertSigned(received, scenario.signers)
    },
  ),
]
