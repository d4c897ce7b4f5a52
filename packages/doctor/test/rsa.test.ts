import { createPublicKey, createSign, generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'

import { describe, expect, it } from 'vitest'

import { DEPARTURES, diagnose, explainSteps } from '../src/index.js'
import { explained } from './explained.js'
import { PROTOCOL, send } from './planted-signer.js'
import type { Pair, Sample, Signer } from './planted-signer.js'
import { PLANTS } from './plants.js'

// A new key for each run would make some signatures without a "+", which one case requires.
const VECTORS = new URL('../../testkit/vectors/keys.json', import.meta.url)
const { keys } = JSON.parse(readFileSync(VECTORS, 'utf8')) as {
  readonly keys: Readonly<Record<string, { readonly privateKey: string }>>
}
const privateKey = keys['mastercard-tests']?.privateKey ?? ''
const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }) as string
const KEYS = { publicKeys: [publicKey] }
const STAGES = new Map(DEPARTURES.map(({ id, stage }) => [id, stage]))
const SAMPLE: Sample = { method: 'GET', url: 'https://photos.example/photos?size=large' }

/** RSA has no secrets, and a different digest. All other steps are those of HMAC. */
const APPLICABLE = PLANTS.filter(({ id }) => !['key', 'digest'].includes(STAGES.get(id) ?? ''))

function sendByRsa(method: string, sample: Sample, plant = (signer: Signer): Signer => signer) {
  const named = (protocol: readonly Pair[]): readonly Pair[] =>
    protocol.map(([name, value]) => [name, value === 'HMAC-SHA1' ? method : value])
  return send({ ...sample, protocol: named(sample.protocol ?? PROTOCOL) }, (signer) => {
    const planted = plant(signer)
    return {
      ...planted,
      protocol: named(planted.protocol),
      digest: (baseString, { hash }) => createSign(hash).update(baseString).sign(privateKey),
    }
  })
}

describe.each(['RSA-SHA1', 'RSA-SHA256'])('%s', (method) => {
  it('accepts a correct signature', async () => {
    const request = sendByRsa(method, SAMPLE)
    expect(await diagnose(request, KEYS)).toMatchObject({ verdict: 'right', remarks: [] })
    const steps = await explainSteps(request, KEYS)
    expect([steps.key, steps.signature]).toEqual([undefined, undefined])
  })

  it.each(APPLICABLE)('finds $id', async ({ id, sample, plant, prefixes, typedUrl }) => {
    const request = { ...sendByRsa(method, sample, plant), typedUrl }
    const found = explained(await diagnose(request, KEYS, { prefixes }))
    expect(found).toContain(id)
  })

  it('finds digest-other', async () => {
    const request = sendByRsa(method, SAMPLE, (signer) => ({ ...signer, hash: 'sha512' }))
    expect(explained(await diagnose(request, KEYS))).toEqual(['digest-other'])
  })

  it('finds pairs', async () => {
    const request = sendByRsa(method, SAMPLE, (signer) => ({
      ...signer,
      uri: signer.uri.replace('https', 'http'),
      query: [],
    }))
    expect(explained(await diagnose(request, KEYS))).toContain('scheme-other + query-left-out')
  })

  it('does not explain a signature with the key of another consumer', async () => {
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey
    const publicKeys = [other.export({ type: 'spki', format: 'pem' }) as string]
    const diagnosis = await diagnose(sendByRsa(method, SAMPLE), { publicKeys })
    expect(diagnosis.verdict).toBe('unexplained')
  })
})
