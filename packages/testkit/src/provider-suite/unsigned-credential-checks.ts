import { generateKeyPairSync } from 'node:crypto'

import { assertRefused } from './assertions.js'
import { createCheck, createRefusedCheck, getResourceUrl } from './provider-check.js'
import type { ProviderCheck } from './provider-check.js'
import type { ProviderContext } from './provider-context.js'
import { swapCase } from './swap-case.js'

const VERIFY = 'RFC 5849 3.2'

/** Unsigned requests that only name a token: id, description, and how to send it. */
const UNSIGNED: readonly (readonly [
  id: string,
  what: string,
  send: (context: ProviderContext, token: string) => readonly [url: string, authorization: string],
])[] = [
  [
    'header',
    'an Authorization header with only the token',
    ({ config }, token) => [config.resourceUrl, `OAuth oauth_token="${token}"`],
  ],
  [
    'bearer',
    'the token as a bearer token',
    ({ config }, token) => [config.resourceUrl, `Bearer ${token}`],
  ],
  [
    'query',
    'a query with consumer and token',
    (context, token) => [
      getResourceUrl(
        context,
        `oauth_consumer_key=${encodeURIComponent(context.config.consumer.key)}&oauth_token=${token}`,
      ),
      '',
    ],
  ],
]

/** Credentials without a proof, or with the wrong one. */
export const unsignedCredentialChecks: readonly ProviderCheck[] = [
  ...UNSIGNED.map(([id, what, send]) =>
    createCheck(
      {
        id: `unsigned.token-by-${id}`,
        title: `Refuses ${what}`,
        section: 'RFC 5849 3.1',
        severity: 'critical',
      },
      async (context) => {
        const { key } = await context.getToken()
        const [url, authorization] = send(context, encodeURIComponent(key))
        const headers = authorization === '' ? {} : { Authorization: authorization }
        assertRefused(await context.get(url, headers))
      },
    ),
  ),
  createRefusedCheck(
    {
      id: 'verify.empty-consumer-secret',
      title: 'Refuses a signature made without the consumer secret',
      section: 'RFC 5849 3.4.2',
      severity: 'critical',
      needs: ['a consumer with a secret'],
    },
    { keys: { consumerSecret: '' } },
  ),
  createRefusedCheck(
    {
      id: 'verify.swapped-secrets',
      title: 'Refuses a signature made with the two secrets in the wrong order',
      section: 'RFC 5849 3.4.2',
      severity: 'medium',
      needs: ['a consumer with a secret'],
    },
    async ({ config, getToken }) => {
      const token = await getToken()
      return {
        token,
        keys: { consumerSecret: token.secret, tokenSecret: config.consumer.secret ?? '' },
      }
    },
  ),
  createRefusedCheck(
    {
      id: 'verify.consumer-case',
      title: 'Takes consumer keys by their case',
      section: 'RFC 5849 3.1',
    },
    async ({ config: { consumer }, getToken }) => ({
      token: await getToken(),
      consumer: { ...consumer, key: swapCase(consumer.key, 'the key of the consumer') },
    }),
  ),
  createRefusedCheck(
    {
      id: 'method.rsa-other-key',
      title: 'Refuses RSA with a key that is not the one of the consumer',
      section: 'RFC 5849 3.4.3',
      severity: 'critical',
      needs: ['rsaConsumer'],
    },
    async ({ config, getToken }) => ({
      consumer: config.rsaConsumer,
      token: await getToken(config.rsaConsumer),
      keys: { privateKey: createOtherKey() },
    }),
  ),
  createRefusedCheck(
    {
      id: 'method.plaintext-swapped',
      title: 'Refuses PLAINTEXT with the two secrets in the wrong order',
      section: 'RFC 5849 3.4.4',
      severity: 'medium',
      needs: ['plaintextConsumer'],
    },
    async ({ config: { plaintextConsumer }, getToken }) => {
      const token = await getToken(plaintextConsumer)
      return {
        consumer: plaintextConsumer,
        token,
        keys: { consumerSecret: token.secret, tokenSecret: plaintextConsumer?.secret ?? '' },
      }
    },
  ),
  createRefusedCheck(
    {
      id: 'method.plaintext-case',
      title: 'Takes the secrets of PLAINTEXT by their case',
      section: 'RFC 5849 3.1',
      severity: 'medium',
      needs: ['plaintextConsumer'],
    },
    async ({ config: { plaintextConsumer }, getToken }) => ({
      consumer: plaintextConsumer,
      token: await getToken(plaintextConsumer),
      keys: { consumerSecret: swapCase(plaintextConsumer?.secret ?? '', 'the secret') },
    }),
  ),
  createCheck(
    {
      id: 'verify.token-with-null',
      title: 'Refuses a token followed by a NUL',
      section: VERIFY,
      severity: 'medium',
    },
    async (context) => {
      const { key, secret } = await context.getToken()
      assertRefused(await context.sendResourceRequest({ token: { key: `${key}\0`, secret } }))
    },
  ),
]

function createOtherKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}
