import { createPublicKey } from 'node:crypto'

import { accepts, check, plus, refuses, replaced, without, withQuery } from './provider-check.js'
import type { ProviderCheck } from './provider-check.js'
import type { ProviderContext, SignedOptions } from './provider-context.js'
import { issued, refused } from './judge.js'

const RSA = { section: 'RFC 5849 3.4.3', needs: ['rsaConsumer'] } as const
const PLAIN = { section: 'RFC 5849 3.4.4', needs: ['plaintextConsumer'] } as const

/** A request of the Consumer that signs by RSA, with its own token. */
async function byRsa(
  { config, token }: ProviderContext,
  options: SignedOptions = {},
): Promise<SignedOptions> {
  return { consumer: config.rsaConsumer, token: await token(config.rsaConsumer), ...options }
}

async function inPlaintext(
  { config, token }: ProviderContext,
  options: SignedOptions = {},
): Promise<SignedOptions> {
  const consumer = config.plaintextConsumer
  return { consumer, token: await token(consumer), signatureMethod: 'PLAINTEXT', ...options }
}

function publicKeyOf({ config }: ProviderContext): string {
  return createPublicKey(config.rsaConsumer?.privateKey ?? '')
    .export({ type: 'spki', format: 'pem' })
    .toString()
}

/** The signature methods, sections 3.4.2 to 3.4.4 and their SHA-2 kin. */
export const methodChecks: readonly ProviderCheck[] = [
  ...['256', '512'].map((bits) =>
    accepts(
      {
        id: `method.hmac-sha${bits}`,
        title: `Verifies HMAC-SHA${bits}`,
        section: 'RFC 5849 3.4',
        needs: [`hmac-sha${bits}`],
      },
      (context) => ({
        ...withQuery('a=%E2%98%83')(context),
        signatureMethod: `HMAC-SHA${bits}`,
      }),
    ),
  ),
  ...['256', '512'].map((bits) =>
    refuses(
      {
        id: `method.hmac-sha${bits}-mislabelled`,
        title: `Refuses an HMAC-SHA1 that is called HMAC-SHA${bits}`,
        section: 'RFC 5849 3.4',
        severity: 'high',
        needs: [`hmac-sha${bits}`],
      },
      {
        protocol: replaced('oauth_signature_method', `HMAC-SHA${bits}`),
      },
    ),
  ),
  accepts({ id: 'method.rsa-sha1', title: 'Verifies RSA-SHA1', ...RSA }, (context) =>
    byRsa(context, withQuery('size=original')(context)),
  ),
  accepts(
    { id: 'method.rsa-sha1-form', title: 'Verifies RSA-SHA1 over a form', ...RSA },
    (context) => byRsa(context, { method: 'POST', form: 'a=1&b=+' }),
  ),
  refuses(
    {
      id: 'method.rsa-tampered',
      title: 'Refuses a request by RSA that was changed',
      ...RSA,
      severity: 'critical',
    },
    (context) => byRsa(context, { signed: (parts) => ({ ...parts, path: `${parts.path}x` }) }),
  ),
  refuses(
    {
      id: 'method.rsa-garbage',
      title: 'Refuses a signature that RSA cannot read',
      ...RSA,
      severity: 'critical',
    },
    (context) => byRsa(context, { sent: replaced('oauth_signature', 'AAAA') }),
  ),
  refuses(
    {
      id: 'method.rsa-empty',
      title: 'Refuses an empty RSA signature',
      ...RSA,
      severity: 'critical',
    },
    (context) => byRsa(context, { sent: replaced('oauth_signature', '') }),
  ),
  refuses(
    {
      id: 'method.rsa-consumer-by-hmac',
      title: 'Refuses HMAC with an empty secret from a Consumer that signs by RSA',
      section: 'RFC 5849 3.4.3',
      severity: 'critical',
      needs: ['rsaConsumer'],
    },
    (context) => byRsa(context, { signatureMethod: 'HMAC-SHA1', keys: { consumerSecret: '' } }),
  ),
  refuses(
    {
      id: 'method.rsa-public-key-as-secret',
      title: 'Refuses HMAC with the public key as its secret',
      section: 'RFC 5849 3.4.3',
      severity: 'critical',
      needs: ['rsaConsumer'],
    },
    (context) =>
      byRsa(context, {
        signatureMethod: 'HMAC-SHA1',
        keys: { consumerSecret: publicKeyOf(context) },
      }),
  ),
  check(
    {
      id: 'method.rsa-consumer-by-plaintext',
      title: 'Refuses PLAINTEXT from a Consumer that signs by RSA',
      section: 'RFC 5849 3.4.3',
      severity: 'critical',
      needs: ['rsaConsumer'],
    },
    async (context) => {
      refused(
        await context.requestToken({
          consumer: context.config.rsaConsumer,
          signatureMethod: 'PLAINTEXT',
        }),
      )
    },
  ),
  refuses(
    {
      id: 'method.rsa-without-key',
      title: 'Refuses RSA from a Consumer that has no key',
      section: 'RFC 5849 3.4.3',
      severity: 'critical',
    },
    {
      protocol: replaced('oauth_signature_method', 'RSA-SHA1'),
    },
  ),
  refuses(
    {
      id: 'method.rsa-token-of-another',
      title: 'Refuses the token of another Consumer, which RSA does not need the secret of',
      section: 'RFC 5849 3.2',
      level: 'MAY',
      severity: 'critical',
      needs: ['rsaConsumer'],
    },
    async (context) => byRsa(context, { token: await context.token() }),
  ),
  check(
    {
      id: 'method.rsa-exchange-of-another',
      title: 'Refuses the Request Token of another Consumer by RSA',
      section: 'RFC 5849 2.3',
      severity: 'critical',
      needs: ['rsaConsumer'],
    },
    async (context) => {
      const { token, verifier } = await context.approved()
      refused(await context.accessToken(token, verifier, { consumer: context.config.rsaConsumer }))
    },
  ),
  accepts({ id: 'method.plaintext', title: 'Verifies PLAINTEXT', ...PLAIN }, (context) =>
    inPlaintext(context),
  ),
  accepts(
    {
      id: 'method.plaintext-without-nonce',
      title: 'Accepts PLAINTEXT without timestamp and nonce',
      section: 'RFC 5849 3.1',
      level: 'SHOULD',
      needs: ['plaintextConsumer'],
    },
    (context) =>
      inPlaintext(context, {
        protocol: (pairs) => without('oauth_nonce')(without('oauth_timestamp')(pairs)),
      }),
  ),
  refuses(
    {
      id: 'method.plaintext-wrong-token-secret',
      title: 'Refuses PLAINTEXT with a wrong token secret',
      ...PLAIN,
      severity: 'critical',
    },
    (context) => inPlaintext(context, { keys: { tokenSecret: 'wrong-secret' } }),
  ),
  refuses(
    {
      id: 'method.plaintext-wrong-consumer-secret',
      title: 'Refuses PLAINTEXT with a wrong Consumer secret',
      ...PLAIN,
      severity: 'critical',
    },
    (context) => inPlaintext(context, { keys: { consumerSecret: 'wrong-secret' } }),
  ),
  refuses(
    {
      id: 'method.plaintext-without-token-secret',
      title: 'Refuses PLAINTEXT with the Consumer secret alone',
      ...PLAIN,
      severity: 'critical',
    },
    (context) => inPlaintext(context, { keys: { tokenSecret: '' } }),
  ),
  refuses(
    {
      id: 'method.plaintext-prefix',
      title: 'Refuses the beginning of a PLAINTEXT signature',
      ...PLAIN,
      severity: 'critical',
    },
    (context) =>
      inPlaintext(context, { sent: replaced('oauth_signature', (value) => value.slice(0, -1)) }),
  ),
  check(
    {
      id: 'method.plaintext-request-token',
      title: 'Issues a Request Token to PLAINTEXT',
      ...PLAIN,
    },
    async (context) => {
      issued(
        await context.requestToken({
          consumer: context.config.plaintextConsumer,
          signatureMethod: 'PLAINTEXT',
        }),
      )
    },
  ),
  refuses(
    {
      id: 'method.plaintext-not-declared',
      title: 'Refuses PLAINTEXT from a Consumer that is not meant to use it',
      section: 'RFC 5849 3.4.4',
      level: 'MAY',
    },
    async (context) => ({
      token: await context.token(),
      signatureMethod: 'PLAINTEXT',
      protocol: plus('oauth_extension', '1'),
    }),
  ),
]
