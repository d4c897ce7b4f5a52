import { assertThat } from '../checks/assert-that.js'
import { Deviation } from '../checks/deviation.js'
import { createCheck, createFetchCheck, formatValue } from './consumer-check.js'
import type { ConsumerCheck } from './consumer-check.js'
import {
  assertEachOnce,
  assertOnePlace,
  assertSigned,
  getProtocolParameter,
  hasSecret,
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
    { id: 'request.consumer-key', title: 'Names the consumer', section: PARAMETERS },
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
      title: 'Names the configured signature method',
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
      title: 'Sends version 1.0, if it sends a version',
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
    assertEachOnce,
  ),
  createFetchCheck(
    {
      id: 'request.one-place',
      title: 'Sends the protocol parameters in one place',
      section: 'RFC 5849 3.5',
    },
    assertOnePlace,
  ),
  createCheck(
    {
      id: 'form.one-place',
      title: 'Sends the protocol parameters of a request with a form once, in one place',
      section: 'RFC 5849 3.5',
      needs: ['fetch', 'forms'],
    },
    async ({ createScenario }) => {
      const scenario = createScenario()
      const task = { method: 'POST', query: 'x=1', form: [['a', '1']] as const }
      const received = scenario.getFirst('resource', await scenario.fetch(task))
      assertEachOnce(received)
      assertOnePlace(received)
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
    (received, { signers, token }) => {
      const isThere = hasSecret(received, [signers.consumer.secret, token.secret])
      assertThat(!isThere, 'a request without secrets', 'a secret in it')
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
