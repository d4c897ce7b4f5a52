import { createPublicKey } from 'node:crypto'

import { NotApplicable } from '../checks/not-applicable.js'
import { getRegisteredMethods } from './get-registered-methods.js'
import {
  createAcceptedCheck,
  getConsumerBeside,
  createCheck,
  addParameter,
  createRefusedCheck,
  replaceParameter,
  removeParameter,
  queryResource,
} from './provider-check.js'
import type { ProviderCheck } from './provider-check.js'
import type { ProviderContext, SignedOptions } from './provider-context.js'
import { assertIssued, assertRefused } from './assertions.js'

const RSA = { section: 'RFC 5849 3.4.3', needs: ['rsaConsumer'] } as const
const PLAIN = { section: 'RFC 5849 3.4.4', needs: ['plaintextConsumer'] } as const

/** Creates the options of a request of the RSA Consumer with its own token. */
async function createRsaOptions(
  { config, getToken }: ProviderContext,
  options: SignedOptions = {},
): Promise<SignedOptions> {
  return { consumer: config.rsaConsumer, token: await getToken(config.rsaConsumer), ...options }
}

async function createPlaintextOptions(
  { config, getToken }: ProviderContext,
  options: SignedOptions = {},
): Promise<SignedOptions> {
  const consumer = config.plaintextConsumer
  return { consumer, token: await getToken(consumer), signatureMethod: 'PLAINTEXT', ...options }
}

function getPublicKey({ config }: ProviderContext): string {
  return createPublicKey(config.rsaConsumer?.privateKey ?? '')
    .export({ type: 'spki', format: 'pem' })
    .toString()
}

