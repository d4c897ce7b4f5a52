import { assertThat } from '../checks/assert-that.js'
import { getHeaderValues } from '../reference/index.js'
import { createFetchCheck, formatValue } from './consumer-check.js'
import type { ConsumerCheck } from './consumer-check.js'
import { assertSigned, getProtocolParameter } from './received-request.js'
import { createRandomString } from './scenario.js'

const HEADER = 'RFC 5849 3.5.1'

/** The Authorization header and the keys of its signature, sections 3.5.1 and 3.4.2. */
export const headerChecks: readonly ConsumerCheck[] = [
  createFetchCheck(
    {
      id: 'header.scheme',
      title: 'Sends one Authorization header of the scheme OAuth',
      section: HEADER,
    },
    ({ message }) => {
      const values = getHeaderValues(message, 'authorization')
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
      const [value = ''] = getHeaderValues(received.message, 'authorization')
      for (const [item, name = '', string = ''] of value.matchAll(
        /(?<![^\s",=])([^\s",=]+)="([^"]*)"/g,
      )) {
        const isEncoded = /^[\w.~%-]*$/.test(string) && !/%(?![0-9A-F]{2})/.test(string)
        assertThat(isEncoded || name === 'realm', 'values encoded by section 3.6', item)
      }
      assertSigned(received, scenario.signers)
      const sent = getProtocolParameter(received, 'oauth_token')
      assertThat(sent === scenario.token.key, formatValue(scenario.token.key), formatValue(sent))
    },
    { consumer: { key: 'c/+=%é☃' }, token: { key: "t/+= %2B!'()*" } },
  ),
  createFetchCheck(
    {
      id: 'header.quoted',
      title: 'Writes every parameter of the header as name="value", separated by commas',
      section: HEADER,
    },
    ({ message }) => {
      const [value = ''] = getHeaderValues(message, 'authorization')
      const item = String.raw`[\w%.~-]+="[^"]*"`
      const pattern = new RegExp(String.raw`^OAuth\s+${item}(?:\s*,\s*${item})*$`, 'i')
      assertThat(pattern.test(value), 'a list of name="value"', value)
    },
  ),
  createFetchCheck(
    {
      id: 'keys.consumer-secret-encoded',
      title: 'Encodes the Consumer secret in the key of the signature',
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
