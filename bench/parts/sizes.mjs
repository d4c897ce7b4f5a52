import { equal } from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import { URLSearchParams } from 'node:url'

import { formatForm, signatureBaseString, signRequest, verifySignature } from '@oauthplus/core'

import { CONSUMER, CREDENTIALS, TOKEN } from '../fixture.mjs'

const FORM = [['Content-Type', 'application/x-www-form-urlencoded']]
const URL_OF_FORM = 'https://photos.example/photos'

/** Measures many parameters, and long forms. */
export async function createGroups() {
  return [
    createParameterGroup(),
    await createFormGroup('1 KB', 1e3),
    await createFormGroup('100 KB', 1e5),
    await createFormGroup('1 MB', 1e6, 2.5),
  ]
}

function createParameterGroup() {
  const [five, fifty, fiveHundred] = [5, 50, 500].map((count) => ({
    name: `${count} parameters`,
    run: () => signatureBaseString({ method: 'POST', url: URL_OF_FORM, parameters: list[count] }),
  }))
  const list = { 5: createParameters(5), 50: createParameters(50), 500: createParameters(500) }
  return {
    title: 'Base string of many parameters',
    baseline: fifty,
    rows: [five, { ...fiveHundred, atMost: 11 }],
  }
}

async function createFormGroup(name, bytes, atMost) {
  const body = createForm(bytes)
  const request = { method: 'POST', url: URL_OF_FORM, headers: FORM, body }
  const { headers } = await signRequest(request, CREDENTIALS)
  const received = { ...request, headers, body: Buffer.from(body) }
  const verify = () =>
    verifySignature(
      received,
      { secrets: [CONSUMER.secret], tokenSecrets: [TOKEN.secret] },
      { signatureMethods: ['HMAC-SHA1'] },
    )
  return {
    title: `A form body of ${name}`,
    baseline: {
      name: 'new URLSearchParams(form).sort()',
      run: () => {
        const form = new URLSearchParams(body)
        form.sort()
        return form
      },
    },
    rows: [
      { name: 'signRequest', atMost, run: () => signRequest(request, CREDENTIALS) },
      {
        name: 'verifySignature',
        atMost,
        run: verify,
        check: async () => equal((await verify()).ok, true),
      },
    ],
  }
}

/** Parameters in random order, as in an application. */
function createParameters(count) {
  return Array.from({ length: count }, (_, index) => [
    `field${(index * 7919) % 10_007}`,
    index % 4 === 0 ? `some text, number ${index}` : `value${index}`,
  ])
}

function createForm(bytes) {
  const text = formatForm(createParameters(Math.ceil(bytes / 16)))
  return text.slice(0, text.lastIndexOf('&', bytes))
}
