import { equal } from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'

import { SIGNATURE_METHODS, signRequest, verifySignature } from '@oauthplus/core'

import { CONSUMER, HASH_ALONE, REQUEST, TOKEN } from '../fixture.mjs'

/** Measures signing and verifying with each signature method. */
export async function createGroups() {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  const credentials = { consumer: { ...CONSUMER, privateKey }, token: TOKEN }
  const keys = {
    secrets: [CONSUMER.secret],
    publicKeys: [publicKey],
    tokenSecrets: [TOKEN.secret],
  }
  const names = SIGNATURE_METHODS.map(({ name }) => name)
  const signing = names.map((name) => ({
    name,
    run: () => signRequest(REQUEST, credentials, { signatureMethod: name }),
  }))
  const verifying = []
  for (const { name, run } of signing) {
    const received = await run()
    const verify = () => verifySignature(received, keys, { signatureMethods: [name] })
    verifying.push({
      name,
      run: verify,
      check: async () => equal((await verify()).ok, true),
    })
  }
  return [
    { title: 'signRequest by signature method', baseline: HASH_ALONE, rows: signing },
    { title: 'verifySignature by signature method', baseline: HASH_ALONE, rows: verifying },
  ]
}
