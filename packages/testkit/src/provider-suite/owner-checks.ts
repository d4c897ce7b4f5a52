import { NotApplicable } from '../checks/not-applicable.js'
import { assertAccepted, assertRefused } from './assertions.js'
import { sendWithCallback } from './callback-checks.js'
import { getSignatureMethod } from './get-signature-method.js'
import {
  addParameter,
  createAcceptedCheck,
  createCheck,
  createRefusedCheck,
  replaceParameter,
} from './provider-check.js'
import type { ProviderCheck } from './provider-check.js'

const SCOPE = { section: 'RFC 5849 3.2', severity: 'critical' } as const
const METHODS = ['HMAC-SHA1', 'HMAC-SHA256', 'HMAC-SHA512', 'PLAINTEXT'] as const

/** Checks of the settings that the owner of a provider makes for each consumer. */
export const ownerChecks: readonly ProviderCheck[] = [
  createCheck(
    {
      id: 'owner.disabled-request-token',
      title: 'Issues no request token to a consumer that is disabled',
      ...SCOPE,
      needs: ['disabledConsumer'],
    },
    async (context) => {
      await context.createRequestToken()
      const consumer = context.config.disabledConsumer
      assertRefused(await context.sendTokenRequest({ consumer }))
    },
  ),
  createRefusedCheck(
    {
      id: 'owner.disabled-two-legged',
      title: 'Refuses a request without a token of a consumer that is disabled',
      ...SCOPE,
      needs: ['disabledConsumer'],
    },
    ({ config }) => ({
      url: config.twoLeggedUrl ?? config.resourceUrl,
      consumer: config.disabledConsumer,
      token: null,
    }),
  ),
  ...METHODS.map((method) =>
    createRefusedCheck(
      {
        id: `owner.method-${method.toLowerCase()}`,
        title: `Refuses ${method} from a consumer that is not registered for it`,
        section: 'RFC 5849 3.4',
        level: 'MAY',
        severity: 'high',
        needs: ['a consumer with a secret'],
      },
      async ({ config, getToken }) => {
        const { methods } = config.consumer
        if (methods === undefined) throw new NotApplicable('consumer.methods is not declared')
        const isDeclared = config.features?.includes(method.toLowerCase()) === true
        const isUsed = getSignatureMethod(config.consumer, config) === method
        if (methods.includes(method) || isDeclared || isUsed)
          throw new NotApplicable(`the consumer is registered for ${method}`)
        return { token: await getToken(), signatureMethod: method }
      },
    ),
  ),
  createRefusedCheck(
    {
      id: 'owner.method-of-another',
      title: 'Refuses a method for which only another consumer is registered',
      section: 'RFC 5849 3.4',
      level: 'MAY',
      severity: 'high',
      needs: ['otherConsumer', 'hmac-sha256'],
    },
    async ({ config, getToken }) => {
      const consumer = config.otherConsumer
      const isRegistered = consumer?.methods?.includes('HMAC-SHA256') ?? true
      if (isRegistered)
        throw new NotApplicable('otherConsumer.methods has HMAC-SHA256, or is absent')
      return { consumer, token: await getToken(consumer), signatureMethod: 'HMAC-SHA256' }
    },
  ),
  createRefusedCheck(
    {
      id: 'owner.two-legged',
      title: 'Refuses a request without a token of a consumer that may not act for itself',
      ...SCOPE,
      level: 'SHOULD',
      needs: ['twoLeggedConsumer'],
    },
    ({ config }) => {
      if (config.consumer.allowsTwoLegged !== false)
        throw new NotApplicable('consumer.allowsTwoLegged is not false')
      return { url: config.twoLeggedUrl ?? config.resourceUrl, token: null }
    },
  ),
  createCheck(
    {
      id: 'owner.callback-of-another',
      title: 'Refuses the callback of another consumer',
      section: 'RFC 5849 2.1',
      level: 'MAY',
      severity: 'high',
      needs: ['otherConsumer'],
    },
    async (context) => {
      const callback = context.config.otherConsumer?.callback
      if (callback === undefined) throw new NotApplicable('otherConsumer.callback is not declared')
      const consumer = context.config.otherConsumer
      assertAccepted(
        await context.sendTokenRequest({
          consumer,
          protocol: replaceParameter('oauth_callback', callback),
        }),
      )
      assertRefused(await sendWithCallback(context, callback))
    },
  ),
  createRefusedCheck(
    {
      id: 'owner.scope',
      title: 'Refuses a resource that the access token does not cover',
      ...SCOPE,
      needs: ['forbiddenUrl'],
    },
    ({ config }) => ({ url: config.forbiddenUrl ?? '' }),
  ),
  createCheck(
    {
      id: 'owner.revoked-token',
      title: 'Refuses an access token that was revoked',
      ...SCOPE,
      needs: ['revokeUrl'],
    },
    async (context) => {
      const token = await context.createToken()
      assertAccepted(await context.sendResourceRequest({ token }))
      const url = context.config.revokeUrl ?? ''
      await context.get(url.replaceAll('{oauth_token}', encodeURIComponent(token.key)))
      assertRefused(await context.sendResourceRequest({ token }))
    },
  ),
  createAcceptedCheck(
    {
      id: 'owner.other-token-lives',
      title: 'Leaves other access tokens alone when one is revoked',
      section: 'RFC 5849 2',
      needs: ['revokeUrl', 'otherConsumer'],
    },
    async (context) => {
      const consumer = context.config.otherConsumer
      const kept = await context.createToken(consumer)
      const { key } = await context.createToken()
      const url = context.config.revokeUrl ?? ''
      await context.get(url.replaceAll('{oauth_token}', encodeURIComponent(key)))
      return { consumer, token: kept, protocol: addParameter('oauth_x', '1') }
    },
  ),
]
