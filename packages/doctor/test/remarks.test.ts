import { expect, it } from 'vitest'

import { diagnose, formatDiagnosis } from '../src/index.js'
import { PROTOCOL, SECRETS, send } from './planted-signer.js'

const KEYS = { secrets: [SECRETS.consumerSecret], tokenSecrets: [SECRETS.tokenSecret] }
const SAMPLE = { method: 'GET', url: 'https://photos.example/photos' }
const FORM = { ...SAMPLE, method: 'POST', type: 'application/x-www-form-urlencoded' }
const TIMESTAMP_SECONDS = 1_191_242_096

type Request = ReturnType<typeof send>

async function remarksOf(
  request: Request,
  nowSeconds?: number,
): Promise<readonly string[] | string> {
  const diagnosis = await diagnose(request, KEYS, { nowSeconds })
  return diagnosis.verdict === 'right' ? diagnosis.remarks : diagnosis.verdict
}

/** Removes the percent-encoding from a correctly signed header. */
function withoutEncoding(request: Request): Request {
  return {
    ...request,
    headers: request.headers.map(([name, value]) => [name, decodeURIComponent(value)] as const),
  }
}

it('names the values of the Authorization header that are not percent-encoded', async () => {
  const callback = ['oauth_callback', 'https://printer.example/ready,steady'] as const
  const request = send({ ...SAMPLE, protocol: [...PROTOCOL, callback] })
  expect(await remarksOf(request)).toEqual([])
  expect(await remarksOf(withoutEncoding(request))).toEqual([
    'The Authorization header contains values that are not percent-encoded: oauth_callback, oauth_signature (RFC 5849, section 3.5.1). A strict server refuses them.',
  ])
})

it.each([
  ['no current time is provided', undefined, []],
  ['it is 300 seconds old', TIMESTAMP_SECONDS + 300, []],
  [
    'it is older',
    TIMESTAMP_SECONDS + 301,
    [
      'oauth_timestamp is 2007-10-01T12:34:56Z, more than 300 seconds before the current time; most servers refuse it (RFC 5849, section 3.3).',
    ],
  ],
  [
    'it is in the future',
    TIMESTAMP_SECONDS - 301,
    [
      'oauth_timestamp is 2007-10-01T12:34:56Z, more than 300 seconds after the current time; most servers refuse it (RFC 5849, section 3.3).',
    ],
  ],
])('compares the timestamp with the current time: %s', async (_, nowSeconds, remarks) => {
  expect(await remarksOf(send(SAMPLE), nowSeconds)).toEqual(remarks)
})

it.each(['1191242096000', '99999999999999999999', '-1', 'yesterday', ''])(
  'does not compare a timestamp that is not in seconds: %s',
  async (timestamp) => {
    const protocol = PROTOCOL.map(
      ([name, value]) => [name, name === 'oauth_timestamp' ? timestamp : value] as const,
    )
    const remarks = await remarksOf(send({ ...SAMPLE, protocol }), TIMESTAMP_SECONDS)
    expect(remarks).not.toContainEqual(expect.stringContaining('the current time'))
  },
)

it('names a form that a browser would submit differently', async () => {
  const windows = send({ ...FORM, body: 'note=one%0D%0Atwo&title=a+b' })
  expect(await remarksOf(windows)).toEqual([])
  const unix = send({ ...FORM, body: 'note=one%0Atwo&text=%0D%0A%0A&no%0Ate=%0D' })
  const remarks = [
    'The form contains line breaks other than CRLF, in "note", "text", "no\\nte". A browser submits CRLF, which makes the signature invalid.',
  ]
  expect(await remarksOf(unix)).toEqual(remarks)
  const lines = formatDiagnosis(await diagnose(unix, KEYS), { brief: true }).split('\n')
  expect(lines).toEqual(['The signature is right.', ...remarks])
})

it('names at most three of many fields', async () => {
  const body = Array.from({ length: 100 }, (_, index) => `n${index}=%0A`).join('&')
  expect(await remarksOf(send({ ...FORM, body }))).toEqual([
    expect.stringContaining('in "n0", "n1", "n2", …. A browser'),
  ])
})
