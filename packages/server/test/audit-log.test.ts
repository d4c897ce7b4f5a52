import { describe, expect, it } from 'vitest'

import { memoryStore } from '../src/index.js'
import type { AuditEntry, ConsumerOptions } from '../src/index.js'
import {
  accessToken,
  codeOf,
  CONSUMER,
  headerOf,
  neutral,
  raw,
  requestToken,
  START_SECONDS,
  testProvider,
} from './neutral-requests.js'
import type { TestProvider } from './neutral-requests.js'

const JANE = { actorId: 'jane' }
const PHOTOS = '/photos'

type Stable = Omit<AuditEntry, 'id'> & { readonly id: undefined }

/** The parts of an entry that do not depend on chance. */
function toStable(entry: AuditEntry): Stable {
  return { ...entry, id: undefined }
}

async function listEntries(
  provider: Awaited<ReturnType<typeof testProvider>>['provider'],
  key: string,
): Promise<readonly Stable[]> {
  return (await provider.consumers.listAuditEntries(key)).entries.map(toStable)
}

describe('the audit log of a consumer', () => {
  it('says who changed what, when and why, and contains no secret', async () => {
    const { provider, clock } = await testProvider()
    const { consumers } = provider
    const { key, secret = '' } = await consumers.register(
      { name: 'Camera', status: 'pending' },
      JANE,
    )
    clock.nowSeconds += 10
    await consumers.reject(key, { actorId: 'bob', reason: 'Which site is it?' })
    await consumers.update(key, { website: 'https://camera.example/' }, JANE)
    await consumers.accept(key, { actorId: 'bob' })
    const rotated = await consumers.rotate(key, { overlapSeconds: 60 }, JANE)
    await consumers.update(key, { website: 'https://camera.example/' }, JANE)
    await consumers.remove(key)
    const common = { consumerKey: key, atSeconds: START_SECONDS + 10 }
    expect(await listEntries(provider, key)).toEqual([
      { ...common, action: 'removed', changes: [] },
      {
        ...common,
        ...JANE,
        action: 'rotated',
        changes: [
          {
            field: 'secrets',
            before: '["valid"]',
            after: `["valid","valid until ${START_SECONDS + 70}"]`,
          },
        ],
      },
      {
        ...common,
        actorId: 'bob',
        action: 'accepted',
        changes: [
          { field: 'status', before: '"rejected"', after: '"accepted"' },
          { field: 'statusReason', before: '"Which site is it?"' },
        ],
      },
      {
        ...common,
        ...JANE,
        action: 'updated',
        changes: [{ field: 'website', after: '"https://camera.example/"' }],
      },
      {
        ...common,
        actorId: 'bob',
        action: 'rejected',
        reason: 'Which site is it?',
        changes: [
          { field: 'status', before: '"pending"', after: '"rejected"' },
          { field: 'statusReason', after: '"Which site is it?"' },
        ],
      },
      { ...common, ...JANE, atSeconds: START_SECONDS, action: 'proposed', changes: [] },
    ])
    const logged = JSON.stringify((await consumers.listAuditEntries(key)).entries)
    expect(logged).not.toContain(secret)
    expect(logged).not.toContain(rotated.secret)
  })

  it('stays in order when the key is used again in the same second, or clocks differ', async () => {
    const { provider, clock } = await testProvider()
    const { consumers } = provider
    for (let life = 0; life < 3; life++) {
      await consumers.register({ key: 'camera', name: `Camera ${life}` })
      await consumers.update('camera', { name: 'Lens' })
      clock.nowSeconds -= 5
      await consumers.cancel('camera')
      await consumers.remove('camera')
    }
    const life = ['removed', 'canceled', 'updated', 'registered']
    const actions = (await listEntries(provider, 'camera')).map(({ action }) => action)
    expect(actions).toEqual([...life, ...life, ...life])
  })

  it('is listed page by page', async () => {
    const { provider } = await testProvider()
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      await provider.consumers.update(CONSUMER.key, { name })
    }
    const names: (string | undefined)[] = []
    let before: string | undefined
    do {
      const page = await provider.consumers.listAuditEntries(CONSUMER.key, { before, limit: 2 })
      names.push(...page.entries.map(({ changes }) => changes[0]?.after))
      before = page.next
    } while (before !== undefined)
    expect(names).toEqual(['"e"', '"d"', '"c"', '"b"', '"a"', undefined])
  })

  it.each([
    [{ actorId: 5 }, /^consumers\.accept: context\.actorId must be/],
    [{ actorId: 'x'.repeat(256) }, /^consumers\.accept: context\.actorId must be/],
    [{ reason: 'x'.repeat(2001) }, /^consumers\.accept: context\.reason must be/],
    [{ reason: 'a\0' }, /^consumers\.accept: context\.reason must be/],
    [{ actor: 'jane' }, /Did you mean actorId\?/],
    ['jane', /^consumers\.accept: context must be/],
  ])('refuses a context that is not valid: %j', async (context, message) => {
    const { provider } = await testProvider()
    const accept = provider.consumers.accept as (...values: unknown[]) => Promise<unknown>
    await expect(accept(CONSUMER.key, context)).rejects.toThrow(message)
  })
})

