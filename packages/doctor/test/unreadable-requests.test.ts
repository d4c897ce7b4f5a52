import { expect, it } from 'vitest'

import { diagnose, explainSteps } from '../src/index.js'

const HEADER =
  'OAuth oauth_consumer_key="k", oauth_signature_method="HMAC-SHA1", oauth_timestamp="1", oauth_nonce="n", oauth_signature="AA%3D%3D"'

it.each([
  ['an unsigned request', undefined, /not signed: it has no Authorization header/],
  ['another scheme', 'Bearer abc', /Authorization header is not "OAuth", but "Bearer"/],
  ['typographic quotation marks', HEADER.replaceAll('"', '\u201d'), /typographic quotation marks/],
  ['a name that is repeated', `Authorization: ${HEADER}`, /repeats the name of the header/],
  [
    'an underscore in the method',
    HEADER.replace('HMAC-', 'HMAC_'),
    /is "HMAC_SHA1".*write HMAC-SHA1/,
  ],
  ['a method in lower case', HEADER.replace('HMAC-SHA1', 'hmac-sha1'), /write HMAC-SHA1/],
  [
    'an unknown method',
    HEADER.replace('HMAC-SHA1', 'MD5'),
    /is "MD5", which is not a supported method/,
  ],
  ['no parameter', 'OAuth realm="a"', /has no parameter that begins with oauth_/],
  [
    'no method',
    HEADER.replace('oauth_signature_method="HMAC-SHA1", ', ''),
    /^oauth_signature_method is missing\.$/,
  ],
])('names %s', async (_, authorization, message) => {
  const headers = authorization === undefined ? [] : [['Authorization', authorization] as const]
  const request = { method: 'GET', url: 'https://photos.example/', headers }
  const diagnosis = await diagnose(request, { secrets: ['s'] })
  expect([diagnosis.verdict, diagnosis.summary]).toEqual([
    'out-of-reach',
    expect.stringMatching(message),
  ])
  await expect(explainSteps(request)).rejects.toThrow(message)
})
