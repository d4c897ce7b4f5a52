import { Departure } from '../checks/departure.js'
import { valuesOf } from '../reference/index.js'
import { allSigned, check, checkFetch, demand, shown, succeeded } from './consumer-check.js'
import type { ConsumerCheck, ConsumerContext } from './consumer-check.js'
import { demandSigned, protocolOf, protocolValue, readReceived } from './received.js'
import { random } from './scene.js'

const PARAMETERS = 'RFC 5849 3.1'
const NONCE = 'RFC 5849 3.3'
const HEADER = 'RFC 5849 3.5.1'
const REQUESTS = 20
const ENOUGH_BITS = 64
const TOLERANCE_SECONDS = 300

/** Sends some requests one after another, and gives their nonces. */
async function nonces({ begin }: ConsumerContext): Promise<readonly string[]> {
  const scene = begin()
  for (let count = 0; count < REQUESTS; count += 1) succeeded(await scene.fetch())
  return scene.at('resource').map((received) => protocolValue(received, 'oauth_nonce') ?? '')
}

/** The most that a text of these characters can hold, if each was drawn at random. */
function bitsOf(texts: readonly string[]): number {
  const all = texts.join('')
  const alphabet = /^[0-9]*$/.test(all) ? 10 : /^[0-9a-f-]*$/i.test(all) ? 16 : 64
  const shortest = Math.min(...texts.map((text) => text.replaceAll('-', '').length))
  return shortest * Math.log2(alphabet)
}

function commonLength(one: string, other: string): number {
  let length = 0
  while (length < one.length && one[length] === other[length]) length += 1
  return length
}

function reversed(text: string): string {
  return Array.from(text).reverse().join('')
}

