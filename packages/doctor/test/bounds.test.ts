import { signatureBaseString } from '@oauthplus/core'
import { expect, it } from 'vitest'

import { DEFAULT_BUDGET, diagnose, explainSteps, formatDiagnosis } from '../src/index.js'
import { PROTOCOL, SECRETS, send } from './planted-signer.js'

const KEYS = { secrets: [SECRETS.consumerSecret], tokenSecrets: [SECRETS.tokenSecret] }
const FORM = 'application/x-www-form-urlencoded'

it.each([
  [
    'a form of a thousand parameters',
    Array.from({ length: 1000 }, (_, i) => `a${i}=%20`).join('&'),
  ],
  ['a form of one megabyte', `a=${'%2F'.repeat(350_000)}`],
  ['unclosed brackets in names', `${'a['.repeat(100_000)}=1`],
])('stays within its budget for %s', async (_, body) => {
  const request = send({ method: 'POST', url: 'https://a.example/', type: FORM, body }, (s) => ({
    ...s,
    consumerSecret: 'unknown',
  }))
  const { verdict, cost } = await diagnose(request, KEYS)
  expect(verdict).toBe('unexplained')
  expect(cost.signatures).toBeLessThanOrEqual(DEFAULT_BUDGET.signatures)
  expect(cost.bytes).toBeLessThanOrEqual(DEFAULT_BUDGET.bytes)
})

it('stops at the given budget, and reports it', async () => {
  const request = send({ method: 'GET', url: 'https://a.example/' }, (s) => ({
    ...s,
    consumerSecret: 'unknown',
  }))
  const diagnosis = await diagnose(request, KEYS, { budget: { signatures: 5 } })
  expect(diagnosis).toMatchObject({ isCutShort: true, cost: { signatures: 5 } })
  await expect(diagnose(request, KEYS, { budget: { bytes: 0 } })).rejects.toThrow(TypeError)
})

it('shows no secrets: neither keys nor values whose names mark them as secret', async () => {
  const request = send(
    {
      method: 'POST',
      url: 'https://a.example/login?x_auth_password=in-the-query',
      type: FORM,
      body: 'x_auth_password=hunter2&a=1',
      protocol: [...PROTOCOL, ['oauth_verifier', 'the-verifier']],
    },
    (s) => ({ ...s, uri: `${s.uri}?x_auth_password=in-the-query` }),
  )
  const diagnosis = await diagnose(request, KEYS)
  expect(diagnosis.verdict).toBe('explained')
  const shown = JSON.stringify([
    diagnosis,
    formatDiagnosis(diagnosis),
    await explainSteps(request, KEYS),
  ])
  expect(shown).not.toMatch(/hunter2|in-the-query|the-verifier/)
  expect(shown).not.toContain(SECRETS.consumerSecret)
  expect(shown).not.toContain(SECRETS.tokenSecret)
})

it('reports a correct signature, and requests that it cannot diagnose', async () => {
  const sample = { method: 'GET', url: 'https://a.example/?b=1' }
  const right = await diagnose(send(sample), KEYS)
  expect(right).toMatchObject({ verdict: 'right', remarks: [] })
  const late = PROTOCOL.map(
    ([name, value]) => [name, name === 'oauth_timestamp' ? `${value}000` : value] as const,
  )
  const remarked = await diagnose(send({ ...sample, protocol: late }), KEYS)
  expect(remarked.summary).toMatch(/milliseconds/)
  const plain = PROTOCOL.map(
    ([name, value]) => [name, name === 'oauth_signature_method' ? 'PLAINTEXT' : value] as const,
  )
  const request = send({ ...sample, protocol: plain }, (s) => ({ ...s, hash: 'sha1' }))
  expect(await diagnose(request, KEYS)).toMatchObject({ verdict: 'out-of-reach' })
  expect(await diagnose(send(sample), {})).toMatchObject({ verdict: 'out-of-reach' })
})

it("lists the RFC's steps with the same results as core", async () => {
  const request = send({ method: 'get', url: 'https://A.example:443/?b=2&a=1' })
  const steps = await explainSteps(request, KEYS)
  expect(steps.method).toBe('GET')
  expect(steps.baseStringUri).toBe('https://a.example/')
  expect(steps.sorted.map(({ name }) => name).slice(0, 3)).toEqual(['a', 'b', 'oauth_consumer_key'])
  expect(steps.key).toBe('***&***')
  expect(steps.baseString).toBe(
    signatureBaseString({ method: 'GET', url: request.url, parameters: PROTOCOL }),
  )
  expect(steps.signature).toBe(steps.receivedSignature)
})

it('masks secret values in the steps, under any name', async () => {
  const url = 'https://a.example/?passwd=hidden1&pin=hidden2&api_key=hidden3&spin=shown'
  const steps = JSON.stringify(await explainSteps(send({ method: 'GET', url }), KEYS))
  expect(steps).not.toContain('hidden')
  expect(steps).toContain('shown')
})
