import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

import { parameterValue, verifySignature } from '@oauthplus/core'
import type { HeaderList, ParameterList, VerifySignatureResult } from '@oauthplus/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { rolesOf } from './roles-of.js'
import { sendScore } from './send-score.js'

const CONSUMER = { key: 'platform', secret: 'shared & secret' }

interface Outcome {
  readonly verified: VerifySignatureResult
  readonly body: string
}

describe('a score', () => {
  const outcomes: Outcome[] = []
  let answer = { status: 200, body: '' }
  // A platform: it verifies requests, and responds as the test says.
  const platform = createServer((request, response) => {
    void text(request).then(async (body) => {
      const { rawHeaders } = request
      const headers: HeaderList = rawHeaders.flatMap((name, index) =>
        index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? ''] as const] : [],
      )
      const verified = await verifySignature(
        { method: 'POST', url: outcomeUrl(), headers, body },
        { secrets: [CONSUMER.secret] },
        { signatureMethods: ['HMAC-SHA1'] },
      )
      outcomes.push({ verified, body })
      response.writeHead(answer.status, { 'content-type': 'application/xml' }).end(answer.body)
    })
  })
  const outcomeUrl = (): string =>
    `http://127.0.0.1:${String((platform.address() as AddressInfo).port)}/outcomes?course=3`
  const launch = (): ParameterList => [
    ['lis_outcome_service_url', outcomeUrl()],
    ['lis_result_sourcedid', '<7>&"\'ü'],
  ]

  beforeAll(async () => {
    await once(platform.listen(0, '127.0.0.1'), 'listening')
  })
  afterAll(() => platform.close())

  it('arrives signed with the hash of its body, its sourced id as it was', async () => {
    answer = { status: 200, body: '<imsx_codeMajor> success </imsx_codeMajor>' }
    expect(await sendScore(CONSUMER, launch(), 0.5)).toBe(true)
    const [{ verified, body } = {}] = outcomes as readonly Partial<Outcome>[]
    expect(
      verified?.ok && parameterValue(verified.request.protocol, 'oauth_body_hash'),
    ).toBeTruthy()
    expect(body).toContain('<sourcedId>&#60;7&#62;&#38;&#34;&#39;ü</sourcedId>')
    expect(body).toContain('<textString>0.5</textString>')
  })

  it.each([
    [200, '<imsx_codeMajor>failure</imsx_codeMajor>'],
    [200, ''],
    [500, '<imsx_codeMajor>success</imsx_codeMajor>'],
  ])('is not sent if the platform responds with %i and %j', async (status, body) => {
    answer = { status, body }
    expect(await sendScore(CONSUMER, launch(), 1)).toBe(false)
  })
})

it('roles are read with and without a URN', () => {
  const roles = rolesOf([
    [
      'roles',
      'Learner, urn:lti:role:ims/lis/Instructor/PrimaryInstructor,urn:lti:instrole:ims/lis/Staff',
    ],
  ])
  expect([...roles]).toEqual(['Learner', 'Instructor', 'PrimaryInstructor', 'Staff'])
  expect(rolesOf([]).has('Instructor')).toBe(false)
})

it.each(['roles-of', 'send-score'])('%s is the same in the guide as it is run here', (name) => {
  const guide = readFileSync(new URL('../../docs/guide/from-ims-lti.md', import.meta.url), 'utf8')
  const code = readFileSync(new URL(`${name}.ts`, import.meta.url), 'utf8')
  expect(guide).toContain(`\`\`\`ts\n${code}`)
})
