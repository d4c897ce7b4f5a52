import { equal } from 'node:assert/strict'

import {
  parseAuthorizationHeader,
  percentDecode,
  percentEncode,
  signatureBaseString,
  signRequest,
} from '@oauthplus/core'

import { BASE_STRING, CREDENTIALS, HASH_ALONE, PROTOCOL, REQUEST } from '../fixture.mjs'

const TEXT = 'Ladies + Gentlemen: 5% off, déjà vu'

/** Measures the steps of signing and verifying. */
export async function createGroups() {
  const { headers } = await signRequest(REQUEST, CREDENTIALS)
  const [[, header]] = headers
  const encoded = percentEncode(TEXT)
  return [
    {
      title: 'The steps of signing and verifying',
      baseline: HASH_ALONE,
      rows: [
        { name: 'percentEncode, nothing to encode', run: () => percentEncode('nnch734d00sl2jdk') },
        { name: 'percentEncode', run: () => percentEncode(TEXT) },
        {
          name: 'percentDecode',
          run: () => percentDecode(encoded),
          check: () => equal(percentDecode(encoded), TEXT),
        },
        {
          name: 'signatureBaseString',
          run: () => signatureBaseString({ ...REQUEST, parameters: PROTOCOL }),
          check: () =>
            equal(signatureBaseString({ ...REQUEST, parameters: PROTOCOL }), BASE_STRING),
        },
        { name: 'parseAuthorizationHeader', run: () => parseAuthorizationHeader(header) },
      ],
    },
  ]
}
