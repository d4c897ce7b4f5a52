import { Deviation } from '../checks/deviation.js'
import { getHeaderValues } from '../reference/index.js'
import {
  assertAllSigned,
  createCheck,
  createFetchCheck,
  assertThat,
  formatValue,
  assertSucceeded,
} from './consumer-check.js'
import type { ConsumerCheck, ConsumerContext } from './consumer-check.js'
import {
  assertSigned,
  getProtocolParameters,
  getProtocolParameter,
  parseReceived,
} from './received-request.js'
import { createRandomString } from './scenario.js'

const PARAMETERS = 'RFC 5849 3.1'
const NONCE = 'RFC 5849 3.3'
const HEADER = 'RFC 5849 3.5.1'
const REQUESTS = 20
const MIN_BITS = 64
const TOLERANCE_SECONDS = 300

/** Sends requests one after another and returns their nonces. */
async function collectNonces({ createScenario }: ConsumerContext): Promise<readonly string[]> {
  const scenario = createScenario()
  for (let count = 0; count < REQUESTS; count += 1) assertSucceeded(await scenario.fetch())
  return scenario
    .getReceived('resource')
    .map((received) => getProtocolParameter(received, 'oauth_nonce') ?? '')
}

/** Estimates the random bits of the shortest string, if each of its characters was chosen at random. */
function estimateBits(strings: readonly string[]): number {
  const all = strings.join('')
  const alphabet = /^[0-9]*$/.test(all) ? 10 : /^[0-9a-f-]*$/i.test(all) ? 16 : 64
  const shortest = Math.min(...strings.map((string) => string.replaceAll('-', '').length))
  return shortest * Math.log2(alphabet)
}

function countCommonCharacters(one: string, other: string): number {
  let length = 0
  while (length < one.length && one[length] === other[length]) length += 1
  return length
}

function reverse(string: string): string {
  return Array.from(string).reverse().join('')
}

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
  createFetchCheck(
    {
      id: 'timestamp.seconds',
      title: 'Sends the seconds since 1970 as digits',
      section: NONCE,
    },
    (received) => {
      const sent = getProtocolParameter(received, 'oauth_timestamp')
      assertThat(/^[1-9][0-9]*$/.test(sent ?? ''), 'a positive integer', formatValue(sent))
      const differenceSeconds = Math.abs(Number(sent) - Date.now() / 1000)
      assertThat(differenceSeconds < TOLERANCE_SECONDS, 'the current time', formatValue(sent))
    },
  ),
  createFetchCheck(
    { id: 'nonce.present', title: 'Sends a nonce that is not empty', section: NONCE },
    (received) => {
      const sent = getProtocolParameter(received, 'oauth_nonce')
      assertThat(Boolean(sent), 'a nonce', formatValue(sent))
    },
  ),
  createCheck(
    {
      id: 'nonce.unique',
      title: 'Sends another nonce with every request',
      section: NONCE,
      severity: 'high',
      needs: ['fetch'],
    },
    async (context) => {
      const sent = await collectNonces(context)
      assertThat(new Set(sent).size === sent.length, 'no nonce twice', sent.join(', '))
    },
  ),
  createCheck(
    {
      id: 'nonce.simultaneous',
      title: 'Sends another nonce with each of several requests at the same time',
      section: NONCE,
      severity: 'high',
      needs: ['fetch'],
    },
    async ({ createScenario }) => {
      const scenario = createScenario()
      const answers = await Promise.all(Array.from({ length: 10 }, () => scenario.fetch()))
      answers.forEach(assertSucceeded)
      const sent = scenario
        .getReceived('resource')
        .map((received) => getProtocolParameter(received, 'oauth_nonce'))
      assertThat(new Set(sent).size === sent.length, 'no nonce twice', sent.join(', '))
      assertAllSigned(scenario)
    },
  ),
  createCheck(
    {
      id: 'nonce.length',
      title: `Sends nonces that have room for ${MIN_BITS} random bits`,
      section: NONCE,
      level: 'SHOULD',
      needs: ['fetch'],
    },
    async (context) => {
      const sent = await collectNonces(context)
      const bits = Math.floor(estimateBits(sent))
      assertThat(bits >= MIN_BITS, `${MIN_BITS} bits`, `${bits} at most, as in ${sent[0] ?? ''}`)
    },
  ),
  createCheck(
    {
      id: 'nonce.random',
      title: 'Sends nonces that do not count, and have no more than half in common',
      section: NONCE,
      level: 'SHOULD',
      severity: 'medium',
      needs: ['fetch'],
    },
    async (context) => {
      const sent = await collectNonces(context)
      const [first = '', ...rest] = sent
      const counts = rest.every((nonce, index) => isLater(sent[index] ?? '', nonce))
      assertThat(!counts, 'random nonces', `nonces that count: ${sent.slice(0, 3).join(', ')}`)
      const common = Math.min(
        ...rest.map(
          (nonce) =>
            countCommonCharacters(first, nonce) +
            countCommonCharacters(reverse(first), reverse(nonce)),
        ),
      )
      assertThat(common <= first.length / 2, 'random nonces', sent.slice(0, 3).join(', '))
    },
  ),
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

function isLater(nonce: string, next: string): boolean {
  return nonce.length === next.length ? nonce < next : nonce.length < next.length
}
