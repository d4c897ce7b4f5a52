import { assertThat } from '../checks/assert-that.js'
import { NotApplicable } from '../checks/not-applicable.js'
import { getHeaderValues, percentDecode, percentEncode } from '../reference/index.js'
import { createCheck, createFetchCheck, formatValue } from './consumer-check.js'
import type { ConsumerCheck } from './consumer-check.js'
import { fetchUntilPlusAndSlash } from './fetch-until-plus-and-slash.js'
import { assertSigned, getProtocolParameter, parseReceived } from './received-request.js'
import type { ReceivedRequest } from './received-request.js'
import { createRandomString } from './scenario.js'

const HEADER = 'RFC 5849 3.5.1'

/** Asserts that the client uses the header. Section 3.5 allows the form and the query as well. */
function assertHeaderUsed(received: ReceivedRequest): void {
  const { header, query, form } = parseReceived(received)
  const isElsewhere = [...query, ...form].some(([name]) => String(name) === 'oauth_signature')
  if (header === undefined && isElsewhere) {
    throw new NotApplicable('the client sends the protocol parameters elsewhere')
  }
}

/** Returns the items of the header, except realm, as they are written. */
function readItems({
  message,
}: ReceivedRequest): readonly { readonly item: string; readonly value: string }[] {
  const [header = ''] = getHeaderValues(message, 'authorization')
  return Array.from(header.matchAll(/(?<![^\s",=])([^\s",=]+)="([^"]*)"/g))
    .filter(([, name]) => name !== 'realm')
    .map(([item, , value = '']) => ({ item, value }))
}

/** The Authorization header and the keys of its signature, sections 3.5.1 and 3.4.2. */
export const headerChecks: readonly ConsumerCheck[] = [
  createFetchCheck(
    {
      id: 'header.scheme',
      title: 'Sends one Authorization header of the scheme OAuth',
      section: HEADER,
    },
    (received) => {
      assertHeaderUsed(received)
      const values = getHeaderValues(received.message, 'authorization')
      const isOne = values.length === 1 && /^OAuth[ \t]/i.test(values[0] ?? '')
      assertThat(isOne, 'one header of the scheme OAuth', values.join(' and ') || 'none')
    },
  ),
  createFetchCheck(
    {
      id: 'header.encoded',
      title: 'Encodes values in the header, keys with / + = and letters of any script among them',
      section: HEADER,
    },
    (received, scenario) => {
      assertHeaderUsed(received)
      for (const { item, value } of readItems(received)) {
        const isEncoded = /^[\w.~%-]*$/.test(value) && !/%(?![0-9A-F]{2})/i.test(value)
        assertThat(isEncoded, 'values encoded by section 3.6', item)
      }
      assertSigned(received, scenario.signers)
      const sent = getProtocolParameter(received, 'oauth_token')
      assertThat(sent === scenario.token.key, formatValue(scenario.token.key), formatValue(sent))
    },
    { consumer: { key: 'c/+=%é☃' }, token: { key: "t/+= %2B!'()*" } },
  ),
  createFetchCheck(
    {
      id: 'header.exactly-encoded',
      title: 'Encodes only what section 3.6 encodes in the header, with upper-case digits',
      section: 'RFC 5849 3.6',
      // Every server decodes the header, so other encodings arrive as well.
      level: 'SHOULD',
    },
    (received) => {
      assertHeaderUsed(received)
      for (const { item, value } of readItems(received)) {
        const exact = percentEncode(percentDecode(value))
        assertThat(value === exact, exact, item)
      }
    },
    { consumer: { key: 'c/+=%é☃' }, token: { key: "t/+= %2B!'()*-._~" } },
  ),
  createCheck(
    {
      id: 'header.signature-encoded',
      title: 'Encodes a signature with + and / in the header',
      section: HEADER,
      needs: ['fetch'],
    },
    async ({ createScenario }) => {
      const scenario = createScenario()
      for (const received of await fetchUntilPlusAndSlash(scenario)) {
        assertHeaderUsed(received)
        for (const { item, value } of readItems(received)) {
          assertThat(/^[\w.~%-]*$/.test(value), 'values encoded by section 3.6', item)
        }
        assertSigned(received, scenario.signers)
      }
    },
  ),
  createFetchCheck(
    {
      id: 'header.quoted',
      title: 'Writes every parameter of the header as name="value", separated by commas',
      section: HEADER,
    },
    (received) => {
      assertHeaderUsed(received)
      const [value = ''] = getHeaderValues(received.message, 'authorization')
      const item = String.raw`[\w%.~-]+="(?:[^"\\]|\\.)*"`
      const pattern = new RegExp(String.raw`^OAuth\s+${item}(?:\s*,\s*${item})*$`, 'i')
      assertThat(pattern.test(value), 'a list of name="value"', value)
    },
  ),
  createFetchCheck(
    {
      id: 'keys.consumer-secret-encoded',
      title: 'Encodes the consumer secret in the key of the signature',
      section: 'RFC 5849 3.4.2',
    },
    (received, { signers }) => {
      assertSigned(received, signers)
    },
    { consumer: { secret: createRandomString('a&b%c+d ü/=') } },
  ),
  createFetchCheck(
    {
      id: 'keys.token-secret-encoded',
      title: 'Encodes the token secret in the key of the signature',
      section: 'RFC 5849 3.4.2',
    },
    (received, { signers }) => {
      assertSigned(received, signers)
    },
    { token: { secret: createRandomString('a&b%c+d ü/=') } },
  ),
  createFetchCheck(
    {
      id: 'keys.token-secret-empty',
      title: 'Signs with a token whose secret is empty',
      section: 'RFC 5849 3.4.2',
    },
    (received, { signers }) => {
      assertSigned(received, signers)
    },
    { token: { secret: '' } },
  ),
]
