import { equal } from 'node:assert/strict'

import { signRequest, verifySignature } from '@oauthplus/core'

import { CONSUMER, CREDENTIALS, REQUEST, TOKEN } from '../fixture.mjs'

const KEYS = { secrets: [CONSUMER.secret], tokenSecrets: [TOKEN.secret] }
const ALLOWED = { signatureMethods: ['HMAC-SHA1'] }
// The same number of parameters with the same lengths, but `oauth_verifier` replaces
// `oauth_version`.
const UNUSUAL = { sendVersion: false, verifier: '1.0' }

/**
 * Measures the effect of the template for the usual protocol parameters (core,
 * usual-parameters.ts).
 */
export async function createGroups() {
  const usual = await signRequest(REQUEST, CREDENTIALS)
  const unusual = await signRequest(REQUEST, CREDENTIALS, UNUSUAL)
  // `oauth_verifier` is one letter longer than `oauth_version`.
  equal(unusual.baseString.length, usual.baseString.length + 1)
  const isVerified = async (signed) => (await verifySignature(signed, KEYS, ALLOWED)).ok
  return [
    {
      title: 'signRequest with and without the template for the usual parameters',
      baseline: { name: 'with it', run: () => signRequest(REQUEST, CREDENTIALS) },
      rows: [
        {
          name: 'without it',
          run: () => signRequest(REQUEST, CREDENTIALS, UNUSUAL),
          check: async () => equal(await isVerified(unusual), true),
        },
      ],
    },
    {
      title: 'verifySignature with and without the template for the usual parameters',
      baseline: { name: 'with it', run: () => isVerified(usual) },
      rows: [
        {
          name: 'without it',
          run: () => isVerified(unusual),
          check: async () => equal(await isVerified(unusual), true),
        },
      ],
    },
  ]
}
