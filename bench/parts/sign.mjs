import { equal } from 'node:assert/strict'

import { parseAuthorizationHeader, parameterValue, signRequest } from '@oauthplus/core'

import { CREDENTIALS, HASH_ALONE, NONCE, REQUEST, SIGNATURE } from '../fixture.mjs'
import { TIMESTAMP_SECONDS } from '../fixture.mjs'
import { createOauthlibRow } from '../oauthlib.mjs'
import { createHeaderMakers, SIGNATURE_MAKERS } from '../signers.mjs'

/** Measures signing a GET with two parameters, including the nonce and the header. */
export async function createGroups() {
  const checked = createHeaderMakers({ fixed: true })
  return [
    {
      title: 'Sign a GET with 2 parameters, HMAC-SHA1, nonce and header included',
      baseline: HASH_ALONE,
      rows: [
        {
          name: 'signRequest',
          atMost: 2,
          run: () => signRequest(REQUEST, CREDENTIALS),
          check: async () => {
            const options = { nonce: NONCE, timestampSeconds: TIMESTAMP_SECONDS }
            equal((await signRequest(REQUEST, CREDENTIALS, options)).signature, SIGNATURE)
          },
        },
        ...Object.entries(createHeaderMakers({ fixed: false })).map(([name, run]) => ({
          name,
          peer: true,
          run,
          check: () => equal(readSignature(checked[name]()), SIGNATURE),
        })),
        ...Object.entries(SIGNATURE_MAKERS).map(([name, run]) => ({
          name,
          peer: true,
          run,
          check: () => equal(run(), SIGNATURE),
        })),
        ...(await createOauthlibRow('sign')),
      ],
    },
  ]
}

function readSignature(header) {
  return parameterValue(parseAuthorizationHeader(header).parameters, 'oauth_signature')
}
