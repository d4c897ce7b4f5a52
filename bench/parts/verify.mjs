import { equal } from 'node:assert/strict'

import { signRequest, verifySignature } from '@oauthplus/core'

import { CONSUMER, CREDENTIALS, HASH_ALONE, NONCE, REQUEST, TOKEN } from '../fixture.mjs'
import { TIMESTAMP_SECONDS } from '../fixture.mjs'
import { createOauthlibRow } from '../oauthlib.mjs'

/** Measures verifying the request that `sign` signs. */
export async function createGroups() {
  const { method, url, headers } = await signRequest(REQUEST, CREDENTIALS, {
    nonce: NONCE,
    timestampSeconds: TIMESTAMP_SECONDS,
  })
  const keys = { secrets: [CONSUMER.secret], tokenSecrets: [TOKEN.secret] }
  const options = { signatureMethods: ['HMAC-SHA1'] }
  const received = {
    method,
    url,
    headers: [['host', 'photos.example'], ['user-agent', 'bench'], ['accept', '*/*'], ...headers],
  }
  return [
    {
      title: 'Verify the signature of the same request',
      baseline: HASH_ALONE,
      rows: [
        {
          name: 'verifySignature',
          atMost: 2.2,
          run: () => verifySignature(received, keys, options),
          check: async () => {
            equal((await verifySignature(received, keys, options)).ok, true)
            const forged = { ...received, url: `${url}&more=1` }
            equal((await verifySignature(forged, keys, options)).ok, false)
          },
        },
        ...(await createOauthlibRow('verify', headers.at(-1)[1])),
      ],
    },
  ]
}