it('lists consumers by owner and status', async () => {
  const { provider } = await testProvider()
  const { consumers } = provider
  for (const [key, ownerId, status] of [
    ['a', 'jane', 'pending'],
    ['b', 'jane', 'accepted'],
    ['c', 'bob', 'pending'],
  ] as const) {
    await consumers.register({ name: key, key, ownerId, status })
  }
  const list = async (filter: Parameters<typeof consumers.list>[0]): Promise<readonly string[]> =>
    (await consumers.list(filter)).consumers.map(({ key }) => key)
  expect(await list({ ownerId: 'jane' })).toEqual(['a', 'b'])
  expect(await list({ status: 'pending' })).toEqual(['a', 'c'])
  expect(await list({ ownerId: 'jane', status: 'pending' })).toEqual(['a'])
  await expect(consumers.list({ status: 'open' as never })).rejects.toThrow(/status must be/)
})

describe('the scopes of a consumer', () => {
  const options = {
    scopes: { photos: { description: 'See your photos' }, albums: { description: 'Albums' } },
    defaultScopes: ['photos', 'albums'],
  }

  it('limit what it can request', async () => {
    const app = await testProvider(options)
    await app.provider.consumers.update(CONSUMER.key, { scopes: ['photos'] })
    const url = '/oauth/request_token?scope=albums'
    const refused = await app.provider.requestToken(
      await neutral({ method: 'POST', url }, { consumer: CONSUMER }, { callback: 'oob' }),
    )
    expect(codeOf(refused)).toBe('parameter_rejected')
    const { key: tokenKey } = await requestToken(app)
    const loaded = await app.provider.authorization.load({ tokenKey, userId: 'jane' })
    expect(loaded.ok && loaded.consent.scopes.map(({ name }) => name)).toEqual(['photos'])
  })

  it('limit the tokens that it has, from the next request on', async () => {
    const app = await testProvider(options)
    const token = await accessToken(app)
    const authenticate = async (scope: string): Promise<string> => {
      const request = await neutral({ method: 'GET', url: PHOTOS }, { consumer: CONSUMER, token })
      const result = await app.provider.authenticate(request, { scope })
      return result.ok ? result.grant.scopes.join(' ') : codeOf(result)
    }
    expect(await authenticate('albums')).toBe('photos albums')
    await app.provider.consumers.update(CONSUMER.key, { scopes: ['photos'] })
    expect(await authenticate('albums')).toBe('additional_authorization_required')
    expect(await authenticate('photos')).toBe('photos')
    await app.provider.consumers.update(CONSUMER.key, { scopes: null })
    expect(await authenticate('albums')).toBe('photos albums')
  })
})

it.each<[Partial<ConsumerOptions>, RegExp]>([
  [{ scopes: ['nothing'] }, /scopes must be among those of createProvider \(photos/],
  [{ iconUrl: 'http://camera.example/icon.png' }, /iconUrl must be an https URL/],
  [{ iconUrl: 'javascript:alert(1)' }, /iconUrl must be an https URL/],
  [{ iconUrl: 'https://a@camera.example/' }, /iconUrl must be an https URL/],
  [{ iconUrl: 'https://camera.example/ x' }, /iconUrl must be an https URL/],
  [{ iconUrl: 'https://camera;form-action;.example/' }, /iconUrl must be an https URL/],
  [{ iconUrl: 'https://camera,.example/' }, /iconUrl must be an https URL/],
  [{ iconUrl: 'https://*/' }, /iconUrl must be an https URL/],
])('refuses %j', async (options, message) => {
  const { provider } = await testProvider()
  await expect(provider.consumers.update(CONSUMER.key, options)).rejects.toThrow(message)
})

describe('icons on the page of connected applications', () => {
  it('add no directive to the policy, also if a record is older than its check', async () => {
    const store = memoryStore()
    const app = await testProvider({ store })
    await accessToken(app)
    const record = await store.findConsumer(CONSUMER.key)
    if (record === undefined) throw new Error('There is no consumer')
    const iconUrl = 'https://camera;form-action;.example/'
    await store.replaceConsumer({ ...record, iconUrl, revision: record.revision + 1 })
    const policy = await findApplicationsPolicy(app)
    expect(policy).not.toContain('camera')
    expect(policy).toContain("; form-action 'self'")
  })

  it('may be from any https URL if there are too many for a header', async () => {
    const app = await testProvider()
    const { consumers, tokens } = app.provider
    for (let count = 0; count < 60; count++) {
      const iconUrl = `https://camera-${count}.example/the-icon-of-it.png`
      const { key } = await consumers.register({ name: `Camera ${count}`, iconUrl })
      await tokens.issue({ consumerKey: key, userId: 'jane' })
    }
    const policy = await findApplicationsPolicy(app)
    expect(policy).toContain("; img-src 'self' https:;")
    expect(policy.length).toBeLessThan(2000)
  })
})

async function findApplicationsPolicy({ provider }: TestProvider): Promise<string> {
  const request = raw({ method: 'GET', url: '/oauth/applications' })
  const visitor = { getUserId: () => 'jane', getLoginUrl: () => '/login' }
  const response = await provider.applications.respond(request, visitor)
  return headerOf(response, 'Content-Security-Policy') ?? ''
}

it('shows the icon of an application on the consent page, which may load nothing else', async () => {
  const app = await testProvider()
  await app.provider.consumers.update(CONSUMER.key, { iconUrl: 'https://camera.example/i.png?a' })
  const { key: tokenKey } = await requestToken(app)
  const { response } = await app.provider.authorization.load({ tokenKey, userId: 'jane' })
  expect(response.body).toContain('<img class="icon" src="https://camera.example/i.png?a" alt=""')
  const policy = response.headers.find(([name]) => name === 'Content-Security-Policy')?.[1]
  expect(policy).toContain('; img-src https://camera.example/i.png;')
})