/** The signature methods, sections 3.4.2 to 3.4.4 and their SHA-2 variants. */
export const methodChecks: readonly ProviderCheck[] = [
  ...['256', '512'].map((bits) =>
    createAcceptedCheck(
      {
        id: `method.hmac-sha${bits}`,
        title: `Verifies HMAC-SHA${bits}`,
        section: 'RFC 5849 3.4',
        needs: [`hmac-sha${bits}`],
      },
      (context) => ({
        ...queryResource('a=%E2%98%83')(context),
        signatureMethod: `HMAC-SHA${bits}`,
      }),
    ),
  ),
  ...['256', '512'].map((bits) =>
    createRefusedCheck(
      {
        id: `method.hmac-sha${bits}-mislabelled`,
        title: `Refuses an HMAC-SHA1 that is called HMAC-SHA${bits}`,
        section: 'RFC 5849 3.4',
        severity: 'high',
        needs: [`hmac-sha${bits}`],
      },
      {
        signatureMethod: 'HMAC-SHA1',
        protocol: replaceParameter('oauth_signature_method', `HMAC-SHA${bits}`),
      },
    ),
  ),
  createAcceptedCheck({ id: 'method.rsa-sha1', title: 'Verifies RSA-SHA1', ...RSA }, (context) =>
    createRsaOptions(context, queryResource('size=original')(context)),
  ),
  createAcceptedCheck(
    { id: 'method.rsa-sha1-form', title: 'Verifies RSA-SHA1 over a form', ...RSA },
    (context) => createRsaOptions(context, { method: 'POST', form: 'a=1&b=+' }),
  ),
  createRefusedCheck(
    {
      id: 'method.rsa-tampered',
      title: 'Refuses a request by RSA that was changed',
      ...RSA,
      severity: 'critical',
    },
    (context) =>
      createRsaOptions(context, { signed: (parts) => ({ ...parts, path: `${parts.path}x` }) }),
  ),
  createRefusedCheck(
    {
      id: 'method.rsa-garbage',
      title: 'Refuses a signature that RSA cannot read',
      ...RSA,
      severity: 'critical',
    },
    (context) => createRsaOptions(context, { sent: replaceParameter('oauth_signature', 'AAAA') }),
  ),
  createRefusedCheck(
    {
      id: 'method.rsa-empty',
      title: 'Refuses an empty RSA signature',
      ...RSA,
      severity: 'critical',
    },
    (context) => createRsaOptions(context, { sent: replaceParameter('oauth_signature', '') }),
  ),
  createRefusedCheck(
    {
      id: 'method.rsa-consumer-by-hmac',
      title: 'Refuses HMAC with an empty secret from a consumer that signs by RSA',
      section: 'RFC 5849 3.4.3',
      severity: 'critical',
      needs: ['rsaConsumer'],
    },
    (context) =>
      createRsaOptions(context, { signatureMethod: 'HMAC-SHA1', keys: { consumerSecret: '' } }),
  ),
  createRefusedCheck(
    {
      id: 'method.rsa-public-key-as-secret',
      title: 'Refuses HMAC with the public key as its secret',
      section: 'RFC 5849 3.4.3',
      severity: 'critical',
      needs: ['rsaConsumer'],
    },
    (context) =>
      createRsaOptions(context, {
        signatureMethod: 'HMAC-SHA1',
        keys: { consumerSecret: getPublicKey(context) },
      }),
  ),
  createCheck(
    {
      id: 'method.rsa-consumer-by-plaintext',
      title: 'Refuses PLAINTEXT with an empty secret from a consumer that signs by RSA',
      section: 'RFC 5849 3.4.3',
      severity: 'critical',
      needs: ['rsaConsumer'],
    },
    async (context) => {
      assertRefused(
        await context.sendTokenRequest({
          consumer: context.config.rsaConsumer,
          signatureMethod: 'PLAINTEXT',
          keys: { consumerSecret: '' },
        }),
      )
    },
  ),
  createRefusedCheck(
    {
      id: 'method.rsa-without-key',
      title: 'Refuses RSA from a consumer that has no key',
      section: 'RFC 5849 3.4.3',
      severity: 'critical',
    },
    {
      protocol: replaceParameter('oauth_signature_method', 'RSA-SHA1'),
    },
  ),
  createRefusedCheck(
    {
      id: 'method.rsa-token-of-another',
      title: 'Refuses the token of another consumer, which RSA does not need the secret of',
      section: 'RFC 5849 3.2',
      level: 'MAY',
      severity: 'critical',
      needs: ['rsaConsumer'],
    },
    async (context) => {
      const consumer = getConsumerBeside(context.config.rsaConsumer, context)
      return createRsaOptions(context, { token: await context.getToken(consumer) })
    },
  ),
  createCheck(
    {
      id: 'method.rsa-exchange-of-another',
      title: 'Refuses the request token of another consumer by RSA',
      section: 'RFC 5849 2.3',
      severity: 'critical',
      needs: ['rsaConsumer'],
    },
    async (context) => {
      const consumer = getConsumerBeside(context.config.rsaConsumer, context)
      const { token, verifier } = await context.createApprovedToken({ consumer })
      assertRefused(
        await context.sendExchangeRequest(token, verifier, {
          consumer: context.config.rsaConsumer,
        }),
      )
    },
  ),
  createAcceptedCheck(
    { id: 'method.plaintext', title: 'Verifies PLAINTEXT', ...PLAIN },
    (context) => createPlaintextOptions(context),
  ),
  createAcceptedCheck(
    {
      id: 'method.plaintext-without-nonce',
      title: 'Accepts PLAINTEXT without timestamp and nonce',
      section: 'RFC 5849 3.1',
      level: 'SHOULD',
      needs: ['plaintextConsumer'],
    },
    (context) =>
      createPlaintextOptions(context, {
        protocol: (pairs) =>
          removeParameter('oauth_nonce')(removeParameter('oauth_timestamp')(pairs)),
      }),
  ),
  createRefusedCheck(
    {
      id: 'method.plaintext-wrong-token-secret',
      title: 'Refuses PLAINTEXT with a wrong token secret',
      ...PLAIN,
      severity: 'critical',
    },
    (context) => createPlaintextOptions(context, { keys: { tokenSecret: 'wrong-secret' } }),
  ),
  createRefusedCheck(
    {
      id: 'method.plaintext-wrong-consumer-secret',
      title: 'Refuses PLAINTEXT with a wrong consumer secret',
      ...PLAIN,
      severity: 'critical',
    },
    (context) => createPlaintextOptions(context, { keys: { consumerSecret: 'wrong-secret' } }),
  ),
  createRefusedCheck(
    {
      id: 'method.plaintext-without-token-secret',
      title: 'Refuses PLAINTEXT with only the consumer secret',
      ...PLAIN,
      severity: 'critical',
    },
    (context) => createPlaintextOptions(context, { keys: { tokenSecret: '' } }),
  ),
  createRefusedCheck(
    {
      id: 'method.plaintext-prefix',
      title: 'Refuses the beginning of a PLAINTEXT signature',
      ...PLAIN,
      severity: 'critical',
    },
    (context) =>
      createPlaintextOptions(context, {
        sent: replaceParameter('oauth_signature', (value) => value.slice(0, -1)),
      }),
  ),
  createCheck(
    {
      id: 'method.plaintext-request-token',
      title: 'Issues a request token to PLAINTEXT',
      ...PLAIN,
    },
    async (context) => {
      assertIssued(
        await context.sendTokenRequest({
          consumer: context.config.plaintextConsumer,
          signatureMethod: 'PLAINTEXT',
        }),
      )
    },
  ),
  createRefusedCheck(
    {
      id: 'method.plaintext-not-declared',
      title: 'Refuses PLAINTEXT from a consumer that is not meant to use it',
      section: 'RFC 5849 3.4.4',
      level: 'MAY',
    },
    async (context) => {
      if (getRegisteredMethods(context.config.consumer, context.config).has('PLAINTEXT'))
        throw new NotApplicable('the consumer is registered for PLAINTEXT')
      return {
        token: await context.getToken(),
        signatureMethod: 'PLAINTEXT',
        protocol: addParameter('oauth_extension', '1'),
      }
    },
  ),
]
