import { NotApplicable } from '../checks/not-applicable.js'
import {
  createAcceptedCheck,
  getConsumerBeside,
  getOtherConsumer,
  createRefusedCheck,
  createRefusedChecks,
} from './provider-check.js'
import type { ProviderCheck } from './provider-check.js'
import type { ProviderContext, SignedOptions } from './provider-context.js'
import { swapCase } from './swap-case.js'

const VERIFY = 'RFC 5849 3.2'

/** Consumers and tokens of a request, section 3.2. */
export const credentialChecks: readonly ProviderCheck[] = [
  ...createRefusedChecks(
    401,
    {
      id: 'verify.unknown-consumer',
      title: 'Refuses a consumer that it does not know',
      section: VERIFY,
      severity: 'critical',
    },
    async (context) => ({
      token: await context.getToken(),
      consumer: { ...context.config.consumer, key: 'nobody-knows-me', secret: 'x' },
    }),
  ),
  createRefusedCheck(
    {
      id: 'verify.unknown-consumer-blank',
      title: 'Refuses an unknown consumer whose secrets are taken for empty',
      section: VERIFY,
      severity: 'critical',
    },
    ({ config }) => ({
      consumer: { ...config.consumer, key: 'nobody-knows-me', secret: '' },
      token: { key: 'nobody-knows-this', secret: '' },
    }),
  ),
  ...createRefusedChecks(
    401,
    {
      id: 'verify.unknown-token',
      title: 'Refuses a token that it does not know',
      section: VERIFY,
      severity: 'critical',
    },
    { token: { key: 'nobody-knows-this', secret: '' } },
  ),
  createRefusedCheck(
    {
      id: 'verify.token-absent',
      title: 'Refuses a request without a token if the resource requires one',
      section: VERIFY,
      severity: 'critical',
    },
    createTokenlessOptions(null),
  ),
  createRefusedCheck(
    {
      id: 'verify.token-empty',
      title: 'Refuses an empty token if the resource requires one',
      section: VERIFY,
      severity: 'critical',
    },
    createTokenlessOptions({ key: '', secret: '' }),
  ),
  createRefusedCheck(
    {
      id: 'verify.prototype-token',
      title: 'Refuses a token that is named like what objects have by birth',
      section: 'RFC 5849 3.2',
      severity: 'medium',
    },
    { token: { key: '__proto__', secret: '' } },
  ),
  createRefusedCheck(
    {
      id: 'verify.token-of-another',
      title: 'Refuses the token of another consumer',
      section: VERIFY,
      level: 'MAY',
      severity: 'critical',
      needs: ['otherConsumer'],
    },
    async (context) => {
      const consumer = getOtherConsumer(context)
      return { consumer, token: await context.getToken(getConsumerBeside(consumer, context)) }
    },
  ),
  createRefusedCheck(
    {
      id: 'verify.request-token-pending',
      title: 'Refuses a request token at the resource',
      section: VERIFY,
      severity: 'critical',
    },
    async (context) => ({ token: await context.createRequestToken() }),
  ),
  createRefusedCheck(
    {
      id: 'verify.request-token-approved',
      title: 'Refuses an approved request token at the resource',
      section: VERIFY,
      severity: 'critical',
    },
    async (context) => ({ token: (await context.createApprovedToken()).token }),
  ),
  createRefusedCheck(
    { id: 'verify.token-case', title: 'Takes tokens by their case', section: 'RFC 5849 3.1' },
    async (context) => {
      const { key, secret } = await context.getToken()
      return { token: { key: swapCase(key, 'the access token'), secret } }
    },
  ),
  createAcceptedCheck(
    {
      id: 'verify.two-legged',
      title: 'Lets a consumer through that acts for itself',
      section: 'RFC 5849 3.1',
      needs: ['twoLeggedConsumer'],
    },
    createTwoLeggedOptions(null),
  ),
  createAcceptedCheck(
    {
      id: 'verify.two-legged-empty-token',
      title: 'Takes an empty token for none',
      section: 'RFC 5849 3.1',
      level: 'SHOULD',
      needs: ['twoLeggedConsumer'],
    },
    createTwoLeggedOptions({ key: '', secret: '' }),
  ),
  createRefusedCheck(
    {
      id: 'verify.two-legged-wrong-secret',
      title: 'Verifies requests without a token, too',
      section: VERIFY,
      severity: 'critical',
      needs: ['twoLeggedConsumer'],
    },
    (context) => ({
      ...createTwoLeggedOptions(null)(context),
      keys: { consumerSecret: 'wrong-secret' },
    }),
  ),
]

/** Creates the options of a request of the first consumer without the token that it needs. */
function createTokenlessOptions(token: SignedOptions['token']) {
  return ({ config }: ProviderContext): SignedOptions => {
    const { consumer, twoLeggedConsumer, twoLeggedUrl = config.resourceUrl, resourceUrl } = config
    const isTwoLegged = twoLeggedConsumer?.key === consumer.key && twoLeggedUrl === resourceUrl
    if (consumer.allowsTwoLegged ?? isTwoLegged)
      throw new NotApplicable('the consumer may act for itself')
    return { token }
  }
}

function createTwoLeggedOptions(token: SignedOptions['token']) {
  return ({ config }: ProviderContext): SignedOptions => ({
    url: config.twoLeggedUrl ?? config.resourceUrl,
    consumer: config.twoLeggedConsumer,
    token,
  })
}
