import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

import { createClient } from '@oauthplus/client'
import { lti11, signLtiLaunch } from '@oauthplus/client/presets'
import { formatForm, parameterValue, parseForm, verifySignature } from '@oauthplus/core'
import type { ParameterList } from '@oauthplus/core'
import requests from '@oauthplus/testkit/vectors/requests.json' with { type: 'json' }
import { describe, expect, it } from 'vitest'

import { launchPage } from './launch-page.js'
import { verifyLaunch } from '../../examples/lti-launch/src/verify-launch.js'
import type { Tool } from '../../examples/lti-launch/src/verify-launch.js'

const imsLti = createRequire(import.meta.url)('ims-lti') as {
  readonly Provider: new (
    consumerKey: string,
    consumerSecret: string,
  ) => {
    valid_request(request: object, callback: (error: unknown, isValid: boolean) => void): void
  }
}
const NOW_SECONDS = 1_780_000_000
const LAUNCH_URL = 'https://tool.example/launch'
const FORM = 'application/x-www-form-urlencoded'
const CONSUMER = { key: 'platform', secret: 'shared & secret' }
const FIELDS: ParameterList = [
  ['lti_message_type', 'basic-lti-launch-request'],
  ['lti_version', 'LTI-1p0'],
  ['resource_link_id', 'chapter-3'],
  ['user_id', '7'],
  ['lis_person_name_full', 'Žofie "(O\'Hara)" & Söhne <3'],
]

function toolOf(options: Partial<Tool> = {}): Tool {
  const nonces = new Set<string>()
  return {
    launchUrl: LAUNCH_URL,
    secretsOf: (key) => (key === CONSUMER.key ? [CONSUMER.secret] : []),
    recordNonce: (nonce) => nonces.size < nonces.add(nonce).size,
    nowSeconds: () => NOW_SECONDS,
    ...options,
  }
}

/** A launch as it reaches the tool behind its proxy. */
function launch(fields: ParameterList, query = ''): Request {
  return new Request(`http://127.0.0.1:3000/internal${query}`, {
    method: 'POST',
    headers: { 'content-type': FORM },
    body: formatForm(fields),
  })
}

async function signedFields(url = LAUNCH_URL, seconds = NOW_SECONDS): Promise<ParameterList> {
  const options = { consumer: CONSUMER, parameters: FIELDS, timestampSeconds: seconds }
  return (await signLtiLaunch({ url, ...options })).fields
}

describe('a launch', () => {
  it('of the test platform that IMS published is accepted', async () => {
    const published = requests.vectors.find(({ id }) => id === 'lti-1.1-ims-launch')
    if (published?.url === undefined) throw new Error('The vector is gone.')
    const { oauth_params: parameters, expected, form_body: body } = published
    const fields = [
      ...parseForm(body ?? ''),
      ...Object.entries(parameters),
      ['oauth_signature', expected.signature],
    ] as ParameterList
    const tool = toolOf({
      launchUrl: published.url,
      secretsOf: (key) => (key === '12345' ? ['secret'] : []),
      nowSeconds: () => 1_348_093_600,
    })
    const launched = await verifyLaunch(tool, launch(fields))
    expect(parameterValue(launched ?? [], 'resource_link_id')).toBe('120988f929-274612')
  })

  it('of ours is accepted, the query of its URL signed too', async () => {
    const fields = await signedFields(`${LAUNCH_URL}?course=3`)
    const launched = await verifyLaunch(toolOf(), launch(fields, '?course=3'))
    expect(parameterValue(launched ?? [], 'lis_person_name_full')).toBe(FIELDS[4]?.[1])
    expect(await verifyLaunch(toolOf(), launch(fields, '?course=4'))).toBeUndefined()
  })

  it('of a platform that repeats the query in the form is accepted if repeatsQuery says so', async () => {
    const { fields } = await signLtiLaunch({
      url: LAUNCH_URL,
      consumer: CONSUMER,
      parameters: [...FIELDS, ['course', '3']],
      timestampSeconds: NOW_SECONDS,
    })
    const repeatsQuery = (key: string) => key === CONSUMER.key
    expect(await verifyLaunch(toolOf(), launch(fields, '?course=3'))).toBeUndefined()
    // The query is not signed: only the form counts.
    for (const query of ['?course=3', '?course=4', '?admin=1']) {
      const launched = await verifyLaunch(toolOf({ repeatsQuery }), launch(fields, query))
      expect(launched).toEqual(fields)
    }
  })

  it('of ours is accepted by ims-lti', async () => {
    // Its clock is the machine's, and it does not encode secrets.
    const consumer = { ...CONSUMER, secret: 'shared' }
    const { fields } = await signLtiLaunch({ url: LAUNCH_URL, consumer, parameters: FIELDS })
    const provider = new imsLti.Provider(consumer.key, consumer.secret)
    const request = {
      method: 'POST',
      url: '/launch',
      protocol: 'https',
      headers: { host: 'tool.example' },
      body: Object.fromEntries(fields),
    }
    const isValid = await new Promise((resolve) => {
      provider.valid_request(request, (error, valid) => resolve(error ?? valid))
    })
    expect(isValid).toBe(true)
  })

  it('is accepted once, even if two arrive at the same time', async () => {
    const fields = await signedFields()
    const tool = toolOf()
    const twice = [verifyLaunch(tool, launch(fields)), verifyLaunch(tool, launch(fields))]
    expect((await Promise.all(twice)).filter((one) => one !== undefined)).toHaveLength(1)
    expect(await verifyLaunch(tool, launch(fields))).toBeUndefined()
  })

  it.each([-301, 301])(
    'that is %i seconds off is refused, its nonce unrecorded',
    async (seconds) => {
      const fields = await signedFields(LAUNCH_URL, NOW_SECONDS + seconds)
      const recorded: string[] = []
      const tool = toolOf({ recordNonce: (nonce) => Boolean(recorded.push(nonce)) })
      expect(await verifyLaunch(tool, launch(fields))).toBeUndefined()
      expect(recorded).toEqual([])
    },
  )

  it('that was changed, is of an unknown platform, or cannot be read is refused', async () => {
    const fields = await signedFields()
    const changed = fields.map(([name, value]): [string, string] =>
      name === 'user_id' ? [name, '8'] : [name, value],
    )
    expect(await verifyLaunch(toolOf(), launch(changed))).toBeUndefined()
    expect(await verifyLaunch(toolOf({ secretsOf: () => [] }), launch(fields))).toBeUndefined()
    const twice = [...fields, ...fields.filter(([name]) => name === 'oauth_nonce')]
    expect(await verifyLaunch(toolOf(), launch(twice))).toBeUndefined()
    expect(await verifyLaunch(toolOf(), launch([...fields, ['submit', 'Open']]))).toBeUndefined()
    const get = new Request(`${LAUNCH_URL}?${formatForm(fields)}`)
    expect(await verifyLaunch(toolOf(), get)).toBeUndefined()
  })
})