/** The protocol parameters, their header, timestamps and nonces: sections 3.1, 3.3 and 3.5. */
export const requestChecks: readonly ConsumerCheck[] = [
  checkFetch(
    { id: 'request.signature', title: 'Signs a plain GET', section: 'RFC 5849 3.4' },
    (received, { signers }) => {
      demandSigned(received, signers)
    },
  ),
  checkFetch(
    { id: 'request.consumer-key', title: 'Names the Consumer', section: PARAMETERS },
    (received, { signers }) => {
      const sent = protocolValue(received, 'oauth_consumer_key')
      demand(sent === signers.consumer.key, shown(signers.consumer.key), shown(sent))
    },
  ),
  checkFetch(
    { id: 'request.token', title: 'Names the token', section: PARAMETERS },
    (received, { token }) => {
      const sent = protocolValue(received, 'oauth_token')
      demand(sent === token.key, shown(token.key), shown(sent))
    },
  ),
  checkFetch(
    {
      id: 'request.signature-method',
      title: 'Names the signature method that it was told to use',
      section: PARAMETERS,
    },
    (received) => {
      const sent = protocolValue(received, 'oauth_signature_method')
      demand(sent === 'HMAC-SHA1', '"HMAC-SHA1"', shown(sent))
    },
  ),
  checkFetch(
    {
      id: 'request.version',
      title: 'Calls the version 1.0, where it names one',
      section: PARAMETERS,
    },
    (received) => {
      const sent = protocolValue(received, 'oauth_version')
      demand(sent === undefined || sent === '1.0', '"1.0" or none', shown(sent))
    },
  ),
  checkFetch(
    {
      id: 'request.once',
      title: 'Sends each protocol parameter once',
      section: PARAMETERS,
    },
    (received) => {
      const names = protocolOf(received).map(([name]) => name)
      const repeated = names.find((name, index) => names.indexOf(name) !== index)
      demand(repeated === undefined, 'each once', `${repeated ?? ''} more than once`)
    },
  ),
  checkFetch(
    {
      id: 'request.one-place',
      title: 'Sends the protocol parameters in one place',
      section: 'RFC 5849 3.5',
    },
    (received) => {
      const { header, query, form } = readReceived(received)
      const places = [header ?? [], query, form].filter((pairs) =>
        pairs.some(([name]) => String(name).startsWith('oauth_')),
      )
      demand(places.length === 1, 'one place', `${places.length} places`)
    },
  ),
  checkFetch(
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
      const isSecret = [signers.consumer.secret, token.secret].some((text) => sent.includes(text))
      demand(!isSecret, 'a request without secrets', 'a secret in it')
    },
  ),
  checkFetch(
    {
      id: 'timestamp.seconds',
      title: 'Sends the seconds since 1970 as digits',
      section: NONCE,
    },
    (received) => {
      const sent = protocolValue(received, 'oauth_timestamp')
      demand(/^[1-9][0-9]*$/.test(sent ?? ''), 'a positive whole number', shown(sent))
      const differenceSeconds = Math.abs(Number(sent) - Date.now() / 1000)
      demand(differenceSeconds < TOLERANCE_SECONDS, 'the present', shown(sent))
    },
  ),
  checkFetch(
    { id: 'nonce.present', title: 'Sends a nonce that is not empty', section: NONCE },
    (received) => {
      const sent = protocolValue(received, 'oauth_nonce')
      demand(Boolean(sent), 'a nonce', shown(sent))
    },
  ),
  check(
    {
      id: 'nonce.unique',
      title: 'Sends another nonce with every request',
      section: NONCE,
      severity: 'high',
      needs: ['fetch'],
    },
    async (context) => {
      const sent = await nonces(context)
      demand(new Set(sent).size === sent.length, 'no nonce twice', sent.join(', '))
    },
  ),
  check(
    {
      id: 'nonce.simultaneous',
      title: 'Sends another nonce with each of several requests at the same time',
      section: NONCE,
      severity: 'high',
      needs: ['fetch'],
    },
    async ({ begin }) => {
      const scene = begin()
      const answers = await Promise.all(Array.from({ length: 10 }, () => scene.fetch()))
      answers.forEach(succeeded)
      const sent = scene.at('resource').map((received) => protocolValue(received, 'oauth_nonce'))
      demand(new Set(sent).size === sent.length, 'no nonce twice', sent.join(', '))
      allSigned(scene)
    },
  ),
  check(
    {
      id: 'nonce.length',
      title: `Sends nonces that have room for ${ENOUGH_BITS} random bits`,
      section: NONCE,
      level: 'SHOULD',
      needs: ['fetch'],
    },
    async (context) => {
      const sent = await nonces(context)
      const bits = Math.floor(bitsOf(sent))
      demand(bits >= ENOUGH_BITS, `${ENOUGH_BITS} bits`, `${bits} at most, as in ${sent[0] ?? ''}`)
    },
  ),
  check(
    {
      id: 'nonce.random',
      title: 'Sends nonces that do not count, and have no more than half in common',
      section: NONCE,
      level: 'SHOULD',
      severity: 'medium',
      needs: ['fetch'],
    },
    async (context) => {
      const sent = await nonces(context)
      const [first = '', ...rest] = sent
      const counts = rest.every((nonce, index) => follows(sent[index] ?? '', nonce))
      demand(!counts, 'random nonces', `nonces that count: ${sent.slice(0, 3).join(', ')}`)
      const common = Math.min(
        ...rest.map(
          (nonce) => commonLength(first, nonce) + commonLength(reversed(first), reversed(nonce)),
        ),
      )
      demand(common <= first.length / 2, 'random nonces', sent.slice(0, 3).join(', '))
    },
  ),
  checkFetch(
    {
      id: 'header.scheme',
      title: 'Sends one Authorization header of the scheme OAuth',
      section: HEADER,
    },
    ({ message }) => {
      const values = valuesOf(message, 'authorization')
      const isOne = values.length === 1 && /^OAuth[ \t]/i.test(values[0] ?? '')
      demand(isOne, 'one header of the scheme OAuth', values.join(' and ') || 'none')
    },
  ),
  checkFetch(
    {
      id: 'header.encoded',
      title: 'Encodes values in the header, keys with / + = and letters of any script among them',
      section: HEADER,
    },
    (received, scene) => {
      const [value = ''] = valuesOf(received.message, 'authorization')
      for (const [item, name = '', text = ''] of value.matchAll(
        /(?<![^\s",=])([^\s",=]+)="([^"]*)"/g,
      )) {
        const isEncoded = /^[\w.~%-]*$/.test(text) && !/%(?![0-9A-F]{2})/.test(text)
        demand(isEncoded || name === 'realm', 'values encoded by section 3.6', item)
      }
      demandSigned(received, scene.signers)
      const sent = protocolValue(received, 'oauth_token')
      demand(sent === scene.token.key, shown(scene.token.key), shown(sent))
    },
    { consumer: { key: 'c/+=%é☃' }, token: { key: "t/+= %2B!'()*" } },
  ),
  checkFetch(
    {
      id: 'header.quoted',
      title: 'Writes every parameter of the header as name="value", separated by commas',
      section: HEADER,
    },
    ({ message }) => {
      const [value = ''] = valuesOf(message, 'authorization')
      const item = String.raw`[\w%.~-]+="[^"]*"`
      const pattern = new RegExp(String.raw`^OAuth\s+${item}(?:\s*,\s*${item})*$`, 'i')
      demand(pattern.test(value), 'a list of name="value"', value)
    },
  ),
  checkFetch(
    {
      id: 'keys.consumer-secret-encoded',
      title: 'Encodes the Consumer secret in the key of the signature',
      section: 'RFC 5849 3.4.2',
    },
    (received, { signers }) => {
      demandSigned(received, signers)
    },
    { consumer: { secret: random('a&b%c+d ü/=') } },
  ),
  checkFetch(
    {
      id: 'keys.token-secret-encoded',
      title: 'Encodes the token secret in the key of the signature',
      section: 'RFC 5849 3.4.2',
    },
    (received, { signers }) => {
      demandSigned(received, signers)
    },
    { token: { secret: random('a&b%c+d ü/=') } },
  ),
  checkFetch(
    {
      id: 'keys.token-secret-empty',
      title: 'Signs with a token whose secret is empty',
      section: 'RFC 5849 3.4.2',
    },
    (received, { signers }) => {
      demandSigned(received, signers)
    },
    { token: { secret: '' } },
  ),
  check(
    {
      id: 'request.two-legged',
      title: 'Signs without a token, and keeps the & of the key',
      section: 'RFC 5849 3.4.2',
      needs: ['two-legged'],
    },
    async ({ begin }) => {
      const scene = begin()
      const received = scene.first('resource', await scene.fetch({ token: undefined }))
      const sent = protocolValue(received, 'oauth_token')
      if (sent) throw new Departure('no oauth_token, or an empty one', shown(sent))
      demandSigned(received, scene.signers)
    },
  ),
]

function follows(nonce: string, next: string): boolean {
  return nonce.length === next.length ? nonce < next : nonce.length < next.length
}