it('a page contains every field, and a button without a name', async () => {
  const html = await launchPage({
    url: `${LAUNCH_URL}?a=1&b=2`,
    consumer: CONSUMER,
    parameters: FIELDS,
  })
  const unescaped = (text = ''): string =>
    text.replace(/&#(\d+);/g, (_escape, code) => String.fromCharCode(Number(code)))
  const inputs = [...html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)]
  const posted = formatForm(inputs.map(([, ...pair]) => pair.map(unescaped) as [string, string]))
  expect(unescaped(/action="([^"]*)"/.exec(html)?.[1])).toBe(`${LAUNCH_URL}?a=1&b=2`)
  expect(html).toContain('<button>')
  const verified = await verifySignature(
    {
      method: 'POST',
      url: `${LAUNCH_URL}?a=1&b=2`,
      headers: [['content-type', FORM]],
      body: posted,
    },
    { secrets: [CONSUMER.secret] },
    { signatureMethods: ['HMAC-SHA1'] },
  )
  expect(verified.ok).toBe(true)
})

it('an outcome is verified with the hash of its body, which must be there', async () => {
  const sent: Request[] = []
  const client = createClient({
    provider: lti11,
    consumer: CONSUMER,
    fetch: (input, init) => {
      sent.push(new Request(input, init))
      return Promise.resolve(new Response())
    },
  })
  const url = 'https://platform.example/outcomes'
  const headers = { 'content-type': 'application/xml' }
  await client.fetch(url, { method: 'POST', headers, body: '<score>0.5</score>' })
  const [outcome] = sent
  const verified = (body: string) =>
    verifySignature(
      { method: 'POST', url, headers: [...(outcome?.headers ?? [])], body },
      { secrets: [CONSUMER.secret] },
      { signatureMethods: ['HMAC-SHA1'] },
    )
  const right = await verified((await outcome?.text()) ?? '')
  expect(right.ok && parameterValue(right.request.protocol, 'oauth_body_hash')).toBeTruthy()
  expect((await verified('<score>1.0</score>')).ok).toBe(false)
})

it.each(['../../examples/lti-launch/src/verify-launch.ts', 'launch-page.ts'])(
  '%s is the same in the guide as it is run here',
  (file) => {
    const guide = readFileSync(new URL('../../docs/guide/lti.md', import.meta.url), 'utf8')
    const code = readFileSync(new URL(file, import.meta.url), 'utf8')
    expect(guide).toContain(`\`\`\`ts\n${code}\`\`\`\n`)
  },
)
